/** Brings a link of the bar at the top into sight as it gets the focus: a browser leaves those that are cut. */
export function navLinks(): void {
  document.querySelector('.bar nav > ul')?.addEventListener('focusin', (event) => {
    ;(event.target as Element).scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
}
