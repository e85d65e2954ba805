import { ages } from './ages'
import { copyButtons } from './copy'
import { escapeKey } from './escape'
import { knowledgeGraph } from './graph'
import { notFound } from './notfound'
import { navLinks } from './nav'
import { searchBox } from './search/box'
import { searchPage } from './search/page'
import { symptomPage } from './search/symptoms'
import { stepBoxes } from './steps'
import { stickyBar } from './sticky'
import { themeButton } from './toggle'
import { commandValues } from './values'

themeButton()
searchBox()
searchPage()
symptomPage()
stickyBar()
stepBoxes()
commandValues()
copyButtons()
knowledgeGraph()
notFound()
ages()
escapeKey()
navLinks()
