/**
 * Lets Escape put away what is open: the menu at the top and the notes of
 * terms. Both work without.
 */
export function escapeKey(): void {
  const root = document.documentElement
  const menu = document.querySelector<HTMLDetailsElement>('.more')
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    root.dataset.notes = 'away'
    if (menu?.open) {
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
  })
  const bring = () => delete root.dataset.notes
  for (const term of document.querySelectorAll('.term-box')) {
    term.addEventListener('mouseenter', bring)
    term.addEventListener('focusin', bring)
  }
  document.addEventListener('click', (event) => {
    if (menu?.open && !menu.contains(event.target as Node)) menu.open = false
  })
}
