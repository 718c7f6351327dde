import { languages } from '../choices.ts'

// The country of no ISO 3166-1 entry: user-assigned and exceptional codes that Intl names nevertheless.
const notCountries = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'XK',
  'ZZ',
])

/** Every country as a choice, by name in the reader's language. */
export function countryChoices(language: string): Array<{ value: string; label: string }> {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
  return (
    letters
      .flatMap((first) => letters.map((second) => first + second))
      // A withdrawn code (DD) is canonically another one (DE) and would name the country twice.
      .filter(
        (code) => !notCountries.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`,
      )
      .flatMap((value) => {
        const label = names.of(value)
        return label ? [{ value, label }] : []
      })
      .sort((one, other) => one.label.localeCompare(other.label, language))
  )
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
