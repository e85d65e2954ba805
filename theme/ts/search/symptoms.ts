import { find, passage } from './find'
import { isQuote, literal, telling } from './literal'
import { parseQuery } from './query'
import { addressOf, element, result } from './show'
import { openIndex, symptomsOf } from './source'
import { tokens } from './tokens'

/** What is known of a symptom; see symptomFound of package render. */
export interface SymptomFound {
  u: string
  t: string
  l?: string
  n?: string
  w?: string[]
  m?: string[]
  d?: string[]
  f?: string[]
}

const pause = 150
const mostFit = 6
const mostDocuments = 5
const deepest = 30

/** Documents that tell of symptoms. */
const kinds = ['known-issue', 'runbook', 'postmortem', 'monitoring']

/** Runs the page of the symptoms: the lists make way for what fits while something is asked. */
export function symptomPage(): void {
  fields()
  const page = document.querySelector<HTMLElement>('#symptom-page')
  const input = page?.querySelector<HTMLTextAreaElement>('#seen')
  const form = input?.form
  if (!page || !input || !form) return
  const lists = [...page.querySelectorAll<HTMLElement>(':scope > section, :scope > .empty')]
  const answers = element('div', 'answers')
  const status = element('p', 'outcome')
  status.role = 'status'
  answers.hidden = true
  form.after(status, answers)

  let turn = 0
  let timer = 0
  const update = async () => {
    const own = ++turn
    const text = input.value
    const asked = text.trim() !== ''
    history.replaceState(null, '', asked ? '?q=' + encodeURIComponent(text) : location.pathname)
    if (!asked) {
      status.textContent = ''
      answers.hidden = true
      lists.forEach((l) => (l.hidden = false))
      return
    }
    try {
      const files = await openIndex()
      const known = (await symptomsOf()) as SymptomFound[]
      const q = parseQuery(text, files.keys, false)
      if (!q.facets.some((f) => f.startsWith('kind:'))) q.facets.push(...kinds.map((k) => 'kind:' + k))
      const hits = q.text.trim() ? await find(files, q, deepest) : []
      if (own !== turn) return
      const exact = q.text.trim() ? messages(known, text, q.text) : new Map<SymptomFound, string>()
      const fit = ranked(known, hits.map((h) => h.found.u), q.text, exact)
      const rows = hits.slice(0, mostDocuments).map((hit) => ({ hit, ...result(hit) }))
      const list = element('ol', 'found')
      list.append(...rows.map((r) => r.item))
      answers.replaceChildren(
        ...part(page.dataset.known, [...exact].map(([s, m]) => row(s, page, m))),
        ...part(page.dataset.fit, fit.slice(0, mostFit).map((s) => row(s, page))),
        ...(rows.length > 0 ? [element('h2', '', page.dataset.documents), list] : []),
      )
      status.textContent = answers.childElementCount > 0 ? '' : (page.dataset.none ?? '')
      answers.hidden = false
      lists.forEach((l) => (l.hidden = answers.childElementCount > 0))
      await Promise.all(rows.map(async (r) => r.fill(await passage(files, r.hit.doc, q))))
    } catch {
      if (own === turn) status.textContent = page.dataset.broken ?? ''
    }
  }
  input.value = new URLSearchParams(location.search).get('q') ?? ''
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void update(), pause)
  })
  form.addEventListener('submit', (e) => {
    e.preventDefault()
    clearTimeout(timer)
    void update()
  })
  if (input.value) void update()
}

/** Enter sends what is asked; with Shift it begins a line. */
function fields(): void {
  document.querySelectorAll<HTMLTextAreaElement>('.ask textarea').forEach((input) =>
    input.addEventListener('keydown', (e) => {
      if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return
      e.preventDefault()
      input.form?.requestSubmit()
    }),
  )
}

/** The symptoms with a message that the text holds, or that one of its lines is part of: the longest first. */
function messages(known: SymptomFound[], text: string, words: string): Map<SymptomFound, string> {
  const several = text.trim().includes('\n')
  const whole = literal(several ? text : words)
  const lines = (several ? text.split('\n').slice(0, 100).map(literal) : [whole]).filter(isQuote)
  const found: [SymptomFound, string, number][] = []
  for (const s of known) {
    let best: [SymptomFound, string, number] | undefined
    for (const m of s.m ?? []) {
      const l = literal(m)
      if (!telling(l) || !(whole.includes(l) || lines.some((line) => l.includes(line)))) continue
      if (!best || l.length > best[2]) best = [s, m, l.length]
    }
    if (best) found.push(best)
  }
  found.sort((a, b) => b[2] - a[2])
  return new Map(found.map(([s, m]) => [s, m]))
}

/** The symptoms that the documents found tell of: by the first of these, then by how many of their words are asked for. */
function ranked(known: SymptomFound[], found: string[], text: string, without: Map<SymptomFound, string>): SymptomFound[] {
  const place = new Map(found.map((u, i) => [u, i]))
  const asked = new Set(tokens(text))
  const rows = known
    .map((s) => {
      const own = new Set([s.t, ...(s.w ?? []), ...(s.m ?? [])].flatMap((t) => tokens(t)))
      const shared = [...asked].filter((t) => own.has(t)).length
      const best = Math.min(...(s.d ?? []).map((u) => place.get(u) ?? Infinity))
      return { s, best, shared }
    })
    .filter((r) => r.best < Infinity && (r.shared > 0 || r.best === 0))
  rows.sort((a, b) => b.shared - a.shared || a.best - b.best)
  const most = rows[0]?.shared ?? 0
  return rows.filter((r) => !without.has(r.s) && r.shared * 2 >= most).map((r) => r.s)
}

function part(title: string | undefined, rows: HTMLElement[]): HTMLElement[] {
  if (rows.length === 0) return []
  const list = element('div')
  list.append(...rows)
  return [element('h2', '', title), list]
}

/** A symptom with its message and where to begin; all of it as text. */
function row(s: SymptomFound, page: HTMLElement, message = ''): HTMLElement {
  const item = element('div', 'fit')
  const title = element('a', 'title', s.t)
  title.href = addressOf({ u: s.u, t: s.t, k: '', i: '' })
  if (s.l && s.l !== document.documentElement.lang) title.lang = s.l
  item.append(title)
  if (message) item.append(element('code', '', message))
  if (s.n) item.append(element('p', 'meta', s.n))
  const [url, name, solution, record] = s.f ?? []
  if (url) {
    const line = element('p', 'try', (page.dataset.first ?? '') + ': ')
    const to = element('a', '', name)
    to.href = addressOf({ u: url, t: name, k: '', i: '' })
    line.append(to)
    if (solution) line.append(element('span', 'meta', solution + (record ? ' · ' + record : '')))
    item.append(line)
  }
  return item
}
