import { isWord } from './tokens'

// The files of the index, as package search writes them.

export interface Postings {
  unit: number
  docs: number[]
  levels: number[]
}

export interface Known {
  term: string
  docs: number
  letters?: string[] // of the term, once somebody asked for them
}

/** Gives the bytes of a file of the index; of its root for the empty name. */
export type Fetch = (name: string) => Promise<ArrayBuffer | Uint8Array>

/** Compares texts by their code points, as the index is sorted. */
export function compare(a: string, b: string): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i)
    let y = b.charCodeAt(i)
    if (x === y) continue
    // Halves of characters beyond U+FFFF sort behind all others.
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000
    }
    return x - y
  }
  return a.length - b.length
}

const utf8 = new TextDecoder()

class Decoder {
  private at = 0
  private last = ''
  private ascii = true // the last text

  constructor(private readonly data: Uint8Array) {}

  number(): number {
    let n = 0
    for (let scale = 1; ; scale *= 128) {
      const b = this.data[this.at++]
      n += (b & 127) * scale
      if (!(b >= 128)) return n
    }
  }

  bytes(n: number): Uint8Array {
    this.at += n
    return this.data.subarray(this.at - n, this.at)
  }

  /** A text; shared bytes are counted in UTF-8. */
  text(): string {
    const shared = this.number()
    const rest = this.bytes(this.number())
    const before = this.ascii ? this.last.slice(0, shared) : beginning(this.last, shared)
    let i = 0
    let text = before
    for (; i < rest.length && rest[i] < 0x80; i++) text += String.fromCharCode(rest[i])
    this.ascii = i === rest.length && (this.ascii || shared === 0)
    this.last = i === rest.length ? text : before + utf8.decode(rest)
    return this.last
  }

  texts(): string[] {
    this.last = ''
    this.ascii = true
    return Array.from({ length: this.number() }, () => this.text())
  }

  /**
   * Goes behind a text, in UTF-8, of a sorted list in which a list of documents
   * follows each. Tells whether it is there.
   */
  find(key: Uint8Array): boolean {
    let same = 0 // bytes that the text before has in common with the key
    for (let left = this.number(); left > 0; left--) {
      const shared = this.number()
      const rest = this.bytes(this.number())
      if (shared <= same) {
        let i = 0
        for (same = shared; i < rest.length && rest[i] === key[same]; i++) same++
        if (i === rest.length && same === key.length) return true
        if (i < rest.length && !(rest[i] < key[same])) return false // behind the key
      }
      this.number()
      const n = this.number()
      for (let docs = n; docs > 0; ) if (this.data[this.at++] < 0x80) docs--
      this.at += (n + 1) >> 1
    }
    return false
  }

  docs(): number[] {
    const docs = new Array<number>(this.number())
    for (let i = 0, last = 0; i < docs.length; i++) docs[i] = last += this.number()
    return docs
  }

  levels(n: number): number[] {
    const packed = this.bytes((n + 1) >> 1)
    const levels = new Array<number>(n)
    for (let i = 0; i < n; i++) levels[i] = (packed[i >> 1] >> (4 * (i & 1))) & 15
    return levels
  }
}

/** The first bytes of a text. */
function beginning(text: string, bytes: number): string {
  let i = 0
  while (bytes > 0 && i < text.length) {
    const c = text.codePointAt(i)!
    bytes -= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4
    i += c < 0x10000 ? 1 : 2
  }
  return text.slice(0, i)
}

/** Which of some files would hold a text, by the first text of each; -1 if none. */
function fileOf(firsts: string[], text: string): number {
  let from = 0
  let to = firsts.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (compare(firsts[middle], text) <= 0) from = middle + 1
    else to = middle
  }
  return from - 1
}

/** The index. Files are fetched when they are asked for, each once. */
export class Files {
  private readonly loaded = new Map<string, Promise<Uint8Array>>()
  private readonly lists = new Map<string, Promise<Postings | undefined>>()
  private readonly facetLists = new Map<string, Promise<Map<string, number[]>>>()
  private readonly known = new Map<string, Promise<Known[]>>()
  private readonly values = new Map<string, Promise<unknown[]>>()

  private folder = ''
  docs = 0
  keys: string[] = []
  private resultsOfFile = 1
  private textsOfFile = 1
  private terms: string[] = []
  private facets: string[] = []
  private letters: string[] = []

  private constructor(private readonly fetch: Fetch) {}

  /** Reads the root of the index. */
  static async open(fetch: Fetch): Promise<Files> {
    const files = new Files(fetch)
    const d = await files.load('')
    if (String.fromCharCode(...d.bytes(3)) !== 'dbs' || d.number() !== 1) throw new Error('another version of the index')
    files.folder = d.text()
    files.docs = d.number()
    files.resultsOfFile = d.number()
    files.textsOfFile = d.number()
    files.terms = d.texts()
    files.facets = d.texts()
    files.letters = d.texts()
    files.keys = d.texts()
    return files
  }

  private async load(name: string): Promise<Decoder> {
    return new Decoder(await once(this.loaded, name, async () => inflate(await this.fetch(name && this.folder + name))))
  }

  async postings(term: string): Promise<Postings | undefined> {
    const n = fileOf(this.terms, term)
    if (n < 0) return undefined
    return once(this.lists, term, async () => {
      const d = await this.load('t/' + n)
      if (!d.find(new TextEncoder().encode(term))) return undefined
      const unit = d.number()
      const docs = d.docs()
      return { unit, docs, levels: d.levels(docs.length) }
    })
  }

  async facet(name: string): Promise<number[]> {
    const n = fileOf(this.facets, name)
    if (n < 0) return []
    return (await this.facetFile(n)).get(name) ?? []
  }

  private facetFile(n: number): Promise<Map<string, number[]>> {
    return once(this.facetLists, String(n), async () => {
      const d = await this.load('f/' + n)
      const out = new Map<string, number[]>()
      for (let left = d.number(); left > 0; left--) out.set(d.text(), d.docs())
      return out
    })
  }

  /** All facets with their documents. */
  async allFacets(): Promise<Map<string, number[]>> {
    const files = await Promise.all(this.facets.map((_, n) => this.facetFile(n)))
    return new Map(files.flatMap((f) => [...f]))
  }

  /** The terms that begin with the first character of a word, sorted. */
  async vocabulary(word: string): Promise<Known[]> {
    const first = String.fromCodePoint(word.codePointAt(0) ?? 0)
    const name = !isWord(word) ? '' : first.charCodeAt(0) < 0x80 ? first : '-'
    if (!this.letters.includes(name)) return []
    const list = await once(this.known, name, async () => {
      const d = await this.load('v/' + name)
      return Array.from({ length: d.number() }, () => ({ term: d.text(), docs: d.number() }))
    })
    return list.filter((k) => k.term.startsWith(first))
  }

  /** What a result shows of a document. */
  result(doc: number): Promise<unknown> {
    return this.value('d/', doc, this.resultsOfFile)
  }

  /** The text of a document. */
  text(doc: number): Promise<unknown> {
    return this.value('x/', doc, this.textsOfFile)
  }

  private async value(folder: string, doc: number, size: number): Promise<unknown> {
    const name = folder + Math.floor(doc / size)
    const list = await once(this.values, name, async () => JSON.parse(new TextDecoder().decode(await inflate(await this.fetch(this.folder + name)))) as unknown[])
    return list[doc % size]
  }
}

/** Does something once for a key; a failure is not kept. */
function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let value = known.get(key)
  if (!value) {
    value = make()
    known.set(key, value)
    value.catch(() => known.delete(key))
  }
  return value
}

/** Unpacks the bytes of a file. */
export async function inflate(data: ArrayBuffer | Uint8Array): Promise<Uint8Array> {
  const stream = new DecompressionStream('deflate-raw')
  const writer = stream.writable.getWriter()
  // What is damaged fails where it is read.
  writer.write(data as BufferSource).catch(() => undefined)
  writer.close().catch(() => undefined)
  const parts: Uint8Array[] = []
  const reader = stream.readable.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value)
  if (parts.length === 1) return parts[0]
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
