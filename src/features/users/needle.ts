// What is typed to find people by, free of everything else, so that a page marks what the server found.

/** Begins as numbers are dialled, with + or 0 or a bracket, and goes on until a word has anything else. */
const dialled = /(?<!\S)(?:\+|0|\()[\d\s()/.–-]*(?!\S)/g
/** A word of digits with something between them. */
const divided = /(?<!\S)\d+(?:[()/.–-]+\d*)+(?!\S)/g

/**
 * A needle with phone numbers in digits alone, as people's numbers are kept for being found: `Kühn +49 (0)171/123-45` is `Kühn 4917112345`,
 * `0049171` is `49171`, `0171 123` is `0171123`.
 */
export function withNumbersJoined(needle: string): string {
  return needle.replace(dialled, digitsOf).replace(divided, digitsOf)
}

/** What has no digit, as a lone plus, stays as it was written. */
function digitsOf(number: string): string {
  const isFromAbroad = /^(?:\+|\(?00)/.test(number)
  // The 0 in brackets is dialled at home only.
  const digits = (isFromAbroad ? number.replace('(0)', '') : number).replace(/\D/g, '')
  const found = isFromAbroad ? digits.replace(/^00/, '') : digits
  return found === '' ? number : found + (/\s$/.test(number) ? ' ' : '')
}
