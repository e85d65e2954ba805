import { Files } from './files'
import { Query, ask, fold } from './query'
import { Result, search } from './rank'
import { Part, Snippet, snippet } from './snippet'

/** What the index says of a document that was found; see foundText of package render. */
export interface Found {
  u: string
  t: string
  k: string
  i: string
  l?: string
  d?: string
  s?: string
  x?: string
  v?: string[]
}

export interface Hit {
  doc: number
  found: Found
  snippet?: Snippet
}

/** The documents that answer a query, at most n. */
export async function find(files: Files, q: Query, n: number): Promise<Hit[]> {
  const results = await search(files, q, n, (doc, phrase) => holds(files, doc, phrase))
  return Promise.all(results.map(async (r: Result) => ({ doc: r.doc, found: (await files.result(r.doc)) as Found })))
}

async function holds(files: Files, doc: number, phrase: string): Promise<boolean> {
  const wanted = fold(phrase)
  const found = (await files.result(doc)) as Found
  const parts = (await files.text(doc)) as Part[]
  return fold(found.t).includes(wanted) || parts.some((p) => fold(p[1]).includes(wanted) || fold(p[2]).includes(wanted))
}

/** The passage of a document that answers a query. */
export async function passage(files: Files, doc: number, q: Query): Promise<Snippet | undefined> {
  return snippet((await files.text(doc)) as Part[], new Set(ask(q.text).map((a) => a.token)))
}

