import { apply, store, stored, type Theme } from './theme'

const next: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' }

/** Adds the button that goes through system, light and dark. */
export function themeButton(): void {
  const slot = document.querySelector('.theme-slot')
  if (!slot) return
  let theme = stored()
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'theme'
  const show = () => {
    button.dataset.state = theme
    const label = document.body.getAttribute('data-theme-' + theme) ?? theme
    button.title = label
    button.setAttribute('aria-label', label)
  }
  button.addEventListener('click', () => {
    theme = next[theme]
    store(theme)
    apply(theme)
    show()
  })
  show()
  slot.append(button)
}
