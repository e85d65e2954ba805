import { Fetch, Files, inflate } from './files'
import { Words, speak } from './show'

// Where the page gets the files of the index: by fetch, or, of a site that is
// made to be opened from disk, as scripts that hand their bytes over.

declare global {
  interface Window {
    debriefIndex?: (name: string, data: string) => void
    trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } }
  }
}

const timeout = 20_000

let opened: Promise<Files> | undefined
let symptoms: Promise<unknown> | undefined
let getFile: Fetch | undefined

/** Opens the index of the site, once. */
export function openIndex(): Promise<Files> {
  const root = new URL(document.body.dataset.search ?? 'search/', location.href)
  if (!opened) {
    const get = (getFile ??= document.body.dataset.searchForm === 'scripts' ? scripts(root) : requests(root))
    const words = get('words-' + document.documentElement.lang).then(inflate)
    opened = Promise.all([Files.open(get), words]).then(([files, data]) => {
      speak(JSON.parse(new TextDecoder().decode(data)) as Words)
      return files
    })
    opened.catch(() => (opened = undefined))
  }
  return opened
}

/** Reads what is known of symptoms, once; the index is open. */
export function symptomsOf(): Promise<unknown> {
  if (!symptoms && getFile) {
    symptoms = getFile('symptoms-' + document.documentElement.lang)
      .then(inflate)
      .then((data) => JSON.parse(new TextDecoder().decode(data)) as unknown)
    symptoms.catch(() => (symptoms = undefined))
  }
  return symptoms ?? Promise.resolve([])
}

function requests(root: URL): Fetch {
  return async (name) => {
    // The root may be newer than what a cache has of it.
    const response = await fetch(new URL((name || 'root') + '.bin', root), name.includes('/') ? {} : { cache: 'no-cache' })
    if (!response.ok) throw new Error(`${response.status} for ${name || 'the index'}`)
    return response.arrayBuffer()
  }
}

function scripts(root: URL): Fetch {
  const waiting = new Map<string, (data: Uint8Array) => void>()
  window.debriefIndex = (name, data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0))
    waiting.get(name)?.(bytes)
    waiting.delete(name)
  }
  const allow = (url: string): string => {
    if (!url.startsWith(root.href)) throw new Error('no file of the index')
    return url
  }
  const policy = window.trustedTypes?.createPolicy('debrief', { createScriptURL: allow })
  return (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script')
      const url = new URL((name || 'root') + '.js', root).href
      const fail = () => {
        waiting.delete(name || 'root')
        reject(new Error(`no ${name || 'index'}`))
      }
      waiting.set(name || 'root', resolve)
      script.src = (policy ? policy.createScriptURL(url) : allow(url)) as string
      script.onerror = fail
      script.onload = () => script.remove()
      setTimeout(fail, timeout)
      document.head.append(script)
    })
}
