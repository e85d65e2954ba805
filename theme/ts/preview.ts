// Runs in pages of `debrief serve` alone: keeps a page as its files are, and
// shows what the checks say of its document.

interface Finding {
  place: string
  severity: string
  rule: string
  message: string
  hint: string
}

interface Notes {
  lang: string
  title: string
  close: string
  trouble: string
  findings: Finding[]
}

interface Kept {
  page: string
  anchor: string
  offset: number
  x: number
  y: number
  open: boolean[]
}

const keptKey = 'debrief-preview'
const dismissedKey = 'debrief-preview-dismissed'
const retry = 1000

const own = document.currentScript as HTMLScriptElement | null

function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return '' // storage may be forbidden
  }
}

function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value)
  } catch {
    // The page then comes back at its top.
  }
}

/** The last heading above the middle of the window: what is being read. */
function anchor(): Element | undefined {
  let last: Element | undefined
  for (const e of document.querySelectorAll('main [id]')) {
    if (e.getClientRects().length === 0) continue
    if (e.getBoundingClientRect().top > innerHeight / 2) break
    last = e
  }
  return last
}

/** Loads the page again, and comes back to the same place. */
function reload(): void {
  const at = anchor()
  const kept: Kept = {
    page: location.pathname,
    anchor: at?.id ?? '',
    offset: at?.getBoundingClientRect().top ?? 0,
    x: scrollX,
    y: scrollY,
    open: Array.from(document.querySelectorAll<HTMLDetailsElement>('main details'), (d) => d.open),
  }
  write(keptKey, JSON.stringify(kept))
  // The browser would come back to the same height, whatever stands there now.
  history.scrollRestoration = 'manual'
  location.reload()
}

function comeBack(): void {
  const text = read(keptKey)
  if (!text) return
  write(keptKey, '')
  const kept = JSON.parse(text) as Kept
  if (kept.page !== location.pathname) return
  document.querySelectorAll<HTMLDetailsElement>('main details').forEach((d, i) => {
    if (i < kept.open.length) d.open = kept.open[i]
  })
  const at = kept.anchor ? document.getElementById(kept.anchor) : null
  const top = at && kept.y > 0 ? scrollY + at.getBoundingClientRect().top - kept.offset : kept.y
  scrollTo({ left: kept.x, top, behavior: 'instant' })
  addEventListener('load', () => setTimeout(() => (history.scrollRestoration = 'auto')))
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text = ''): HTMLElementTagNameMap[K] {
  const e = document.createElement(name)
  if (className) e.className = className
  e.textContent = text
  return e
}

function item(f: Finding): HTMLElement {
  const li = element('li', '')
  const head = element('p', 'preview-head')
  head.append(element('span', 'preview-severity ' + f.severity, f.severity), ' ', element('code', '', f.place), ' ', element('span', 'preview-rule', f.rule))
  li.append(head, element('p', '', f.message))
  if (f.hint) li.append(element('p', 'preview-hint', f.hint))
  return li
}

const box = element('section', 'debrief-preview')

/** Shows what is to be said of the page; nothing where there is nothing. */
function show(notes: Notes): void {
  const text = JSON.stringify(notes)
  const open = box.querySelector('details')?.open ?? false
  box.replaceChildren()
  box.lang = notes.lang
  box.setAttribute('aria-label', notes.title)
  box.hidden = (!notes.trouble && notes.findings.length === 0) || read(dismissedKey) === text
  if (box.hidden) return
  if (notes.trouble) {
    const trouble = element('p', 'preview-trouble', notes.trouble)
    trouble.setAttribute('role', 'alert')
    box.append(trouble)
  }
  if (notes.findings.length > 0) {
    const details = element('details', '')
    const list = element('ul', '')
    list.append(...notes.findings.map(item))
    details.append(element('summary', '', notes.title), list)
    details.open = open
    box.append(details)
  }
  const close = element('button', 'preview-close', '×')
  close.type = 'button'
  close.setAttribute('aria-label', notes.close)
  close.addEventListener('click', () => {
    write(dismissedKey, text)
    box.hidden = true
  })
  box.append(close)
}

/** Puts another style sheet in the place of the present one, without a flash. */
function restyle(href: string): void {
  const old = document.querySelector<HTMLLinkElement>('link[rel=stylesheet]:not([data-preview])')
  if (!old) return
  const next = old.cloneNode() as HTMLLinkElement
  next.href = href
  next.addEventListener('load', () => old.remove())
  old.after(next)
}

let events: EventSource | undefined

/** Listens while the page can be seen: a browser has few connections to spare. */
function listen(): void {
  const { page = '', body = '' } = own?.dataset ?? {}
  if (document.hidden || events) return
  const style = document.querySelector<HTMLLinkElement>('link[rel=stylesheet]:not([data-preview])')
  const query = new URLSearchParams({ page, body, style: style ? new URL(style.href).pathname : '', lang: document.documentElement.lang })
  events = new EventSource('/@debrief/events?' + query)
  events.addEventListener('reload', reload)
  events.addEventListener('style', (e) => restyle((e as MessageEvent<string>).data))
  events.addEventListener('notes', (e) => show(JSON.parse((e as MessageEvent<string>).data) as Notes))
  events.addEventListener('error', () => {
    hush()
    setTimeout(listen, retry)
  })
}

function hush(): void {
  events?.close()
  events = undefined
}

if (own) {
  document.body.append(box)
  box.hidden = true
  box.addEventListener('keydown', (e) => {
    const details = box.querySelector('details')
    if (e.key !== 'Escape' || !details?.open) return
    details.open = false
    details.querySelector('summary')?.focus()
  })
  document.addEventListener('visibilitychange', () => (document.hidden ? hush() : listen()))
  addEventListener('pagehide', hush)
  addEventListener('pageshow', listen)
  comeBack()
  listen()
}
