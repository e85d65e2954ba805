/** Brings "412 days ago" up to date: the page may be older than its reader's day. */
export function ages(): void {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'always' })
  for (const age of document.querySelectorAll<HTMLElement>('.age[data-since]')) {
    const since = Date.parse(age.dataset.since ?? '')
    const days = Math.floor((Date.now() - since) / 86_400_000)
    if (days >= 0) age.textContent = format.format(-days, 'day')
  }
}
