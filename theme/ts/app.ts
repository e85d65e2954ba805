import { ages } from './ages'
import { copyButtons } from './copy'
import { escapeKey } from './escape'
import { searchBox } from './search/box'
import { searchPage } from './search/page'
import { symptomPage } from './search/symptoms'
import { stickyBar } from './sticky'
import { themeButton } from './toggle'

themeButton()
searchBox()
searchPage()
symptomPage()
stickyBar()
copyButtons()
ages()
escapeKey()
