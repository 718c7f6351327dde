// Bytes 0x80 to 0x9F, the only ones in which Windows-1252 and Latin-1 differ. Not TextDecoder: measured on
// Node 20.20, its windows-1252 is Latin-1, and € and typographic quotes come out as control characters.
const high = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ'

/** The text of bytes in Windows-1252; the five that it does not define become control characters. */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9F]/g, (character) => high.charAt(character.charCodeAt(0) - 0x80))
}

/** The bytes of a text in Windows-1252; undefined when it holds a character that is not in it. */
export function encodeWindows1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const inHigh = high.indexOf(text.charAt(at))
    const code = inHigh === -1 ? text.charCodeAt(at) : 0x80 + inHigh
    if (code > 0xff) return undefined
    bytes[at] = code
  }
  return bytes
}
