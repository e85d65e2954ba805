// The English stemmer Porter2 (https://snowballstem.org/algorithms/english/stemmer.html),
// for words of ASCII letters and digits in lower case.

const irregular: Record<string, string> = {
  skis: 'ski', skies: 'sky', dying: 'die', lying: 'lie', tying: 'tie', idly: 'idl', gently: 'gentl', ugly: 'ugli',
  early: 'earli', only: 'onli', singly: 'singl', sky: 'sky', news: 'news', howe: 'howe', atlas: 'atlas',
  cosmos: 'cosmos', bias: 'bias', andes: 'andes',
}

const kept = /^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/

const vowel = /[aeiouy]/

/** Where the region begins behind the first consonant after a vowel, from a place on. */
function region(word: string, from: number): number {
  const found = /[aeiouy][^aeiouy]/.exec(word.slice(from))
  return found ? from + found.index + 2 : word.length
}

/** Whether a word ends with a short syllable. */
function shortSyllable(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word)
}

const step2: [string, string][] = [
  ['ization', 'ize'], ['ational', 'ate'], ['fulness', 'ful'], ['ousness', 'ous'], ['iveness', 'ive'], ['tional', 'tion'],
  ['biliti', 'ble'], ['lessli', 'less'], ['entli', 'ent'], ['ation', 'ate'], ['alism', 'al'], ['aliti', 'al'],
  ['ousli', 'ous'], ['iviti', 'ive'], ['fulli', 'ful'], ['enci', 'ence'], ['anci', 'ance'], ['abli', 'able'],
  ['izer', 'ize'], ['ator', 'ate'], ['alli', 'al'], ['bli', 'ble'], ['ogi', 'og'], ['li', ''],
]

const step3: [string, string][] = [
  ['ational', 'ate'], ['tional', 'tion'], ['alize', 'al'], ['icate', 'ic'], ['iciti', 'ic'], ['ative', ''],
  ['ical', 'ic'], ['ness', ''], ['ful', ''],
]

const step4 = [
  'ement', 'ance', 'ence', 'able', 'ible', 'ment', 'ant', 'ent', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize', 'ion', 'al', 'er', 'ic',
]

function ending(word: string, list: [string, string][]): [string, string] | undefined {
  return list.find(([suffix]) => word.endsWith(suffix))
}

/** The stem of a word. */
export function stem(word: string): string {
  if (Object.hasOwn(irregular, word)) return irregular[word]
  if (word.length < 3) return word
  // A y that begins a word or follows a vowel is a consonant, written Y.
  word = word.replace(/^y/, 'Y')
  for (let i = 1; i < word.length; i++) {
    if (word[i] === 'y' && vowel.test(word[i - 1])) word = word.slice(0, i) + 'Y' + word.slice(i + 1)
  }
  const prefix = /^(?:gener|commun|arsen)/.exec(word)
  const r1 = prefix ? prefix[0].length : region(word, 0)
  const r2 = region(word, r1)

  word = plural(word)
  if (kept.test(word)) return word.replace(/Y/g, 'y')
  word = past(word, r1)
  word = word.replace(/(.[^aeiouy])[yY]$/, '$1i')
  word = derived(word, r1, r2)
  return last(word, r1, r2).replace(/Y/g, 'y')
}

/** Step 1a. */
function plural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.endsWith('ied') || word.endsWith('ies')) return word.slice(0, word.length > 4 ? -2 : -1)
  if (word.endsWith('us') || word.endsWith('ss')) return word
  if (word.endsWith('s') && vowel.test(word.slice(0, -2))) return word.slice(0, -1)
  return word
}

/** Step 1b. */
function past(word: string, r1: number): string {
  const found = /(?:eedly|eed)$/.exec(word)
  if (found) return found.index >= r1 ? word.slice(0, found.index) + 'ee' : word
  const suffix = /(?:ingly|edly|ing|ed)$/.exec(word)
  if (!suffix || !vowel.test(word.slice(0, suffix.index))) return word
  word = word.slice(0, suffix.index)
  if (/(?:at|bl|iz)$/.test(word)) return word + 'e'
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) return word.slice(0, -1)
  return word.length === r1 && shortSyllable(word) ? word + 'e' : word
}

/** Steps 2 to 4. */
function derived(word: string, r1: number, r2: number): string {
  let found = ending(word, step2)
  if (found && word.length - found[0].length >= r1) {
    const rest = word.slice(0, word.length - found[0].length)
    if (found[0] === 'ogi' ? rest.endsWith('l') : found[0] !== 'li' || /[cdeghkmnrt]$/.test(rest)) word = rest + found[1]
  }
  found = ending(word, step3)
  if (found && word.length - found[0].length >= (found[0] === 'ative' ? Math.max(r1, r2) : r1)) {
    word = word.slice(0, word.length - found[0].length) + found[1]
  }
  const suffix = step4.find((s) => word.endsWith(s))
  if (suffix && word.length - suffix.length >= r2) {
    const rest = word.slice(0, word.length - suffix.length)
    if (suffix !== 'ion' || /[st]$/.test(rest)) word = rest
  }
  return word
}

/** Step 5. */
function last(word: string, r1: number, r2: number): string {
  const rest = word.slice(0, -1)
  if (word.endsWith('e') && (rest.length >= r2 || (rest.length >= r1 && !shortSyllable(rest)))) return rest
  if (word.endsWith('l') && rest.length >= r2 && rest.endsWith('l')) return rest
  return word
}
