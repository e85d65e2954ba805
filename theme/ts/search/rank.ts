import { Files, Known } from './files'
import { Asked, Query, ask } from './query'
import { isWord } from './tokens'

// The ranking of package search: whole numbers only, so that both give the
// same scores.

export interface Result {
  doc: number
  score: number
}

interface Weighted {
  term: string
  weight: number
}

const exact = 16
const oneOff = 11
const twoOff = 7
const completed = 10
const shortened = 7

const mostLonger = 8
const mostSpellings = 4
const longestToken = 40
const deepest = 50

/** The documents that answer a query, best first. Holds tells whether the text of one holds a phrase. */
export async function search(files: Files, q: Query, n: number, holds: (doc: number, phrase: string) => Promise<boolean>): Promise<Result[]> {
  const [allowed, groups] = await Promise.all([filter(files, q), resolve(files, q)])
  let results: Result[] = []
  if (q.text.trim() === '') allowed?.forEach((ok, doc) => ok && results.push({ doc, score: 0 }))
  else results = await score(files, groups, allowed)
  results.sort((a, b) => b.score - a.score || a.doc - b.doc)
  return (await verify(results, q.phrases, n, holds)).slice(0, n)
}

async function score(files: Files, groups: Weighted[][], allowed: boolean[] | undefined): Promise<Result[]> {
  const scores = new Float64Array(files.docs)
  const best = new Float64Array(files.docs)
  const lists = await Promise.all(groups.map((g) => Promise.all(g.map((t) => files.postings(t.term)))))
  groups.forEach((group, g) => {
    group.forEach((t, i) => {
      const list = lists[g][i]
      if (!list) return
      const unit = t.weight * list.unit
      list.docs.forEach((doc, j) => (best[doc] = Math.max(best[doc], unit * list.levels[j])))
    })
    for (const list of lists[g]) {
      for (const doc of list?.docs ?? []) {
        scores[doc] += best[doc]
        best[doc] = 0
      }
    }
  })
  const results: Result[] = []
  scores.forEach((score, doc) => {
    if (score > 0 && (!allowed || allowed[doc])) results.push({ doc, score })
  })
  return results
}

/** For each word of a query the terms that stand for it. */
function resolve(files: Files, q: Query): Promise<Weighted[][]> {
  return Promise.all(
    ask(q.text).map(async (a) => {
      // What may stand for a half-typed word is fetched with the word itself.
      if (q.open && a.last && Array.from(a.token).length >= 3) files.vocabulary(a.token).catch(() => undefined)
      const list = await files.postings(a.token)
      const group: Weighted[] = list ? [{ term: a.token, weight: exact * a.times }] : []
      const open = q.open && a.last
      if (!list || open) group.push(...(await like(files, a, list !== undefined, open)))
      return group
    }),
  )
}

async function like(files: Files, a: Asked, isTerm: boolean, open: boolean): Promise<Weighted[]> {
  if (!isWord(a.token)) return []
  const letters = Array.from(a.token)
  if (isTerm && !(open && letters.length >= 3)) return []
  const known = await files.vocabulary(a.token)
  let near: Weighted[] = []
  if (open && letters.length >= 3) near = commonest(known.filter((k) => k.term.startsWith(a.token) && k.term !== a.token))
  if (near.length === 0 && !isTerm) near = spelled(known, letters)
  if (near.length === 0 && !isTerm) near = stemOf(known, letters)
  return near.map((t) => ({ term: t.term, weight: t.weight * a.times }))
}

function commonest(list: Known[]): Weighted[] {
  return [...list].sort((a, b) => b.docs - a.docs).slice(0, mostLonger).map((k) => ({ term: k.term, weight: completed }))
}

function spelled(known: Known[], letters: string[]): Weighted[] {
  const most = letters.length >= 8 ? 2 : letters.length >= 4 ? 1 : 0
  if (most === 0 || letters.length > longestToken) return []
  const near: Known[][] = [[], []]
  for (const k of known) {
    const d = distance(letters, (k.letters ??= Array.from(k.term)), most)
    if (d >= 1 && d <= most) near[d - 1].push(k)
  }
  const out: Weighted[] = []
  ;[oneOff, twoOff].forEach((weight, i) => {
    near[i].sort((a, b) => b.docs - a.docs)
    for (const k of near[i].slice(0, mostSpellings - out.length)) out.push({ term: k.term, weight })
  })
  return out
}

function stemOf(known: Known[], letters: string[]): Weighted[] {
  const terms = new Set(known.map((k) => k.term))
  for (let n = letters.length - 1; n >= 4 && n >= letters.length - 4; n--) {
    const term = letters.slice(0, n).join('')
    if (terms.has(term)) return [{ term, weight: shortened }]
  }
  return []
}

const rows = [0, 1, 2].map(() => new Uint8Array(longestToken + 4))

/** Optimal string alignment; more than most is most + 1. Words have up to longestToken letters. */
function distance(a: string[], b: string[], most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  for (let j = 0; j <= b.length; j++) rows[0][j] = j
  for (let i = 0; i < a.length; i++) {
    const before = rows[(i + 2) % 3]
    const above = rows[i % 3]
    const row = rows[(i + 1) % 3]
    let least = (row[0] = i + 1)
    for (let j = 0; j < b.length; j++) {
      let d = Math.min(above[j] + (a[i] === b[j] ? 0 : 1), above[j + 1] + 1, row[j] + 1)
      if (i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]) d = Math.min(d, before[j - 1] + 1)
      row[j + 1] = d
      least = Math.min(least, d)
    }
    if (least > most) return most + 1
  }
  return Math.min(rows[a.length % 3][b.length], most + 1)
}

async function verify(results: Result[], phrases: string[], n: number, holds: (doc: number, phrase: string) => Promise<boolean>): Promise<Result[]> {
  if (phrases.length === 0) return results
  const kept: Result[] = []
  for (const r of results.slice(0, deepest)) {
    const all = await Promise.all(phrases.map((p) => holds(r.doc, p)))
    if (all.every(Boolean) && kept.push(r) === n) break
  }
  return kept.length > 0 ? kept : results
}

async function filter(files: Files, q: Query): Promise<boolean[] | undefined> {
  if (q.facets.length + q.without.length === 0) return undefined
  const allowed = new Array<boolean>(files.docs).fill(true)
  const having = new Map<string, Set<number>>()
  for (const f of q.facets) {
    const key = f.slice(0, f.indexOf(':'))
    const set = having.get(key) ?? new Set()
    for (const doc of await files.facet(f)) set.add(doc)
    having.set(key, set)
  }
  for (const set of having.values()) allowed.forEach((_, doc) => set.has(doc) || (allowed[doc] = false))
  for (const f of q.without) for (const doc of await files.facet(f)) allowed[doc] = false
  return allowed
}

