import { stem } from './stem'

// Texts become tokens exactly as they do when the index is made (package
// search): what differs would not be found.

const longestToken = 40

const common = new Set(
  ('a about again also am an and any are as at be because been being both but by can could did do does doing during ' +
    'each for from further had has have having he her here hers him his how i if in into is it its itself just let may ' +
    'me might must my of on once or other our ours own same she should so some such than that the their theirs them ' +
    'then there these they this those through to too very was we were what when where which while who whom why will ' +
    'with would you your yours s t d ll m re ve').split(' '),
)

const enum Class {
  Other,
  Word,
  Kanji,
  Hiragana,
  Katakana,
}

const letter = /[\p{L}\p{M}\p{N}]/u

function classOf(c: number): Class {
  if (c < 0x80) {
    return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || (c >= 0x30 && c <= 0x39) || c === 0x5f ? Class.Word : Class.Other
  }
  if (c >= 0x3041 && c <= 0x309f && c !== 0x309b && c !== 0x309c) return Class.Hiragana
  if (c >= 0x30a1 && c <= 0x30ff && c !== 0x30fb) return Class.Katakana
  if (
    (c >= 0x3005 && c <= 0x3007) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
    (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff)
  ) {
    return Class.Kanji
  }
  return letter.test(String.fromCodePoint(c)) ? Class.Word : Class.Other
}

/** Whether a token is a word, and not characters of Japanese or a whole identifier. */
export function isWord(token: string): boolean {
  return token[0] !== '=' && classOf(token.codePointAt(0) ?? 0) === Class.Word
}

/** Whether a text has anything to look for. */
export function hasWords(text: string): boolean {
  for (const c of text) if (classOf(c.codePointAt(0)!) !== Class.Other) return true
  return false
}

/** The tokens of a text, in its order. */
export function tokens(text: string): string[] {
  const out: string[] = []
  const points = Array.from(text.normalize('NFKC'), (c) => c.codePointAt(0)!)
  for (let i = 0; i < points.length; ) {
    const own = classOf(points[i])
    if (own === Class.Other) {
      i++
      continue
    }
    let end = i + 1
    while (end < points.length) {
      const c = classOf(points[end])
      if (c === Class.Other || (c === Class.Word) !== (own === Class.Word)) break
      end++
    }
    if (own === Class.Word) word(points.slice(i, end), out)
    else cjk(points.slice(i, end), out)
    i = end
  }
  return out
}

function cjk(run: number[], out: string[]): void {
  run.forEach((c, i) => {
    const own = classOf(c)
    const before = i > 0 ? classOf(run[i - 1]) : Class.Other
    const after = i + 1 < run.length ? classOf(run[i + 1]) : Class.Other
    if (own === Class.Kanji && before !== Class.Kanji && after !== Class.Kanji) out.push(text([c]))
    if (own === Class.Katakana && before !== Class.Katakana) katakana(run.slice(i), out)
    if (after !== Class.Other && !(own === Class.Hiragana && after === Class.Hiragana)) out.push(text(run.slice(i, i + 2)))
  })
}

function katakana(run: number[], out: string[]): void {
  let n = 0
  while (n < run.length && classOf(run[n]) === Class.Katakana) n++
  if (n > 3 && run[n - 1] === 0x30fc) n--
  if (n >= 3) out.push(text(run.slice(0, Math.min(n, longestToken))))
}

function text(points: number[]): string {
  return points.map((c) => String.fromCodePoint(c)).join('')
}

function word(run: number[], out: string[]): void {
  let parts = 0
  for (let from = 0; from < run.length; ) {
    const to = partEnd(run, from)
    if (run[from] !== 0x5f) {
      parts++
      part(run.slice(from, to), out)
    }
    from = to
  }
  if (parts > 1) out.push('=' + lower(text(run.slice(0, longestToken))))
}

const enum Kind {
  Small,
  Capital,
  Digit,
  Underscore,
}

const number = /\p{N}/u
const capital = /\p{Lu}/u

function kindOf(c: number): Kind {
  if (c === 0x5f) return Kind.Underscore
  if ((c >= 0x30 && c <= 0x39) || (c >= 0x80 && number.test(String.fromCodePoint(c)))) return Kind.Digit
  if ((c >= 0x41 && c <= 0x5a) || (c >= 0x80 && capital.test(String.fromCodePoint(c)))) return Kind.Capital
  return Kind.Small
}

/** The end of the part of an identifier that begins at a place. */
function partEnd(run: number[], from: number): number {
  let kind = kindOf(run[from])
  let i = from + 1
  if (kind === Kind.Underscore) return i
  let last = from
  for (; i < run.length; i++) {
    const k = kindOf(run[i])
    if (k === kind) {
      last = i
    } else if (kind === Kind.Capital && k === Kind.Small) {
      if (i - from > 1 && last > from) return last
      kind = Kind.Small
    } else {
      return i
    }
  }
  return i
}

const stems = new Map<string, string>()

function part(points: number[], out: string[]): void {
  const raw = text(points.slice(0, longestToken))
  let token = stems.get(raw)
  if (token === undefined) {
    token = lower(raw)
    if (common.has(token)) token = ''
    else if (/^[\x00-\x7f]*$/.test(token)) token = stem(token)
    if (stems.size < 65536) stems.set(raw, token)
  }
  if (token !== '') out.push(token)
}

/** Lower case, character by character: without the rules of languages and of neighbours. */
function lower(s: string): string {
  let out = ''
  for (const c of s) out += c === 'İ' ? 'i' : c.toLowerCase()
  return out
}
