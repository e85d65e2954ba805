import { find } from './find'
import { parseQuery } from './query'
import { about, addressOf, count, element, say } from './show'
import { openIndex } from './source'

const most = 8
const pause = 80 // milliseconds after a key before the search begins

/** Makes the search field of every page answer while somebody types. */
export function searchBox(): void {
  const form = document.querySelector<HTMLFormElement>('form.search')
  const input = form?.querySelector<HTMLInputElement>('input[type=search]')
  if (!form || !input) return
  shortcuts(input)
  if (document.querySelector('#search-page')) return // has a field of its own, which the page follows

  const list = element('div', 'hits')
  list.id = 'search-hits'
  list.role = 'listbox'
  list.hidden = true
  const status = element('p', 'visually-hidden')
  status.role = 'status'
  form.append(list, status)
  input.role = 'combobox'
  input.setAttribute('aria-controls', list.id)
  input.setAttribute('aria-autocomplete', 'list')
  input.ariaExpanded = 'false'

  let chosen = -1
  let turn = 0
  let timer = 0
  const show = (open: boolean) => {
    list.hidden = !open
    input.ariaExpanded = String(open)
    if (!open) choose(-1)
  }
  const choose = (n: number) => {
    const options = list.querySelectorAll<HTMLAnchorElement>('a')
    options[chosen]?.removeAttribute('aria-selected')
    chosen = options.length > 0 && n >= 0 ? n % options.length : -1
    const option = options[chosen]
    option?.setAttribute('aria-selected', 'true')
    option?.scrollIntoView({ block: 'nearest' })
    if (option) input.setAttribute('aria-activedescendant', option.id)
    else input.removeAttribute('aria-activedescendant')
  }
  const update = async () => {
    const own = ++turn
    try {
      const files = await openIndex()
      const q = parseQuery(input.value, files.keys, !/\s$/.test(input.value))
      const hits = input.value.trim() ? await find(files, q, most) : []
      if (own !== turn) return
      list.ariaLabel = say('results')
      list.replaceChildren(
        ...hits.map((hit, i) => {
          const option = element('a')
          option.role = 'option'
          option.id = 'search-hit-' + i
          option.href = addressOf(hit.found)
          option.tabIndex = -1
          const title = element('span', 'title', hit.found.t)
          if (hit.found.l && hit.found.l !== document.documentElement.lang) title.lang = hit.found.l
          option.append(title, about(hit.found))
          return option
        }),
      )
      if (input.value.trim() && hits.length === 0) list.append(element('p', 'none', say('none')))
      status.textContent = input.value.trim() ? count(hits.length) : ''
      show(input.value.trim() !== '' && document.activeElement === input)
    } catch {
      if (own === turn) show(false) // the field still leads to the page of the search
    }
  }
  input.addEventListener('focus', () => {
    void openIndex().catch(() => undefined)
    if (list.childElementCount > 0 && input.value.trim()) show(true)
  })
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void update(), pause)
  })
  input.addEventListener('keydown', (e) => {
    if (e.isComposing) return
    const options = list.querySelectorAll<HTMLAnchorElement>('a')
    if (e.key === 'ArrowDown') choose(chosen + 1)
    else if (e.key === 'ArrowUp') choose(chosen < 0 ? options.length - 1 : chosen === 0 ? -1 : chosen - 1)
    else if (e.key === 'Enter' && chosen >= 0) options[chosen].click()
    else if (e.key === 'Escape' && !list.hidden) show(false)
    else return
    e.preventDefault()
    e.stopPropagation()
  })
  form.addEventListener('focusout', (e) => {
    if (!form.contains(e.relatedTarget as Node | null)) show(false)
  })
}

/**
 * "/", "s" and Ctrl or Command with K lead to the search field, Escape from
 * there back to where they were pressed.
 */
function shortcuts(input: HTMLInputElement): void {
  const own = document.querySelector<HTMLInputElement>('#search-page input[type=search]') ?? input
  let back: HTMLElement | undefined
  document.addEventListener('keydown', (e) => {
    const at = e.target as HTMLElement
    if (e.key === 'Escape' && at === own && back) {
      own.blur() // where back is no place for the focus
      back.focus()
      back = undefined
      return
    }
    const typing = at.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(at.tagName)
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey
    if ((plain && !typing && (e.key === '/' || e.key === 's')) || ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k')) {
      e.preventDefault()
      if (at !== own) back = at
      own.focus()
      own.select()
    }
  })
}
