/** Keeps the title out of a runbook's bar as long as the page's own is in sight. */
export function stickyBar(): void {
  const bar = document.querySelector('.sticky')
  const title = document.querySelector('.masthead')
  if (!bar || !title) return
  new IntersectionObserver(([seen]) => bar.classList.toggle('waiting', seen?.isIntersecting)).observe(title)
}
