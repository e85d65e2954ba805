import { hasWords, isWord, tokens } from './tokens'

/** What somebody asks for; as package search has it. */
export interface Query {
  text: string
  phrases: string[]
  facets: string[]
  without: string[]
  open: boolean
}

const longestQuery = 4000
const mostTokens = 64
const space = /[ \t\r\n\u3000]/

/** Reads a query as people type it: words, "exact phrases", key:value and -key:value. */
export function parseQuery(input: string, keys: string[], open: boolean): Query {
  const q: Query = { text: '', phrases: [], facets: [], without: [], open }
  const words: string[] = []
  let text = Array.from(input).slice(0, longestQuery).join('')
  for (;;) {
    text = text.replace(/^[ \t\r\n\u3000]+/, '')
    if (text === '') break
    const quoted = /^"([^"]*)"/.exec(text) ?? /^“([^”]*)”/.exec(text)
    if (quoted) {
      const phrase = trim(quoted[1])
      if (hasWords(phrase)) {
        q.phrases.push(phrase)
        words.push(phrase)
      }
      text = text.slice(quoted[0].length)
      continue
    }
    let end = 0
    while (end < text.length && !space.test(text[end]) && text[end] !== '"' && text[end] !== '“') end++
    if (end === 0) end = 1 // a quote that nothing closes
    operator(text.slice(0, end), keys, q) || words.push(text.slice(0, end))
    text = text.slice(end)
  }
  q.text = words.join(' ')
  return q
}

function trim(s: string): string {
  return s.replace(/^[\s\x85]+|[\s\x85]+$/g, '')
}

function operator(word: string, keys: string[], q: Query): boolean {
  const without = word.startsWith('-')
  const bare = without ? word.slice(1) : word
  const at = bare.indexOf(':')
  if (at < 0 || at === bare.length - 1 || !keys.includes(bare.slice(0, at))) return false
  ;(without ? q.without : q.facets).push(facet(bare.slice(0, at), bare.slice(at + 1)))
  return true
}

/** A facet with its value in the form in which values are compared. */
export function facet(key: string, value: string): string {
  return key + ':' + fold(value).replaceAll(' ', '-')
}

/** The form in which phrases are compared. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().split(/[\s\x85]+/).filter(Boolean).join(' ')
}

/** A token of a query with how often it stands there. */
export interface Asked {
  token: string
  times: number
  last: boolean
}

/** The tokens of a query, each once; of a long one those that tell most. */
export function ask(text: string): Asked[] {
  const byToken = new Map<string, Asked>()
  for (const token of tokens(text)) {
    const known = byToken.get(token)
    if (known) known.times++
    else byToken.set(token, { token, times: 1, last: false })
  }
  const list = [...byToken.values()]
  if (list.length > 0) list[list.length - 1].last = true
  if (list.length > mostTokens) {
    list.sort((a, b) => tells(b.token) - tells(a.token))
    list.length = mostTokens
  }
  return list
}

const kanji = /[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const katakana = /[\u30a1-\u30fa\u30fc-\u30ff]/

function tells(token: string): number {
  const letters = Array.from(token)
  const n = letters.length
  if (letters[0] === '=') return 100 + n
  if (isWord(token)) return n
  const last = letters[n - 1]
  if (n > 2) return 3 * n
  if (n === 2 && kanji.test(letters[0]) && kanji.test(last)) return 8
  return katakana.test(letters[0]) && katakana.test(last) ? 4 : 3
}
