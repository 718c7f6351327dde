import { encodeWindows1252 } from './windows-1252.ts'

// Letters that were lost, or became others, when a file went through the wrong encoding.

// U+FFFD stands for what could not be read. Control characters of this range are letters of an old encoding that was read as Windows-1252.
const lost = /[\uFFFD\x80-\x9F]/

/** Whether letters are missing for certain. */
export function hasLostLetters(text: string): boolean {
  return lost.test(text)
}

/** Whether a `?` stands where a letter may have been: programs write it for letters that an encoding lacks. */
export function hasQuestionMarks(text: string): boolean {
  return /\?\p{L}|\p{L}\?/u.test(text)
}

// What begins letters and signs of Latin, Greek and Cyrillic in UTF-8, and what continues them. É, Ê and Ë would begin phonetic signs: an
// apostrophe after them is one.
const beginning = /[ÂÃÄÅÎÏÐÑ][^\p{ASCII}]|È[˜™š›]|â[€‚„]/u

/**
 * What a text was before its UTF-8 was read as Windows-1252, which turns `Kühn` into `KÃ¼hn`; undefined where it was not. The whole text must
 * be UTF-8 when it is turned back, so `JOÃO` is what it is.
 */
export function readInWrongEncoding(text: string): string | undefined {
  const bytes = beginning.test(text) ? encodeWindows1252(text) : undefined
  if (bytes === undefined) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
