import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

// How the numbers of each country are grouped is more script than a page: whoever needs it loads this file when a number is to be shown.

/** Where the reader is: ISO 3166-1 alpha-2, or empty. */
export const homeCountry = new Intl.Locale(navigator.language).maximize().region ?? ''
const homeCode = isSupportedCountry(homeCountry) ? getCountryCallingCode(homeCountry) : undefined

/** The ways in which a number is written. */
interface WrittenNumber {
  /** As it is dialled where the reader is, and with the country code elsewhere. */
  shown: string
  /** The way that is not shown. */
  other: string
  /** How many digits both have in common, at their end. */
  alike: number
}

/** How a number is written for the reader. @param number E.164 @returns undefined for what is none */
export function written(number: string): WrittenNumber | undefined {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed) return undefined
  const national = parsed.formatNational()
  const international = parsed.formatInternational()
  const isHome = parsed.countryCallingCode === homeCode
  return {
    shown: isHome ? national : international,
    other: isHome ? international : national,
    alike: parsed.nationalNumber.length,
  }
}
