import { fold } from './query'

// What of a message stays the same each time, as package search has it.

const hostEndings = new Set(
  'app arpa cloud cluster co com corp de dev edu eu example gov info internal invalid io jp lan local localhost net org svc test uk us'.split(' '),
)
const one = /[\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const part = /[\p{L}\p{M}\p{N}\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const digit = /\p{Nd}/u
const around = /^["'`“”‘’()[\]{}<>,;:.!?=/]+|["'`“”‘’()[\]{}<>,;:.!?=/]+$/g

/** The words of a message with a space around each, without what changes from time to time. */
export function literal(text: string): string {
  let out = ' '
  // Lower case here goes by neighbours for these two, in package search it does not.
  const plain = text.normalize('NFKC').replaceAll('\u0130', 'i').replaceAll('\u03a3', '\u03c3')
  for (const chunk of fold(plain).split(' ')) {
    if (isHost(chunk)) continue
    const { words, hashed } = literalWords(chunk)
    if (!(hashed && isName(chunk))) for (const w of words) out += w + ' '
  }
  return out
}

function literalWords(chunk: string): { words: string[]; hashed: boolean } {
  const words: string[] = []
  let hashed = false
  for (const piece of pieces(chunk)) {
    if (isMixed(piece.join(''))) {
      hashed = true
      continue
    }
    let letters: string[] = []
    const ascii = piece.every((c) => c < '\x80')
    const end = () => {
      if (letters.length > 0 && !(letters.length < piece.length && ascii && letters.length < 3)) words.push(letters.join(''))
      letters = []
    }
    for (const c of piece) {
      if (one.test(c)) {
        end()
        words.push(c)
      } else if (digit.test(c)) end()
      else letters.push(c)
    }
    end()
  }
  return { words, hashed }
}

/** The runs of letters and digits of a text, each as its characters. */
function pieces(chunk: string): string[][] {
  const out: string[][] = [[]]
  for (const c of chunk) {
    if (one.test(c) || part.test(c)) out[out.length - 1].push(c)
    else if (out[out.length - 1].length > 0) out.push([])
  }
  return out.filter((p) => p.length > 0)
}

function isMixed(piece: string): boolean {
  if (/[^\x00-\x7f]/.test(piece)) return false
  const turns = (piece.match(/\d(?=\D)|\D(?=\d)/g) ?? []).length
  return turns >= 2 || (piece.startsWith('0x') && piece.length > 2)
}

function bare(chunk: string): string {
  return chunk.replace(around, '')
}

function isName(chunk: string): boolean {
  return /^[a-z0-9-]*$/.test(bare(chunk))
}

function isHost(chunk: string): boolean {
  let name = bare(chunk)
  const scheme = name.indexOf('://')
  if (scheme >= 0) name = name.slice(scheme + 3)
  name = name.split(/[:/?#]/, 1)[0]
  const dot = name.lastIndexOf('.')
  return dot > 0 && hostEndings.has(name.slice(dot + 1)) && isName(name.replaceAll('.', '-'))
}

/** Whether a literal says enough to be looked for as a whole. */
export function telling(text: string): boolean {
  const { words, letters, chars } = sizes(text)
  return words.length + Math.floor(chars / 2) >= 3 || letters >= 12
}

/** Whether a literal is long enough to be part of a message by no chance. */
export function isQuote(text: string): boolean {
  const { words, chars } = sizes(text)
  return words.length >= 4 || chars >= 6 || words.some((w) => Array.from(w).length >= 12)
}

function sizes(text: string): { words: string[]; letters: number; chars: number } {
  const all = text.split(' ').filter(Boolean)
  const words = all.filter((w) => !one.test(w))
  return { words, letters: words.reduce((n, w) => n + Array.from(w).length, 0), chars: all.length - words.length }
}
