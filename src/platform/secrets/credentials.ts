import { createHmac, hash, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * A bearer credential carries its account: `base64url(account id).base64url(secret)`. The account is entered first and the hash looked up inside the
 * fence, so no table of tokens spans tenants.
 */
export interface Credential {
  accountId: string
  /** SHA-256 of the whole text: what is stored and looked up. */
  hash: Buffer
}

const shape = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22,64})$/

/** Takes a credential apart; undefined when it is malformed. Does not say whether it exists. */
export function parseCredential(text: string): Credential | undefined {
  const account = shape.exec(text)?.[1]
  if (!account) return undefined
  const bytes = Buffer.from(account, 'base64url')
  // A second spelling of the same bytes would make two texts of one credential.
  if (bytes.length !== 16 || bytes.toString('base64url') !== account) return undefined
  const hex = bytes.toString('hex')
  return { accountId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), hash: hashOf(text) }
}

/** A fresh random credential (sessions: 32 bytes, tickets and set-up links: 16 or more). */
export function randomCredential(accountId: string, bytes: number): { text: string; hash: Buffer } {
  return assemble(accountId, randomBytes(bytes))
}

/**
 * A credential that can be made again from what is stored (its id and revision) and the key, so that a mail is rendered at send
 * time, byte-equal each time, while the database holds its hash only.
 */
export function derivedCredential(
  key: KeyObject,
  accountId: string,
  ...parts: Array<string | number>
): { text: string; hash: Buffer } {
  const mac = createHmac('sha256', key)
    .update([accountId, ...parts].join('\u2016'))
    .digest()
  return assemble(accountId, mac.subarray(0, 16))
}

function assemble(accountId: string, secret: Buffer): { text: string; hash: Buffer } {
  const account = Buffer.from(accountId.replaceAll('-', ''), 'hex').toString('base64url')
  const text = `${account}.${secret.toString('base64url')}`
  return { text, hash: hashOf(text) }
}

function hashOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** Compares two short secrets without telling by time where they differ, or how long they are. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hashOf(given), hashOf(expected))
}

/** A keyed hash of an e-mail address, folded: the key of the sign-in directory. */
export function emailHmac(key: KeyObject, email: string): Buffer {
  return createHmac('sha256', key).update(email.trim().toLowerCase()).digest()
}
