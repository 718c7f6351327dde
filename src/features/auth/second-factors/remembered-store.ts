import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** A browser in which a person is asked for the password only. */
export interface RememberedDeviceRow {
  deviceId: string
  createdAt: Date
  lastUsedAt: Date
  expiresAt: Date
  userAgent: string | null
  address: string | null
}

/** Remembers a device. */
export async function insertDevice(
  tx: Tx,
  device: RememberedDeviceRow & { userId: string; tokenHash: Buffer },
): Promise<void> {
  await tx
    .insertInto('app.rememberedDevices')
    .values({ accountId: tx.accountId, ...device })
    .execute()
}

/** The device is used. @returns whether it is remembered for this person at that moment */
export async function touchDevice(
  tx: Tx,
  { userId, tokenHash }: { userId: string; tokenHash: Buffer },
  use: Pick<RememberedDeviceRow, 'lastUsedAt' | 'userAgent' | 'address'>,
): Promise<boolean> {
  const row = await tx
    .updateTable('app.rememberedDevices')
    .set(use)
    .where('accountId', '=', tx.accountId)
    .where('tokenHash', '=', tokenHash)
    .where('userId', '=', userId)
    .where('expiresAt', '>', use.lastUsedAt)
    .returning('deviceId')
    .executeTakeFirst()
  return row !== undefined
}

/** Which devices are remembered for this person? */
export async function listDevices(tx: Tx, userId: string, now: Date): Promise<RememberedDeviceRow[]> {
  return tx
    .selectFrom('app.rememberedDevices')
    .select(['deviceId', 'createdAt', 'lastUsedAt', 'expiresAt', 'userAgent', 'address'])
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .orderBy('deviceId', 'desc')
    .limit(100)
    .execute()
}

/** Forgets a device of this person. @returns whether it was there */
export async function deleteDevice(tx: Tx, userId: string, deviceId: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('app.rememberedDevices')
    .where('accountId', '=', tx.accountId)
    .where('deviceId', '=', deviceId)
    .where('userId', '=', userId)
    .returning('deviceId')
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets all devices of these people. */
export async function deleteDevicesOf(tx: Tx, userIds: string[]): Promise<void> {
  await tx
    .deleteFrom('app.rememberedDevices')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
}

/** Forgets all devices of the account's own people. */
export async function deleteAllDevices(tx: Tx): Promise<void> {
  await tx.deleteFrom('app.rememberedDevices').where('accountId', '=', tx.accountId).execute()
}

/** Forgets the devices of this person that are remembered no longer. */
export async function deleteExpiredDevicesOf(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .deleteFrom('app.rememberedDevices')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('expiresAt', '<=', now)
    .execute()
}
