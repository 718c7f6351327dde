import { createHmac } from 'node:crypto'
import type { Platform } from '#platform/platform.ts'
import { derivedCredential } from '#platform/secrets/index.ts'

type Means = Pick<Platform, 'masterKey'>

/** The token of a reset's link, made again whenever its mail is rendered: HMAC(link key, account, reset). */
export function resetToken(
  { masterKey }: Means,
  accountId: string,
  resetId: string,
): { text: string; hash: Buffer } {
  return derivedCredential(masterKey.deriveKey('password reset links'), accountId, resetId)
}

const codes = 1_000_000
/** Numbers from here on would make the low codes more frequent than the others. */
const evenUpTo = Math.floor(2 ** 32 / codes) * codes

/** The six digits in a reset's mail, by a key of their own: who has the link cannot work them out. Each is as likely as any other. */
export function resetCode({ masterKey }: Means, accountId: string, resetId: string): string {
  const key = masterKey.deriveKey('password reset codes')
  for (let turn = 0; ; turn++) {
    const mac = createHmac('sha256', key).update([accountId, resetId, turn].join('\u2016')).digest()
    const number = mac.readUInt32BE(0)
    if (number < evenUpTo) return String(number % codes).padStart(6, '0')
  }
}
