import { createHmac, randomBytes } from 'node:crypto'
import { later } from '#platform/clock/clock.ts'
import { type DirectoryTx, newId, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import * as store from './devices-store.ts'

/** A device is forgotten this long after the last sign-in on it. */
export const deviceLifeDays = 180

/** So many devices of a person are known. Of more the one on which nobody signed in the longest is forgotten. */
const devicesMax = 20

/**
 * The cookie by which a browser is known again at sign-in. It opens nothing: it only keeps guesses made elsewhere from stopping the person who
 * signs in here.
 */
export const deviceCookieNames = { secure: '__Host-rollcall-device', plain: 'rollcall-device' } as const

/** 32 random bytes. Anything else is no device of ours and is not looked up. */
const shape = /^[A-Za-z0-9_-]{43}$/

/**
 * In which of these accounts has the person with this e-mail address signed in on this device? Asked alike where nobody has the address.
 * @returns of those accounts the key to count by
 */
export async function knownDevices(
  platform: Platform,
  tx: DirectoryTx,
  token: string | undefined,
  email: string,
  accountIds: string[],
): Promise<Map<string, string>> {
  if (!isToken(token)) return new Map()
  const asked = accountIds.length > 0 ? accountIds : [newId()]
  const hmacs = new Map(asked.map((accountId) => [accountId, deviceHmac(platform, token, accountId, email)]))
  const known = await store.knownDevicesOf(tx, [...hmacs.values()], platform.clock.now())
  const ofKnown = [...hmacs].filter(([, hmac]) => known.some((one) => one.equals(hmac)))
  return new Map(ofKnown.map(([accountId, hmac]) => [accountId, hmac.toString('base64url')]))
}

/**
 * Knows the device from now on. A device that was not this person's gets a new token: one planted in the browser before would be known to
 * whoever planted it.
 * @returns the token for the cookie
 */
export async function rememberDevice(
  platform: Platform,
  tx: Tx,
  brought: string | undefined,
  email: string,
): Promise<string> {
  const now = platform.clock.now()
  const expiresAt = later(now, { hours: deviceLifeDays * 24 })
  if (isToken(brought)) {
    const known = { deviceHmac: deviceHmac(platform, brought, tx.accountId, email), expiresAt }
    if (await store.keepDevice(tx, known, now)) return brought
  }
  const token = randomBytes(32).toString('base64url')
  await store.insertDevice(tx, {
    deviceHmac: deviceHmac(platform, token, tx.accountId, email),
    personHmac: personHmac(platform, tx.accountId, email),
    expiresAt,
    othersMax: devicesMax - 1,
  })
  return token
}

function isToken(brought: string | undefined): brought is string {
  return brought !== undefined && shape.test(brought)
}

/** Knows none of the devices of the account's person any more: one may be in other hands. */
export function forgetDevicesOf(platform: Platform, tx: Tx, email: string): Promise<void> {
  return store.deleteDevicesOf(tx, personHmac(platform, tx.accountId, email))
}

/**
 * Bound to the account and the e-mail address: a device known for one person is not known for another, nor for somebody to whom another account has
 * given the same address (threats.md "Password guessing").
 */
function deviceHmac({ masterKey }: Platform, token: string, accountId: string, email: string): Buffer {
  return createHmac('sha256', masterKey.deriveKey('known devices'))
    .update([token, accountId, folded(email)].join('\u2016'))
    .digest()
}

function personHmac({ masterKey }: Platform, accountId: string, email: string): Buffer {
  return createHmac('sha256', masterKey.deriveKey('persons of known devices'))
    .update([accountId, folded(email)].join('\u2016'))
    .digest()
}

/** As in the sign-in directory. */
function folded(email: string): string {
  return email.trim().toLowerCase()
}
