import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'

/** A phone number as it is typed: a country, and the number as it is dialled there or with its country code. */
export interface TypedPhone {
  /** ISO 3166-1 alpha-2; null: none is chosen, and the number tells its country code. */
  country: string | null
  number: string
}

/** How a number is shown to be changed. @param held E.164, or empty @param ownCountry that of the account, where the number tells none */
export function typedPhone(held: string, ownCountry: string): TypedPhone {
  const found = held === '' ? undefined : parsePhoneNumberFromString(held)
  if (found?.country) return { country: found.country, number: found.formatNational() }
  // Some numbers, such as those of satellite networks, belong to no country.
  return { country: isSupportedCountry(ownCountry) ? ownCountry : null, number: held }
}

/**
 * The number as E.164; empty where there is none. What cannot be one goes on with its country code, or as it is written, so that the shape's own
 * sentence tells what is wrong with it.
 */
export function heldPhone(typed: TypedPhone): string {
  return read(typed)?.number ?? typed.number.trim()
}

/** What will be stored; undefined where nothing can be yet. */
export function savedPhone(typed: TypedPhone): string | undefined {
  return parsed(typed)?.number
}

/**
 * A number that somebody looks for, as E.164: written with its country code, or as it is dialled in one of these countries, the first in which there
 * can be such a number. @returns undefined where there can be none
 */
export function soughtNumber(written: string, countries: string[]): string | undefined {
  const read = countries.flatMap((country) => {
    const number = parsed({ country: isSupportedCountry(country) ? country : null, number: written })
    return number ? [number] : []
  })
  return (read.find((number) => number.isValid()) ?? read[0])?.number
}

/** A number that was written with its country code belongs to that country, whichever was chosen. */
export function settledPhone(typed: TypedPhone): TypedPhone {
  const found = typed.number.trim().startsWith('+') ? parsed(typed) : undefined
  return found?.country ? { country: found.country, number: found.formatNational() } : typed
}

/** Every country that has a calling code, by name in the reader's language; `first` stands before all others. */
export function callingCodeChoices(language: string, first: string): Array<{ value: string; label: string }> {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const choices = getCountries().map((value) => ({
    value: value as string,
    label: `${names.of(value) ?? value} (+${getCountryCallingCode(value)})`,
  }))
  return choices.sort(
    (one, other) =>
      Number(other.value === first) - Number(one.value === first) ||
      one.label.localeCompare(other.label, language),
  )
}

function parsed(typed: TypedPhone) {
  const found = read(typed)
  return found?.isPossible() ? found : undefined
}

function read({ country, number }: TypedPhone) {
  return parsePhoneNumberFromString(number, (country ?? undefined) as CountryCode | undefined)
}
