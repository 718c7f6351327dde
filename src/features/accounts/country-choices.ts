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

let english: Intl.DisplayNames | undefined

/** Whether a country bears this code of two capital letters, by what Intl knows. */
export function isCountryCode(code: string): boolean {
  // Made when it is first asked: most pages name no country.
  english ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  // A withdrawn code (DD) is canonically another one (DE) and would name the country twice.
  const isCurrent = Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
  return !notCountries.has(code) && isCurrent && english.of(code) !== undefined
}
