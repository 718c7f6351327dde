import type { ReactNode } from 'react'

/**
 * A text in which what was searched for is marked; each word of the search by itself, as the server matches them: neither case nor accents
 * count.
 */
export function Marked({ text, search }: { text: string; search: string | undefined }) {
  const words = fold(search ?? '').match(/\S+/g)
  if (!words) return text
  const { folded, spans } = foldedLetters(text)
  const parts: ReactNode[] = []
  let done = 0
  for (const { 0: found, index } of folded.matchAll(new RegExp(words.map(escaped).join('|'), 'g'))) {
    const start = spans[index]?.start ?? 0
    const end = spans[index + found.length - 1]?.end ?? text.length
    // One letter may be two when folded, and both were found.
    if (start < done) continue
    parts.push(text.slice(done, start), <mark key={start}>{text.slice(start, end)}</mark>)
    done = end
  }
  return [...parts, text.slice(done)]
}

/** A text as it is searched, and where in it each letter of that stands. */
function foldedLetters(text: string) {
  const spans: Array<{ start: number; end: number }> = []
  let folded = ''
  let start = 0
  for (const letter of text) {
    const plain = fold(letter)
    const end = start + letter.length
    const last = spans.at(-1)
    // An accent that is written by itself belongs to the letter before it.
    if (plain === '' && last) last.end = end
    for (let unit = 0; unit < plain.length; unit++) spans.push({ start, end })
    folded += plain
    start = end
  }
  return { folded, spans }
}

const plainLetters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ς: 'σ' }

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđς]/g, (letter) => plainLetters[letter] ?? letter)
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
