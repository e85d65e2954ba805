export type Theme = 'auto' | 'light' | 'dark'

const key = 'debrief-theme'

/** The reader's choice; 'auto' follows the system. */
export function stored(): Theme {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : 'auto'
  } catch {
    return 'auto' // storage may be forbidden
  }
}

export function store(theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // The choice then holds for this page.
  }
}

export function apply(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'auto') root.removeAttribute('data-theme')
  else root.setAttribute('data-theme', theme)
}
