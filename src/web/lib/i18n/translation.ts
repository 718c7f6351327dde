import type { languages } from '#features/accounts/choices.ts'

/** A language in which Rollcall speaks to end users. */
export type Language = (typeof languages)[number]

/** Each as its speakers call it: whoever cannot read the others finds theirs. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
}

/** Those whose words stand beside the English ones. */
export type OtherLanguage = Exclude<Language, 'en'>

/** The words of a list in another language: a sentence at every key, no key missing and none more. */
export type Translation<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string ? string : Translation<Words[Key]>
}
