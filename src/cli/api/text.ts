/**
 * What a terminal acts on, or what turns the direction of what stands behind it: control characters of C0 and C1, line and paragraph separators, marks of
 * direction, lone surrogates. The joiners of emoji and of Persian words stay.
 */
const acting = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** An API key, wherever it stands. What is before the secret may be seen: it tells keys apart. */
const apiKey = /(rc_[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{8})[A-Za-z0-9_-]+/g

/** The text with everything written out that would act on a terminal: a name with an escape sequence shows `\u{1b}`. API keys lose their secret. */
export function harmless(text: string): string {
  return text
    .replace(acting, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
    .replace(apiKey, '$1…')
}

/** JSON whose text acts on no terminal: what JSON itself leaves as it is, it gets as `\uXXXX`, so that it reads back the same. */
export function harmlessJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(acting, (character) =>
    // The line breaks are ours: those of values are escaped by JSON.
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What stands in two columns of a terminal: East Asian wide and full-width characters (UAX 11), and emoji. */
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|.\ufe0f)/u

/** How many columns of a terminal the text takes. An accent that is a character of its own takes none. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    if (/^\p{M}+$/u.test(segment)) continue
    width += wide.test(segment) ? 2 : 1
  }
  return width
}
