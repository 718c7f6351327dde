import { sql } from 'kysely'
import { type DirectoryTx, keptPlan, unread } from '#platform/database/index.ts'

/** Is this device known, and not forgotten yet? */
export async function isKnownDevice(tx: DirectoryTx, deviceHmac: Buffer, now: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('app.knownDevices')
    .select('expiresAt')
    .where('deviceHmac', '=', deviceHmac)
    .where('expiresAt', '>', now)
    .modifyEnd(keptPlan)
    .executeTakeFirst()
  return row !== undefined
}

/** A device that is known, and not forgotten yet, is known for longer. @returns whether it is one */
export async function keepDevice(
  tx: DirectoryTx,
  { deviceHmac, expiresAt }: { deviceHmac: Buffer; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable('app.knownDevices')
    .set({ expiresAt })
    .where('deviceHmac', '=', deviceHmac)
    .where('expiresAt', '>', now)
    .returning('deviceHmac')
    .modifyEnd(keptPlan)
    .executeTakeFirst()
  return row !== undefined
}

/** Makes a device of a person known. */
export async function insertDevice(
  tx: DirectoryTx,
  device: { deviceHmac: Buffer; personHmac: Buffer; expiresAt: Date },
): Promise<void> {
  await tx.insertInto('app.knownDevices').values(device).modifyEnd(sql`${unread} ${keptPlan}`).execute()
}

/** Forgets all devices of a person. */
export async function deleteDevicesOf(tx: DirectoryTx, personHmac: Buffer): Promise<void> {
  await tx.deleteFrom('app.knownDevices').where('personHmac', '=', personHmac).execute()
}

/** Forgets devices on which nobody has signed in for long. */
export async function deleteExpiredDevices(tx: DirectoryTx, now: Date): Promise<void> {
  await tx.deleteFrom('app.knownDevices').where('expiresAt', '<', now).execute()
}
