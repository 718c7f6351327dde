/** Counts the lines of a text that arrives in pieces; `\r\n`, `\n` and a lone `\r` each end a line. */
export function lineCounter() {
  let line = 1
  let afterReturn = false
  return {
    /** The line on which the next character stands, counted from 1. */
    get line() {
      return line
    },
    pass(text: string) {
      if (text === '') return
      line += countLineEnds(text)
      // A \r\n that was cut in two has been counted once already.
      if (afterReturn && text.startsWith('\n')) line -= 1
      afterReturn = text.endsWith('\r')
    },
  }
}

/** How many lines end within the text. */
export function countLineEnds(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count++
  }
  return count
}
