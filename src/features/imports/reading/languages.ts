import type { LanguageCode } from '#features/deployment/subscribers/fields.ts'

/** How people write a language in a sheet: in English, in German, in the language itself. */
const names: Record<LanguageCode, readonly string[]> = {
  en: ['English', 'Englisch'],
  de: ['German', 'Deutsch'],
  fr: ['French', 'Französisch', 'Français'],
  es: ['Spanish', 'Spanisch', 'Español'],
  pt: ['Portuguese', 'Portugiesisch', 'Português'],
}

/** The language that a code or name stands for, whatever its case; undefined if it is none of `known`. */
export function languageNamed(text: string, known: readonly LanguageCode[]): LanguageCode | undefined {
  const wanted = fold(text)
  return known.find((code) => code === wanted || names[code].some((name) => fold(name) === wanted))
}

/** The languages in a sentence: `en (English), de (German)`. */
export function listedLanguages(known: readonly LanguageCode[]): string {
  return known.map((code) => `${code} (${names[code][0]})`).join(', ')
}

/** Decomposed letters, as macOS writes them, equal composed ones. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
