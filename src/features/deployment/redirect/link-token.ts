import { createHash } from 'node:crypto'

/**
 * A link token: base64url of the 16 bytes of the account id, a dot, base64url of 16 secret bytes. The last character of
 * each part carries two bits only, so there is exactly one spelling of each token.
 */
const linkToken = /^[A-Za-z0-9_-]{21}[AQgw]\.[A-Za-z0-9_-]{21}[AQgw]$/

/** Whether a text has the shape of a link token; nothing is looked up. */
export function isLinkToken(text: string): boolean {
  return linkToken.test(text)
}

/** What the redirect server keeps of a token: the SHA-256 of its whole text, 32 bytes. */
export function hashOfLinkToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
