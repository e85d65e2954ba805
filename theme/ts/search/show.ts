import { Found, Hit } from './find'
import { Snippet } from './snippet'

// What documents and queries say reaches the page as text only.

/** The names of kinds, severities and facets, and the texts of the search, in the language of the page. */
export interface Words {
  kinds: Record<string, string>
  severities: Record<string, string>
  facets: Record<string, string>
  values: Record<string, string>
  texts: Record<string, string>
}

let spoken: Words = { kinds: {}, severities: {}, facets: {}, values: {}, texts: {} }

/** Sets the words; until then there are none. */
export function speak(words: Words): void {
  spoken = words
}

export function words(): Words {
  return spoken
}

/** A text of the interface, its %s replaced. */
export function say(key: string, ...values: (string | number)[]): string {
  let n = 0
  return (words().texts[key] ?? key).replace(/%s/g, () => String(values[n++] ?? ''))
}

/** How many results there are. */
export function count(n: number | string): string {
  return n === 1 ? say('single') : say('count', n)
}

export function element<K extends keyof HTMLElementTagNameMap>(name: K, className = '', text = ''): HTMLElementTagNameMap[K] {
  const e = document.createElement(name)
  if (className) e.className = className
  if (text) e.textContent = text
  return e
}

/** The address of a document, as seen from this page. */
export function addressOf(found: Found, anchor = ''): string {
  return (document.body.dataset.root ?? '') + found.u + (anchor ? '#' + encodeURIComponent(anchor) : '')
}

/** The line that says what a document is. */
export function about(found: Found): HTMLElement {
  const line = element('p', 'meta')
  const severity = found.s && words().severities[found.s]
  for (const text of [words().kinds[found.k] ?? found.k, severity, found.d, found.v?.join(', ')]) {
    if (text) line.append(element('span', '', text))
  }
  return line
}

function inLanguage(e: HTMLElement, found: Found): void {
  if (found.l && found.l !== document.documentElement.lang) e.lang = found.l
}

/** A result with its title, what it is, and what it says. */
export function result(hit: Hit): { item: HTMLLIElement; fill: (s: Snippet | undefined) => void } {
  const item = element('li', 'hit')
  const link = element('a', 'title', hit.found.t)
  link.href = addressOf(hit.found)
  inLanguage(link, hit.found)
  const body = element('p', 'snippet', hit.found.x ?? '')
  inLanguage(body, hit.found)
  item.append(link, about(hit.found), body)
  return {
    item,
    fill: (s) => {
      if (!s) return
      body.replaceChildren(...s.pieces.map((p) => (p.mark ? element('mark', '', p.text) : document.createTextNode(p.text))))
      if (s.anchor && s.heading !== hit.found.t) {
        const part = element('a', 'part', s.heading)
        part.href = addressOf(hit.found, s.anchor)
        inLanguage(part, hit.found)
        body.before(part)
      }
    },
  }
}
