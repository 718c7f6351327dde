import { type DirectoryTx, keptStatement, unread } from '#platform/database/index.ts'

/** Is this device known, and not forgotten yet? */
export async function isKnownDevice(tx: DirectoryTx, deviceHmac: Buffer, now: Date): Promise<boolean> {
  const [row] = await findDevice(tx, { deviceHmac, now })
  return row !== undefined
}

const findDevice = keptStatement((db, { deviceHmac, now }: { deviceHmac: Buffer; now: Date }) =>
  db
    .selectFrom('app.knownDevices')
    .select('expiresAt')
    .where('deviceHmac', '=', deviceHmac)
    .where('expiresAt', '>', now),
)

interface Device {
  deviceHmac: Buffer
  expiresAt: Date
}

/** A device that is known, and not forgotten yet, is known for longer. @returns whether it is one */
export async function keepDevice(tx: DirectoryTx, device: Device, now: Date): Promise<boolean> {
  const [row] = await prolong(tx, { ...device, now })
  return row !== undefined
}

const prolong = keptStatement((db, { deviceHmac, expiresAt, now }: Device & { now: Date }) =>
  db
    .updateTable('app.knownDevices')
    .set({ expiresAt })
    .where('deviceHmac', '=', deviceHmac)
    .where('expiresAt', '>', now)
    .returning('deviceHmac'),
)

/** Makes a device of a person known. */
export async function insertDevice(tx: DirectoryTx, device: Device & { personHmac: Buffer }): Promise<void> {
  await insert(tx, device)
}

const insert = keptStatement((db, { deviceHmac, personHmac, expiresAt }: Device & { personHmac: Buffer }) =>
  db.insertInto('app.knownDevices').values({ deviceHmac, personHmac, expiresAt }).modifyEnd(unread),
)

/** Forgets all devices of a person. */
export async function deleteDevicesOf(tx: DirectoryTx, personHmac: Buffer): Promise<void> {
  await tx.deleteFrom('app.knownDevices').where('personHmac', '=', personHmac).execute()
}

/** Forgets devices on which nobody has signed in for long. */
export async function deleteExpiredDevices(tx: DirectoryTx, now: Date): Promise<void> {
  await tx.deleteFrom('app.knownDevices').where('expiresAt', '<', now).execute()
}
