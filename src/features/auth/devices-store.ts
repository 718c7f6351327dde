import { sql } from 'kysely'
import { type DirectoryTx, keptStatement, unread } from '#platform/database/index.ts'

/** Which of these devices are known, and not forgotten yet? */
export async function knownDevicesOf(tx: DirectoryTx, deviceHmacs: Buffer[], now: Date): Promise<Buffer[]> {
  return (await findDevices(tx, { deviceHmacs, now })).map(({ deviceHmac }) => deviceHmac)
}

const findDevices = keptStatement((db, { deviceHmacs, now }: { deviceHmacs: Buffer[]; now: Date }) =>
  db
    .selectFrom('app.knownDevices')
    .select('deviceHmac')
    .where('deviceHmac', '=', sql<Buffer>`any(${deviceHmacs}::bytea[])`)
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

interface NewDevice extends Device {
  personHmac: Buffer
  /** So many others of the person's stay known, those used last. */
  othersMax: number
}

/** Makes a device of a person known. */
export async function insertDevice(tx: DirectoryTx, device: NewDevice): Promise<void> {
  await insert(tx, device)
}

const insert = keptStatement(
  (_db, { deviceHmac, personHmac, expiresAt, othersMax }: NewDevice) => sql`
    with forgotten as (
      delete from app.known_devices where person_hmac = ${personHmac} and device_hmac in (
        select device_hmac from app.known_devices where person_hmac = ${personHmac} order by expires_at desc, device_hmac offset ${othersMax}::int))
    insert into app.known_devices (device_hmac, person_hmac, expires_at) values (${deviceHmac}, ${personHmac}, ${expiresAt}) ${unread}`,
)

/** Forgets all devices of a person. */
export async function deleteDevicesOf(tx: DirectoryTx, personHmac: Buffer): Promise<void> {
  await tx.deleteFrom('app.knownDevices').where('personHmac', '=', personHmac).execute()
}

/** Forgets devices on which nobody has signed in for long. */
export async function deleteExpiredDevices(tx: DirectoryTx, now: Date): Promise<void> {
  await tx.deleteFrom('app.knownDevices').where('expiresAt', '<', now).execute()
}
