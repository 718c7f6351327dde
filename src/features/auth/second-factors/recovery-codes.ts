import { createHmac, randomBytes } from 'node:crypto'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { replaceRecoveryCodes } from './store.ts'

const codesAtOnce = 10
const codeLength = 10

/** Crockford's base32: without I, L, O and U, which are misread. 256 is a multiple of 32, so that a byte gives each character as often. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Gives the person ten new recovery codes, each good once in place of a code from the app; those before them end.
 * @returns the codes, 50 bits each, as `7QK2M-9XBTZ`; they are kept nowhere
 */
export async function makeRecoveryCodes(platform: Platform, tx: Tx, userId: string): Promise<string[]> {
  const codes = new Set<string>()
  while (codes.size < codesAtOnce) codes.add(newCode())
  const made = [...codes]
  await replaceRecoveryCodes(
    tx,
    userId,
    made.map((code) => recoveryCodeHash(platform, tx.accountId, userId, code)),
  )
  return made.map((code) => `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`)
}

/** What is kept of a code: an HMAC bound to its person. A plain hash of 50 bits could be found by trying. */
export function recoveryCodeHash(
  { masterKey }: Pick<Platform, 'masterKey'>,
  accountId: string,
  userId: string,
  given: string,
): Buffer {
  return createHmac('sha256', masterKey.deriveKey('recovery codes'))
    .update([accountId, userId, canonical(given)].join('\u2016'))
    .digest()
}

function newCode(): string {
  return [...randomBytes(codeLength)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('')
}

/** As it was made, however it is typed: case and dashes say nothing, and what looks alike is alike. */
function canonical(given: string): string {
  return given.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}
