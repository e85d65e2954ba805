/** What a page keeps as long as its tab is open. Some browsers refuse to keep anything. */
const key = (name: string) => 'debrief:' + name + ':' + location.pathname

export function remember(name: string, values: string[]): void {
  try {
    sessionStorage.setItem(key(name), JSON.stringify(values))
  } catch {
    // It lasts until the page is left.
  }
}

export function remembered(name: string): string[] {
  try {
    const values: unknown = JSON.parse(sessionStorage.getItem(key(name)) ?? '[]')
    return Array.isArray(values) ? values.filter((v) => typeof v === 'string') : []
  } catch {
    return []
  }
}
