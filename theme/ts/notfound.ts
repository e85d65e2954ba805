/** The paths of all pages, as paths.js names them: folders below the root. */
declare global {
  interface Window {
    debriefPaths?: string[]
  }
}

const mostNear = 5

/**
 * Helps who came to a page that is not there: goes on to the page whose path
 * differs in nothing but the case of letters, offers the nearest names, and
 * asks the search for what the path says.
 */
export function notFound(): void {
  const page = document.querySelector<HTMLElement>('#not-found')
  if (!page) return
  const root = new URL(document.body.dataset.root || './', location.href)
  const asked = below(location.pathname, root.pathname)
  if (asked === '') return
  const paths = window.debriefPaths ?? []
  const same = paths.find((path) => fold(path) === fold(asked))
  if (same !== undefined && same !== asked) {
    location.replace(new URL(encodeURI(same), root).href + location.hash)
    return
  }
  const input = page.querySelector<HTMLInputElement>('input[type=search]')
  if (input) input.value = terms(asked)
  const list = page.querySelector('ul.near')
  if (!list) return
  const near = nearest(asked, paths)
  for (const path of near) {
    const link = document.createElement('a')
    link.href = new URL(encodeURI(path), root).href
    link.textContent = path
    const item = document.createElement('li')
    item.append(link)
    list.append(item)
  }
  const head = page.querySelector<HTMLElement>('.near-head')
  if (head && near.length > 0) head.hidden = false
}

/** The part of a path below the root, without a file name at its end. */
export function below(path: string, root: string): string {
  let text = path
  try {
    text = decodeURIComponent(path)
    root = decodeURIComponent(root)
  } catch {
    // A path that is no UTF-8 is taken as it stands.
  }
  if (text.startsWith(root)) text = text.slice(root.length)
  text = text.replace(/^\/+/, '').replace(/(index)?\.html$/, '').slice(0, 300)
  return text === '' || text.endsWith('/') ? text : text + '/'
}

/** A path as it is compared: NFKC, lower case, one slash between its parts. */
export function fold(path: string): string {
  return path.normalize('NFKC').toLowerCase().replace(/\/+/g, '/')
}

/** The words of the last part of a path. */
export function terms(path: string): string {
  return last(path).replace(/[-_./]+/g, ' ').trim()
}

function last(path: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  return parts[parts.length - 1] ?? ''
}

/** The paths whose last parts are most like the one of a path, the best first. */
export function nearest(asked: string, paths: string[]): string[] {
  const want = fold(last(asked))
  const folder = fold(asked.slice(0, asked.length - last(asked).length - 1))
  const most = Math.max(2, Math.floor(want.length / 3))
  const found: { path: string; far: number }[] = []
  for (const path of paths) {
    const name = fold(last(path))
    if (Math.abs(name.length - want.length) > most) continue
    const far = distance(want, name, most)
    if (far > most) continue
    const sibling = fold(path.slice(0, path.length - last(path).length - 1)) === folder
    found.push({ path, far: far - (sibling ? 0.5 : 0) })
  }
  found.sort((a, b) => a.far - b.far || (a.path < b.path ? -1 : 1))
  return found.slice(0, mostNear).map((hit) => hit.path)
}

/** How many letters are to be changed to make one text of another; above most it is not exact. */
export function distance(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(change, row[j]! + 1, next[j - 1]! + 1)
      least = Math.min(least, next[j]!)
    }
    if (least > most) return most + 1
    row = next
  }
  return row[b.length]!
}
