import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '#tests/harness/database.ts'
import { type Database, newId, openDatabase } from '../database/index.ts'
import { createLog } from '../log/log.ts'
import { createSealing, masterKeyOf } from './index.ts'

let database: Database
const acme = newId()
const globex = newId()
const masterKey = masterKeyOf(randomBytes(32))
const sealing = createSealing(masterKey)
const place = { table: 'subscribers', column: 'pbxSipSecret', id: newId() }

beforeAll(async () => {
  const { runtimeUrl } = await createTestDatabase()
  database = openDatabase({ url: runtimeUrl, log: createLog({ level: 'silent' }) })
  for (const accountId of [acme, globex]) {
    await database.inAccount(accountId, (tx) =>
      sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
          values (${accountId}, ${newId()}, 'customer', 'Acme', 'DE', now(), now())`.execute(tx),
    )
  }
})
afterAll(() => database.close())

const sealed = (accountId = acme, clear = 's3cret-Änna') =>
  database.inAccount(accountId, (tx) => sealing.seal(tx, place, clear))
const opened = (value: string, where = place, accountId = acme, by = sealing) =>
  database.inAccount(accountId, (tx) => by.open(tx, where, value))

describe('sealed values', () => {
  test('open where they were sealed', async () => {
    expect(await opened(await sealed())).toBe('s3cret-Änna')
    expect(await opened(await sealed(acme, ''))).toBe('')
  })

  test('do not use a key that went with its transaction, however often it was used there', async () => {
    const soon = newId()
    const addAccount = sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
      values (${soon}, ${newId()}, 'customer', 'Soon', 'DE', now(), now())`
    await database.inAccount(soon, (tx) => addAccount.execute(tx))
    const undone = database.inAccount(soon, async (tx) => {
      await sealing.seal(tx, place, 'one')
      await sealing.seal(tx, place, 'two')
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await opened(await sealed(soon), place, soon, createSealing(masterKey))).toBe('s3cret-Änna')
  })

  test('the same secret is sealed differently each time, so that equal secrets do not show', async () => {
    expect(await sealed()).not.toBe(await sealed())
  })

  test('neither the secret nor its base64 stands in the value', async () => {
    const value = await sealed(acme, 'correct horse battery')
    expect(value).not.toContain('correct horse')
    expect(Buffer.from(value.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain(
      'correct horse',
    )
  })

  test.each([
    ['another row', { ...place, id: newId() }],
    ['another column', { ...place, column: 'mbgSipSecret' }],
    ['another table', { ...place, table: 'clients' }],
  ])('do not open when copied to %s', async (_what, where) => {
    await expect(opened(await sealed(), where)).rejects.toThrow()
  })

  test('do not open in another account, also when its key has the same id', async () => {
    const value = await sealed()
    await sealed(globex)
    await expect(opened(value, place, globex)).rejects.toThrow('names no known key')
    const keyOfGlobex = (await sealed(globex)).split('.')[1]
    const relabelled = ['v1', keyOfGlobex, value.split('.')[2]].join('.')
    await expect(opened(relabelled, place, globex)).rejects.toThrow()
  })

  test('do not open when a single bit was changed, anywhere', async () => {
    const value = await sealed()
    const [version, keyId, body = ''] = value.split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (const at of [0, 11, 12, Math.floor(bytes.length / 2), bytes.length - 17, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(
        opened([version, keyId, changed.toString('base64url')].join('.')),
        `byte ${at}`,
      ).rejects.toThrow()
    }
    await expect(
      opened([version, keyId, bytes.subarray(0, -1).toString('base64url')].join('.')),
    ).rejects.toThrow()
    await expect(opened(`v2.${keyId}.${body}`)).rejects.toThrow()
    await expect(opened('s3cret-Anna')).rejects.toThrow()
  })

  test('do not open under another master key, and the sentence says what to do', async () => {
    const value = await sealed()
    const other = createSealing(masterKeyOf(randomBytes(32)))
    await expect(opened(value, place, acme, other)).rejects.toThrow('Restore that key file.')
  })

  test('open in another process that has the same master key', async () => {
    expect(await opened(await sealed(), place, acme, createSealing(masterKey))).toBe('s3cret-Änna')
  })

  test('of many first secrets at once, all open afterwards', async () => {
    const fresh = newId()
    await database.inAccount(fresh, (tx) =>
      sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
          values (${fresh}, ${newId()}, 'customer', 'Initech', 'DE', now(), now())`.execute(tx),
    )
    const values = await Promise.all(Array.from({ length: 8 }, (_, at) => sealed(fresh, `secret ${at}`)))
    expect(new Set(values.map((value) => value.split('.')[1])).size).toBe(1)
    for (const [at, value] of values.entries()) expect(await opened(value, place, fresh)).toBe(`secret ${at}`)
  })

  test('a key made in a transaction that was undone is not used afterwards', async () => {
    const fresh = newId()
    const undone = database.inAccount(fresh, async (tx) => {
      await sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
        values (${fresh}, ${newId()}, 'customer', 'Hooli', 'DE', now(), now())`.execute(tx)
      await sealing.seal(tx, place, 'never kept')
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await database.inAccount(fresh, (tx) =>
      sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
          values (${fresh}, ${newId()}, 'customer', 'Hooli', 'DE', now(), now())`.execute(tx),
    )
    const value = await sealed(fresh)
    expect(await opened(value, place, fresh, createSealing(masterKey))).toBe('s3cret-Änna')
  })
})

describe('the master key', () => {
  test('gives each purpose a key of its own, always the same', () => {
    const bytesOf = (purpose: string) => masterKey.deriveKey(purpose).export()
    expect(bytesOf('deployment links')).toEqual(bytesOf('deployment links'))
    expect(bytesOf('deployment links')).not.toEqual(bytesOf('form nonces'))
    expect(bytesOf('deployment links')).toHaveLength(32)
  })
})
