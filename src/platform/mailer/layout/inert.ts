/**
 * Text on one line, harmless in headers and in a line of a mail: line breaks and control characters become blanks, and
 * characters that turn the reading direction are left out, because they make text read as something else.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029 ]+/gu, ' ')
    .trim()
}

/** Whether a web address in a text, with or without a full stop behind it, is the service itself or one of its pages. */
export function isOwnAddress(word: string, ownOrigin: string): boolean {
  const address = word.replace(/[.,;:!?)]+$/, '')
  return [ownOrigin, new URL(ownOrigin).host].some((own) => address === own || address.startsWith(`${own}/`))
}

const zeroWidthSpace = '\u200b'
/** With a full stop or a comma behind it as well. Nothing that could be a path. */
const emailAddress = /^[\p{L}\p{N}.'+_-]+@[\p{L}\p{N}.-]+[,;:]?$/u
const webAddress = /:\/\/|^[^@]*[\p{L}\p{N}]\.\p{L}{2}/u

/**
 * Keeps mail programs from turning web addresses in texts and names into links, by an invisible blank after the scheme
 * and before each dot: a mail of ours leads to no address but our own (`ownOrigin`). E-mail addresses stay whole.
 */
export function withoutLinks(text: string, ownOrigin: string): string {
  return text.replace(/\S+/g, (word) => {
    if (isOwnAddress(word, ownOrigin) || emailAddress.test(word) || !webAddress.test(word)) return word
    return word
      .replace(/:(?=\/\/)/g, `:${zeroWidthSpace}`)
      .replace(/\.(?=[\p{L}\p{N}])/gu, `${zeroWidthSpace}.`)
  })
}
