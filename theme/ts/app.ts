import { ages } from './ages'
import { copyButtons } from './copy'
import { stickyBar } from './sticky'
import { themeButton } from './toggle'

themeButton()
stickyBar()
copyButtons()
ages()
