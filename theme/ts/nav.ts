/**
 * Brings the link of the present page into sight in the bar at the top, and each other as it gets the focus: a browser
 * leaves those that are cut.
 */
export function navLinks(): void {
  const list = document.querySelector('.bar nav > ul')
  const here = list?.querySelector('[aria-current]')
  if (list && here) list.scrollLeft += Math.max(0, here.getBoundingClientRect().right - list.getBoundingClientRect().right)
  list?.addEventListener('focusin', (event) => {
    ;(event.target as Element).scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
}
