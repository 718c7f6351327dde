import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential, randomCredential } from '#platform/secrets/index.ts'
import { record } from '../../audit/index.ts'
import type { Client } from '../sessions.ts'
import * as store from './remembered-store.ts'
import type { RememberedDevice } from './schema.ts'

/** A device is remembered this long, however often it is used: then the second factor is proven again. */
export const rememberedLifeDays = 30

/** The cookie with which a browser is asked for the password only. */
export const rememberedCookieNames = {
  secure: '__Host-rollcall-remembered',
  plain: 'rollcall-remembered',
} as const

/** Remembers the browser of a person who has just given their second factor. @returns the token for the cookie */
export async function addRememberedDevice(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  userId: string,
  client: Client,
): Promise<string> {
  const now = clock.now()
  const token = randomCredential(tx.accountId, 32)
  await store.deleteExpiredDevicesOf(tx, userId, now)
  await store.insertDevice(tx, {
    deviceId: newId(),
    userId,
    tokenHash: token.hash,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: later(now, { hours: rememberedLifeDays * 24 }),
    ...origin(client),
  })
  return token.text
}

/**
 * Whether this browser is remembered for this person; then its last use is written down. One planted by somebody else is bound to them, and opens
 * nothing here.
 */
export async function isRemembered(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  userId: string,
  token: string | undefined,
  client: Client,
): Promise<boolean> {
  const credential = token === undefined ? undefined : parseCredential(token)
  if (credential?.accountId !== tx.accountId) return false
  return store.touchDevice(
    tx,
    { userId, tokenHash: credential.hash },
    { lastUsedAt: clock.now(), ...origin(client) },
  )
}

/** Asks these people for their second factor everywhere again. Called when a password or a second factor changes, and when they may not sign in. */
export function forgetRememberedDevices(tx: Tx, userIds: string[]): Promise<void> {
  return store.deleteDevicesOf(tx, userIds)
}

/** The caller's remembered devices, the newest first. */
export async function listRememberedDevices(
  { database, clock }: Pick<Platform, 'database' | 'clock'>,
  actor: Pick<Actor, 'homeAccountId' | 'userId'>,
): Promise<RememberedDevice[]> {
  const rows = await database.inAccount(actor.homeAccountId, (tx) =>
    store.listDevices(tx, actor.userId, clock.now()),
  )
  return rows.map(({ deviceId, createdAt, lastUsedAt, expiresAt, userAgent, address }) => ({
    id: deviceId,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    userAgent,
    address,
  }))
}

/** The caller has one of their remembered devices forgotten. @throws Refusal 404, also for somebody else's */
export async function forgetRememberedDevice(
  { database }: Pick<Platform, 'database'>,
  actor: Actor,
  deviceId: string,
): Promise<void> {
  await database.inAccount(actor.homeAccountId, async (tx) => {
    if (!(await store.deleteDevice(tx, actor.userId, deviceId))) throw notFound()
    await record(tx, actor, 'remembered-device.forgotten', { kind: 'user', id: actor.userId })
  })
}

function origin({ userAgent, address }: Client): { userAgent: string | null; address: string | null } {
  return { userAgent: userAgent?.slice(0, 300) ?? null, address: address ?? null }
}
