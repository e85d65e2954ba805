import { fold } from './query'
import { tokens } from './tokens'

/** A part of a document: the anchor of its heading, the heading, and the text under it. */
export type Part = [anchor: string, heading: string, text: string]

export interface Snippet {
  anchor: string
  heading: string
  pieces: { text: string; mark: boolean }[]
}

const most = 180 // characters of a snippet

/** The part of a document that answers a query best, with the words marked that it was found by. */
export function snippet(parts: Part[], wanted: Set<string>): Snippet | undefined {
  let best: Part | undefined
  let highest = 0
  for (const part of parts) {
    const found = new Set(tokens(part[1] + '\n' + part[2]).filter((t) => wanted.has(t)))
    // Of parts with the same words one with a heading, and the shorter one, is
    // nearer to the point.
    const score = found.size - (part[0] === '' ? 0.5 : 0) - part[2].length / 1e6
    if (found.size > 0 && score > highest) {
      best = part
      highest = score
    }
  }
  const shown = best && best[2].trim() !== '' ? best : parts.find((p) => p[2].trim() !== '')
  if (!shown) return undefined
  return { anchor: best?.[0] ?? '', heading: best?.[1] ?? '', pieces: pieces(shown[2], wanted) }
}

/** Words and runs of Japanese, with what stands between them. */
const units = /[\p{L}\p{M}\p{N}_]+|[^\p{L}\p{M}\p{N}_]+/gu

function pieces(text: string, wanted: Set<string>): Snippet['pieces'] {
  const flat = text.replace(/\s+/g, ' ').trim()
  const list = (flat.match(units) ?? []).flatMap((unit) => mark(unit, wanted))
  const first = list.findIndex((p) => p.mark)
  if (first < 0) return clip(list, 0)
  let before = 0
  let from = first
  while (from > 0 && before + list[from - 1].text.length < most / 3) before += list[--from].text.length
  const out = clip(list.slice(from), 0)
  return from > 0 ? [{ text: '…', mark: false }, ...out] : out
}

function clip(list: Snippet['pieces'], length: number): Snippet['pieces'] {
  const out: Snippet['pieces'] = []
  for (const p of list) {
    if (length + p.text.length > most) {
      out.push({ text: p.text.slice(0, Math.max(0, most - length)) + '…', mark: p.mark })
      break
    }
    length += p.text.length
    out.push(p)
  }
  return out
}

const japanese = /[\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/

/** Marks a word as a whole; of a run of Japanese the characters of pairs that are wanted. */
function mark(unit: string, wanted: Set<string>): Snippet['pieces'] {
  if (!japanese.test(unit)) return [{ text: unit, mark: tokens(unit).some((t) => wanted.has(t)) }]
  const letters = Array.from(unit)
  const marked = new Array<boolean>(letters.length).fill(false)
  for (let i = 0; i < letters.length; i++) {
    const pair = fold(letters.slice(i, i + 2).join(''))
    if (letters.length > 1 && i + 1 < letters.length && wanted.has(pair)) marked[i] = marked[i + 1] = true
    else if (wanted.has(fold(letters[i]))) marked[i] = true
  }
  const out: Snippet['pieces'] = []
  letters.forEach((c, i) => {
    const last = out[out.length - 1]
    if (last && last.mark === marked[i]) last.text += c
    else out.push({ text: c, mark: marked[i] })
  })
  return out
}
