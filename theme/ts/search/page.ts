import { Files } from './files'
import { Hit, find, passage } from './find'
import { parseQuery } from './query'
import { count, element, result, say, words } from './show'
import { openIndex } from './source'

const atOnce = 10
const mostResults = 50
const pause = 120
const recentKey = 'debrief-recent'
const mostRecent = 8

/** Facets that the page offers, in this order. */
const offered = ['kind', 'service', 'category', 'severity', 'frequency', 'skill', 'time', 'year', 'is', 'solved-by', 'tag']

/** Runs the page of the search. */
export function searchPage(): void {
  const page = document.querySelector<HTMLElement>('#search-page')
  const input = page?.querySelector<HTMLInputElement>('input[type=search]')
  const form = input?.form
  if (!page || !input || !form) return
  page.querySelector('.without-script')?.remove()
  const status = element('p', 'outcome')
  status.role = 'status'
  const body = element('div', 'answer')
  const list = element('ol', 'found')
  const facets = element('div', 'facets')
  body.append(facets, list)
  const more = element('button', 'more')
  more.type = 'button'
  more.hidden = true
  page.append(status, body, more)

  // A field of one line would join what a line break parts.
  input.value = (new URLSearchParams(location.search).get('q') ?? '').replace(/\s+/g, ' ')
  let turn = 0
  let shown = atOnce
  let timer = 0

  const update = async (remember: boolean) => {
    const own = ++turn
    const text = input.value
    history.replaceState(null, '', text.trim() ? '?q=' + encodeURIComponent(text) : location.pathname)
    if (!text.trim()) {
      status.textContent = ''
      list.replaceChildren(...recent().map(link))
      more.hidden = true
      facets.replaceChildren()
      try {
        await offer(facets, await openIndex(), input, [], () => void update(true))
      } catch {
        status.textContent = page.dataset.broken ?? ''
      }
      return
    }
    try {
      const files = await openIndex()
      const q = parseQuery(text, files.keys, !remember && !/\s$/.test(text))
      const hits = await find(files, q, mostResults)
      if (own !== turn) return
      status.textContent = hits.length > 0 ? count(hits.length < mostResults ? hits.length : mostResults + '+') : say('none')
      const rows = hits.slice(0, shown).map((hit) => ({ hit, ...result(hit) }))
      list.replaceChildren(...rows.map((r) => r.item))
      more.hidden = hits.length <= shown
      more.textContent = say('more')
      if (remember && hits.length > 0) keep(text.trim())
      void offer(facets, files, input, hits, () => void update(true))
      await Promise.all(rows.map(async (r) => r.fill(await passage(files, r.hit.doc, q))))
    } catch {
      if (own === turn) status.textContent = page.dataset.broken ?? ''
    }
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    shown = atOnce
    timer = setTimeout(() => void update(false), pause)
  })
  form.addEventListener('submit', (e) => {
    e.preventDefault()
    clearTimeout(timer)
    void update(true)
  })
  more.addEventListener('click', () => {
    shown += atOnce
    void update(true)
  })
  void update(true)
  if (!input.value) input.focus()
}

/** Shows the facets of what was found, to narrow it down; of everything where nothing is asked. */
async function offer(box: HTMLElement, files: Files, input: HTMLInputElement, hits: Hit[], changed: () => void): Promise<void> {
  const docs = new Set(hits.map((h) => h.doc))
  const groups = new Map<string, { facet: string; size: number }[]>()
  const asked = new Set(parseQuery(input.value, files.keys, false).facets)
  for (const [facet, list] of await files.allFacets()) {
    const key = facet.slice(0, facet.indexOf(':'))
    const size = hits.length > 0 ? list.filter((d) => docs.has(d)).length : list.length
    if (!offered.includes(key) || (size === 0 && !asked.has(facet))) continue
    groups.set(key, [...(groups.get(key) ?? []), { facet, size }])
  }
  const open = new Set(Array.from(box.querySelectorAll<HTMLDetailsElement>('details[open]'), (d) => d.dataset.key))
  box.replaceChildren(
    ...offered.flatMap((key) => {
      const values = groups.get(key)
      if (!values || (values.length < 2 && !values.some((v) => asked.has(v.facet)))) return []
      const group = element('details')
      group.dataset.key = key
      group.open = open.has(key) || values.some((v) => asked.has(v.facet))
      group.append(element('summary', '', words().facets[key] ?? key))
      for (const v of values.sort((a, b) => b.size - a.size).slice(0, 12)) {
        const label = element('label')
        const check = element('input')
        check.type = 'checkbox'
        check.checked = asked.has(v.facet)
        check.addEventListener('change', () => {
          input.value = toggled(input.value, v.facet, check.checked)
          changed()
        })
        label.append(check, ' ' + nameOf(v.facet) + ' ', element('span', 'count', String(v.size)))
        group.append(label)
      }
      return [group]
    }),
  )
}

function nameOf(facet: string): string {
  const at = facet.indexOf(':')
  const key = facet.slice(0, at)
  const value = facet.slice(at + 1)
  if (key === 'kind') return words().kinds[value] ?? value
  if (key === 'severity') return words().severities[value] ?? value
  return words().values[facet] ?? value
}

function toggled(text: string, facet: string, on: boolean): string {
  const parts = text.split(/[ \t\r\n\u3000]+/).filter((part) => part !== '' && part !== facet)
  return [...parts, ...(on ? [facet] : [])].join(' ')
}

function recent(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(recentKey) ?? '[]')
    return Array.isArray(list) ? list.filter((q): q is string => typeof q === 'string').slice(0, mostRecent) : []
  } catch {
    return []
  }
}

function keep(query: string): void {
  try {
    localStorage.setItem(recentKey, JSON.stringify([query, ...recent().filter((q) => q !== query)].slice(0, mostRecent)))
  } catch {
    // Nothing is kept where nothing may be.
  }
}

function link(query: string): HTMLLIElement {
  const item = element('li', 'recent')
  const a = element('a', '', query)
  a.href = '?q=' + encodeURIComponent(query)
  item.append(a)
  return item
}
