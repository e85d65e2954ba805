/** What leads from and to each box of a picture, by the numbers of the boxes. */
interface Ways {
  on: Map<string, string[]>
  back: Map<string, string[]>
}

function ways(picture: SVGElement): Ways {
  const on = new Map<string, string[]>()
  const back = new Map<string, string[]>()
  const note = (map: Map<string, string[]>, from: string, to: string) => {
    const list = map.get(from)
    if (list) list.push(to)
    else map.set(from, [to])
  }
  for (const arc of picture.querySelectorAll<SVGElement>('path[data-from]:not(.head)')) {
    const { from = '', to = '' } = arc.dataset
    note(on, from, to)
    note(back, to, from)
  }
  return { on, back }
}

/** The boxes that a box leads to, itself included. */
function reached(map: Map<string, string[]>, start: string): Set<string> {
  const seen = new Set([start])
  for (const at of seen) for (const next of map.get(at) ?? []) seen.add(next)
  return seen
}

/**
 * Lets the graph of knowledge show the paths through one box alone: where the
 * pointer or the focus is, or which was chosen. A box that is chosen for the
 * second time, or with the Enter key, opens its page, as links do.
 */
export function knowledgeGraph(): void {
  for (const picture of document.querySelectorAll<SVGElement>('.knowledge svg')) isolate(picture)
}

function isolate(picture: SVGElement): void {
  const { on, back } = ways(picture)
  let chosen = ''
  let shown = ''
  const show = (node: string) => {
    if (node === shown) return
    shown = node
    picture.classList.toggle('isolated', node !== '')
    const after = reached(on, node)
    const before = reached(back, node)
    for (const box of picture.querySelectorAll<SVGElement>('[data-node]')) {
      const id = box.dataset.node ?? ''
      box.classList.toggle('on-path', after.has(id) || before.has(id))
    }
    for (const arc of picture.querySelectorAll<SVGElement>('[data-from]')) {
      const { from = '', to = '' } = arc.dataset
      arc.classList.toggle('on-path', (after.has(from) && after.has(to)) || (before.has(from) && before.has(to)))
    }
  }
  const nodeAt = (event: Event) => (event.target as Element).closest<SVGElement>('[data-node], a')
  const idAt = (event: Event) => {
    const box = nodeAt(event)
    return box?.dataset.node ?? box?.querySelector<SVGElement>('[data-node]')?.dataset.node ?? ''
  }
  picture.addEventListener('pointerover', (event) => {
    if ((event as PointerEvent).pointerType === 'mouse' && idAt(event)) show(idAt(event))
  })
  picture.addEventListener('pointerout', () => show(chosen))
  picture.addEventListener('focusin', (event) => {
    if ((event.target as Element).matches(':focus-visible')) show(idAt(event))
  })
  picture.addEventListener('focusout', () => show(chosen))
  picture.addEventListener('click', (event) => {
    const id = idAt(event)
    if (id && id !== chosen && event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault()
      chosen = id
    } else if (!id) chosen = ''
    show(chosen)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    chosen = ''
    show('')
  })
  picture.closest('figure')?.querySelector('.graph-hint')?.removeAttribute('hidden')
}
