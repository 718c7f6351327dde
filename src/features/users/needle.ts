// What is typed to find people by, free of everything else, so that a page marks what the server found.

/** Begins as numbers are dialled, with + or 0 or a bracket, and goes on until a word has anything else. */
const dialled = /(?<!\S)(?:\+|0|\()[\d\s()/.\p{Pd}\u2212]*(?!\S)/gu
/** A word of digits with something between them. */
const divided = /(?<!\S)\d+(?:[()/.\p{Pd}\u2212]+\d*)+(?!\S)/gu
/** A word that is a number or part of one, in the digits of whatever script. */
const numeral = /(?<!\S)[\p{Nd}+()/.\p{Pd}\u2212]+(?!\S)/gu
/** As links to numbers begin (RFC 3966). */
const scheme = /(?<!\S)tel:(?=[\p{Nd}+(])/giu
/** Where the 0 belongs to the number, and is dialled from abroad too: Italy, San Marino, the Vatican and some countries of Africa. */
const zeroStays = /^(?:\+|\(?00)\D*(?:39|378|379|225|229|241|242)\D/

/**
 * A needle with phone numbers in digits alone, as people's numbers are kept for being found: `Kühn +49 (0)171/123-45` is `Kühn 4917112345`,
 * `0049171` is `49171`, `0171 123` is `0171123`, `tel:+49-171` is `49171`, `٠١٧١` is `0171`.
 */
export function withNumbersJoined(needle: string): string {
  return needle
    .replace(scheme, '')
    .replace(numeral, (word) => word.replace(/(?!\d)\p{Nd}/gu, plainDigit))
    .replace(dialled, digitsOf)
    .replace(divided, digitsOf)
}

/** What has no digit, as a lone plus, stays as it was written. */
function digitsOf(number: string): string {
  const isFromAbroad = /^(?:\+|\(?00)/.test(number)
  const digits = (isFromAbroad ? withoutTrunkPrefix(number) : number).replace(/\D/g, '')
  const found = isFromAbroad ? digits.replace(/^00/, '') : digits
  return found === '' ? number : found + (/\s$/.test(number) ? ' ' : '')
}

/** The 0 in brackets behind a country code is dialled at home only: `(0)171`, `(0171)`. */
function withoutTrunkPrefix(number: string): string {
  const bare = number.replace('(0)', '')
  return zeroStays.test(bare) ? bare : bare.replace(/(?<=\d[^\d(]*)\(0/, '(')
}

/** The digit 0 to 9 for one of another script. Every script has its ten in a row, and what stands next to each other are whole rows (Unicode, 4.6). */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) as number
  let first = code
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--
  return String((code - first) % 10)
}
