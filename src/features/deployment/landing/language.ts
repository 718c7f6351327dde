import { type LanguageCode, languageCodes } from '../subscribers/fields.ts'

/**
 * The language of a page: that of the person's record, else what the browser likes best, else the account's, else
 * English. Values we do not speak count as absent.
 */
export function pickLanguage(
  recordLanguage: string | null | undefined,
  acceptLanguageHeader: string | undefined,
  accountLanguage: string | null | undefined,
): LanguageCode {
  const candidates = [recordLanguage, ...acceptedLanguages(acceptLanguageHeader), accountLanguage]
  return candidates.map(spoken).find((language) => language !== undefined) ?? 'en'
}

/** The tags of an `Accept-Language` header, best first, without those refused by `q=0` (RFC 9110 §12.5.4). */
function acceptedLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase())
      const quality = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1'
      return { tag, quality: Number(quality) || 0 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag)
}

/** `de-AT` is German. */
function spoken(tag: string | null | undefined): LanguageCode | undefined {
  const primary = tag?.toLowerCase().split(/[-_]/)[0]
  return languageCodes.find((code) => code === primary)
}
