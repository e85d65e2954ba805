import { remember, remembered } from './visit'

/** A blank of a command: <pod>. */
const blank = /<([\p{L}_][\p{L}\p{N}_.-]{0,40})>/gu
const most = 20

/** The commands of one block, as the document has them, and where they are shown. */
interface Block {
  nodes: Text[]
  texts: string[]
  whole: string
}

/**
 * Asks once for the values of the blanks in a runbook's commands and fills them
 * in wherever they stand, so that what is copied can be run.
 */
export function commandValues(): void {
  const bar = document.querySelector<HTMLElement>('.sticky[data-values]')
  const blocks = [...document.querySelectorAll('pre.copy')].map(read)
  const names = [...new Set(blocks.flatMap((b) => [...b.whole.matchAll(blank)].map((m) => m[1] ?? '')))].slice(0, most)
  if (!bar || names.length === 0) return
  const values = new Map<string, string>()
  remembered('values').forEach((value, i) => values.set(names[i] ?? '', value))

  const form = document.createElement('form')
  form.className = 'values'
  const title = document.createElement('p')
  title.className = 'values-title'
  title.textContent = bar.dataset.values ?? ''
  const note = document.createElement('span')
  note.className = 'hint'
  note.textContent = bar.dataset.valuesNote ?? ''
  title.append(' ', note)
  form.append(title)
  for (const name of names) {
    const field = document.createElement('input')
    field.type = 'text'
    field.autocomplete = 'off'
    field.spellcheck = false
    field.autocapitalize = 'off'
    field.value = values.get(name) ?? ''
    field.addEventListener('input', () => {
      values.set(name, field.value)
      remember('values', names.map((n) => values.get(n) ?? ''))
      for (const block of blocks) fill(block, values)
    })
    const label = document.createElement('label')
    label.append(name, field)
    form.append(label)
  }
  form.addEventListener('submit', (event) => event.preventDefault())
  bar.after(form)
  for (const block of blocks) fill(block, values)
}

function read(pre: Element): Block {
  const nodes: Text[] = []
  const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) nodes.push(walker.currentNode as Text)
  const texts = nodes.map((n) => n.data)
  return { nodes, texts, whole: texts.join('') }
}

/** Shows a block with its blanks filled in: a blank may span several nodes, and its value goes to the first. */
function fill(block: Block, values: Map<string, string>): void {
  const shown = [...block.texts]
  const starts: number[] = []
  let length = 0
  for (const text of block.texts) {
    starts.push(length)
    length += text.length
  }
  for (const match of [...block.whole.matchAll(blank)].reverse()) {
    const value = values.get(match[1] ?? '')
    if (!value) continue
    const from = match.index
    const to = from + match[0].length
    for (let i = shown.length - 1; i >= 0; i--) {
      const start = starts[i] ?? 0
      const end = start + (block.texts[i]?.length ?? 0)
      if (end <= from || start >= to) continue
      const head = (shown[i] ?? '').slice(0, Math.max(0, from - start))
      const tail = (shown[i] ?? '').slice(Math.min(to, end) - start)
      shown[i] = head + (start <= from ? value : '') + tail
    }
  }
  block.nodes.forEach((node, i) => {
    if (node.data !== shown[i]) node.data = shown[i] ?? ''
  })
}
