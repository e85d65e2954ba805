// Runs before the page is drawn, so that a chosen theme does not flash.
import { apply, stored } from './theme'

apply(stored())
