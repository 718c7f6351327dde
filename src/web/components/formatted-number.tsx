import type { PhoneNumberProps } from './phone-number.tsx'
import { written } from './written-number.ts'

/** As it is dialled where the reader is, and with the country code elsewhere. */
export function FormattedNumber({ number, search = '' }: PhoneNumberProps) {
  const ways = written(number ?? '')
  if (!ways) return number
  const { shown, other, alike } = ways
  const found =
    foundDigits(search, digitsOf(shown)) ??
    // Without what only the other way has, such as the country code: it is not to be seen.
    foundDigits(search, digitsOf(other), alike)
  if (!found) return shown
  const places = [...shown.matchAll(/\d/g)].map(({ index }) => index)
  const start = places.at(-found.from) ?? 0
  const end = (places.at(-found.to - 1) ?? 0) + 1
  return (
    <>
      {shown.slice(0, start)}
      <mark>{shown.slice(start, end)}</mark>
      {shown.slice(end)}
    </>
  )
}

/**
 * Where the first word of digits is found, counted from the end of the number: there all ways of writing it are alike. `from` is that of the
 * first digit, 1 for the last one, and at most `alike`; `to` is how many digits follow.
 */
function foundDigits(search: string, digits: string, alike = digits.length) {
  for (const word of search.match(/(?<!\S)\d+(?!\S)/g) ?? []) {
    const at = digits.indexOf(word)
    const from = Math.min(digits.length - at, alike)
    const to = digits.length - at - word.length
    if (at >= 0 && to < from) return { from, to }
  }
  return undefined
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}
