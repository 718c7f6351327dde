import i18next from 'i18next'

/** What is wrong, as the server or a shape says it: in English. */
export interface Said {
  message: string
  code?: string | undefined
  /** How many minutes or tries the sentence tells. */
  count?: number | undefined
}

/**
 * The same in the language of the page. A sentence that is told apart from others of its code comes before that of the code; what is not
 * translated, because only administrators meet it, stays English. The words: `problems/`.
 */
export function saidToReader({ message, code, count }: Said): string {
  if (!i18next.language || i18next.language === 'en') return message
  const options = {
    ns: 'problems' as const,
    // Codes hold dots, and sentences colons.
    keySeparator: '|',
    nsSeparator: false as const,
    ...(count === undefined ? {} : { count }),
  }
  const key = [`sentence|${message}`, `code|${code}`].find((each) => i18next.exists(each, options))
  return key === undefined ? message : i18next.t(key, options)
}
