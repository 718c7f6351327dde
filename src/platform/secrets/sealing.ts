import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId, type Tx } from '../database/index.ts'
import type { MasterKey } from './master-key.ts'

/** Where a sealed value stands. It is bound to this place: copied to another row, column or tenant it does not open. */
export interface Place {
  table: string
  column: string
  id: string
}

/** Encrypts secrets at rest: AES-256-GCM under the account's data key, which the master key wraps (envelope encryption). */
export interface Sealing {
  /** → `v1.<key id>.<base64url of nonce, ciphertext, tag>` */
  seal(tx: Tx, place: Place, clear: string): Promise<string>
  /** @throws Error when the value was moved, changed, or its key is gone */
  open(tx: Tx, place: Place, sealed: string): Promise<string>
  /** For many values: fetches the account's keys once. */
  inAccount(tx: Tx): Promise<AccountSealing>
}

/** Seals and opens values of one account (AES-256-GCM), each bound to its place. */
export interface AccountSealing {
  seal(place: Place, clear: string): string
  open(place: Place, sealed: string): string
}

/** As a `KeyObject`: given a Buffer, each sealing makes one anew, which takes 11 of its 16 µs. */
interface DataKey {
  id: string
  key: KeyObject
}

const keysKeptInMemory = 2_000

/** Seals with the data keys of accounts, which the master key wraps; as many as are in use are kept in memory. */
export function createSealing(masterKey: MasterKey): Sealing {
  const wrapping = masterKey.deriveKey('wrap data keys')
  const cache = new Map<string, DataKey[]>()
  const madeIn = new WeakSet<Tx>()

  async function keysOf(tx: Tx): Promise<DataKey[]> {
    const cached = cache.get(tx.accountId)
    if (cached) return cached
    let keys = await readKeys(tx)
    if (keys.length === 0) {
      // Two transactions may make the first key at once; the lock lets the second find the first's.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`data key ${tx.accountId}`}, 0))`.execute(tx)
      keys = await readKeys(tx)
    }
    if (keys.length === 0) {
      madeIn.add(tx)
      return [await makeKey(tx)]
    }
    // A key made in this transaction is not cached: the transaction may yet be undone.
    if (madeIn.has(tx)) return keys
    if (cache.size >= keysKeptInMemory) cache.clear()
    cache.set(tx.accountId, keys)
    return keys
  }

  async function readKeys(tx: Tx): Promise<DataKey[]> {
    const rows = await tx
      .selectFrom('app.dataKeys')
      .select(['keyId', 'wrappedKey', 'masterKeyId'])
      .where('accountId', '=', tx.accountId)
      .orderBy('keyId', 'desc')
      .execute()
    return rows.map((row) => {
      if (row.masterKeyId !== masterKey.id) {
        throw new Error(
          'The secrets of this account were sealed under another master key. Restore that key file.',
        )
      }
      const key = decrypt(wrapping, row.wrappedKey, `${tx.accountId}/${row.keyId}`)
      return { id: row.keyId, key: createSecretKey(key) }
    })
  }

  async function makeKey(tx: Tx): Promise<DataKey> {
    const id = newId()
    const key = randomBytes(32)
    await tx
      .insertInto('app.dataKeys')
      .values({
        accountId: tx.accountId,
        keyId: id,
        masterKeyId: masterKey.id,
        wrappedKey: encrypt(wrapping, key, `${tx.accountId}/${id}`),
        createdAt: new Date(),
      })
      .execute()
    return { id, key: createSecretKey(key) }
  }

  async function inAccount(tx: Tx): Promise<AccountSealing> {
    const keys = await keysOf(tx)
    const newest = keys[0] as DataKey
    const bind = (place: Place) => `${tx.accountId}/${place.table}/${place.column}/${place.id}`
    return {
      seal: (place, clear) =>
        `v1.${newest.id}.${encrypt(newest.key, Buffer.from(clear, 'utf8'), bind(place)).toString('base64url')}`,
      open(place, sealed) {
        const [version, keyId, body] = sealed.split('.')
        const key = keys.find((candidate) => candidate.id === keyId)
        if (version !== 'v1' || !body || !key)
          throw new Error(`A sealed value in ${place.table}.${place.column} names no known key.`)
        return decrypt(key.key, Buffer.from(body, 'base64url'), bind(place)).toString('utf8')
      },
    }
  }

  return {
    inAccount,
    seal: async (tx, place, clear) => (await inAccount(tx)).seal(place, clear),
    open: async (tx, place, sealed) => (await inAccount(tx)).open(place, sealed),
  }
}

/** Nonce, ciphertext and tag. */
export function encrypt(key: KeyObject, clear: Buffer, boundTo: string): Buffer {
  const nonce = nextNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(boundTo, 'utf8'))
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `encrypt` made for the same place. @throws Error when it was changed */
export function decrypt(key: KeyObject, sealed: Buffer, boundTo: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
  decipher.setAAD(Buffer.from(boundTo, 'utf8'))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

const nonceLength = 12
const noncesAtOnce = 512
let nonces = Buffer.alloc(0)

/** Random bytes that are given out once. Drawn many at a time: a draw takes 2 µs, however few bytes it is for. */
function nextNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(nonceLength * noncesAtOnce)
  const nonce = nonces.subarray(0, nonceLength)
  nonces = nonces.subarray(nonceLength)
  return nonce
}
