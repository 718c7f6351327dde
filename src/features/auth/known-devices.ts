import { createHmac, randomBytes } from 'node:crypto'
import { later } from '#platform/clock/clock.ts'
import type { DirectoryTx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import * as store from './devices-store.ts'

/** A device is forgotten this long after the last sign-in on it. */
export const deviceLifeDays = 180

/**
 * The cookie by which a browser is known again at sign-in. It opens nothing: it only keeps guesses made elsewhere from stopping the person who
 * signs in here.
 */
export const deviceCookieNames = { secure: '__Host-rollcall-device', plain: 'rollcall-device' } as const

/** 32 random bytes. Anything else is no device of ours and is not looked up. */
const shape = /^[A-Za-z0-9_-]{43}$/

/** Has this person signed in on this device? Asked alike for e-mail addresses that nobody has. @returns its key, to count by */
export async function knownDevice(
  platform: Platform,
  tx: DirectoryTx,
  token: string | undefined,
  email: string,
): Promise<string | undefined> {
  if (!isToken(token)) return undefined
  const hmac = deviceHmac(platform, token, email)
  const known = await store.isKnownDevice(tx, hmac, platform.clock.now())
  return known ? hmac.toString('base64url') : undefined
}

/**
 * Knows the device from now on. A device that was not this person's gets a new token: one planted in the browser before would be known to
 * whoever planted it.
 * @returns the token for the cookie
 */
export async function rememberDevice(
  platform: Platform,
  tx: DirectoryTx,
  brought: string | undefined,
  email: string,
): Promise<string> {
  const now = platform.clock.now()
  const expiresAt = later(now, { hours: deviceLifeDays * 24 })
  if (isToken(brought)) {
    const known = { deviceHmac: deviceHmac(platform, brought, email), expiresAt }
    if (await store.keepDevice(tx, known, now)) return brought
  }
  const token = randomBytes(32).toString('base64url')
  await store.insertDevice(tx, {
    deviceHmac: deviceHmac(platform, token, email),
    personHmac: personHmac(platform, email),
    expiresAt,
  })
  return token
}

function isToken(brought: string | undefined): brought is string {
  return brought !== undefined && shape.test(brought)
}

/** Knows none of the person's devices any more, in whichever account: one may be in other hands. */
export function forgetDevicesOf(platform: Platform, tx: DirectoryTx, email: string): Promise<void> {
  return store.deleteDevicesOf(tx, personHmac(platform, email))
}

/** Bound to the e-mail address: a device known for one person is not known for another. */
function deviceHmac({ masterKey }: Platform, token: string, email: string): Buffer {
  return createHmac('sha256', masterKey.deriveKey('known devices'))
    .update(`${token}\u2016${folded(email)}`)
    .digest()
}

function personHmac({ masterKey }: Platform, email: string): Buffer {
  return createHmac('sha256', masterKey.deriveKey('persons of known devices')).update(folded(email)).digest()
}

/** As in the sign-in directory. */
function folded(email: string): string {
  return email.trim().toLowerCase()
}
