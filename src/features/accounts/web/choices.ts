import { languages } from '../choices.ts'
import { isCountryCode } from '../country-choices.ts'

/** Every country as a choice, by name in the reader's language. */
export function countryChoices(language: string): Array<{ value: string; label: string }> {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter(isCountryCode)
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((one, other) => one.label.localeCompare(other.label, language))
}

/** The languages end users are spoken to, each by name. */
export function languageChoices(language: string): Array<{ value: string; label: string }> {
  return languages.map((value) => ({ value, label: languageName(value, language) }))
}

/** As in `German`, in the reader's language; the code itself where nobody knows a name. */
export function languageName(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code
}

/** As in `Austria`, in the reader's language; the code itself where nobody knows a name. */
export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code
}

/** Every time zone the browser knows, and the one that is set: browsers know zones by different names. */
export function timeZoneChoices(set: string | null): string[] {
  return [...new Set(['UTC', ...(set === null ? [] : [set]), ...Intl.supportedValuesOf('timeZone')])]
}

/** Where the reader seems to be: what a new customer's form starts with. */
export function ownPlace(): { country: string | null; timeZone: string } {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { country: new Intl.Locale(navigator.language).region ?? null, timeZone }
}
