import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** A key as it is listed. Its hash stays here. */
export interface ApiKeyRow {
  keyId: string
  name: string
  prefix: string
  scopes: string[]
  createdByName: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  lastUsedFrom: string | null
  revokedAt: Date | null
  revokedByName: string | null
}

const listed = [
  'keyId',
  'name',
  'prefix',
  'scopes',
  'createdByName',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'lastUsedFrom',
  'revokedAt',
  'revokedByName',
] as const

/** Adds a key. */
export async function insertApiKey(
  tx: Tx,
  key: Pick<
    ApiKeyRow,
    'keyId' | 'name' | 'prefix' | 'scopes' | 'createdByName' | 'createdAt' | 'expiresAt'
  > & {
    tokenHash: Buffer
    createdBy: string
  },
): Promise<ApiKeyRow> {
  return tx
    .insertInto('app.apiKeys')
    .values({ accountId: tx.accountId, ...key })
    .returning(listed)
    .executeTakeFirstOrThrow()
}

/** Which keys does the account have, and had it, newest first, before a given one? */
export async function listApiKeys(tx: Tx, limit: number, before: string | undefined): Promise<ApiKeyRow[]> {
  return tx
    .selectFrom('app.apiKeys')
    .select(listed)
    .where('accountId', '=', tx.accountId)
    .$if(before !== undefined, (query) => query.where('keyId', '<', before as string))
    .orderBy('keyId', 'desc')
    .limit(limit)
    .execute()
}

/** How many keys does the account have, and had it? */
export async function countApiKeys(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom('app.apiKeys')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Which key is this, if it opens something: it is not revoked or expired, and its maker is an admin of the active account? */
export async function findOpenApiKey(tx: Tx, by: { tokenHash: Buffer } | { keyId: string }, now: Date) {
  return tx
    .selectFrom('app.apiKeys as k')
    .innerJoin('app.users as u', (join) =>
      join.onRef('u.accountId', '=', 'k.accountId').onRef('u.userId', '=', 'k.createdBy'),
    )
    .innerJoin('app.accounts as a', 'a.accountId', 'k.accountId')
    .select(['k.keyId', 'k.name', 'k.scopes', 'k.expiresAt', 'k.lastUsedAt', 'k.createdBy'])
    .leftJoin('app.secondFactors as f', (join) =>
      join.onRef('f.accountId', '=', 'k.accountId').onRef('f.userId', '=', 'k.createdBy'),
    )
    .leftJoin('app.passwordCredentials as p', (join) =>
      join.onRef('p.accountId', '=', 'k.accountId').onRef('p.userId', '=', 'k.createdBy'),
    )
    .select(['u.firstName', 'u.lastName', 'u.email', 'a.kind', 'a.adminsNeedSecondFactor'])
    .select(['f.confirmedAt as secondFactorSince', 'p.changedAt as passwordSince'])
    .where('k.accountId', '=', tx.accountId)
    .where((eb) => ('keyId' in by ? eb('k.keyId', '=', by.keyId) : eb('k.tokenHash', '=', by.tokenHash)))
    .where('k.revokedAt', 'is', null)
    .where((eb) => eb.or([eb('k.expiresAt', 'is', null), eb('k.expiresAt', '>', now)]))
    .where('u.role', '=', 'admin')
    .where('u.status', '=', 'registered')
    .where('a.status', '=', 'active')
    .executeTakeFirst()
}

/** The key is in use. Says so once, where several requests of the same moment would. */
export async function touchApiKey(
  tx: Tx,
  keyId: string,
  use: { at: Date; from: string; unlessSince: Date },
): Promise<void> {
  await tx
    .updateTable('app.apiKeys')
    .set({ lastUsedAt: use.at, lastUsedFrom: use.from })
    .where('accountId', '=', tx.accountId)
    .where('keyId', '=', keyId)
    .where((eb) => eb.or([eb('lastUsedAt', 'is', null), eb('lastUsedAt', '<', use.unlessSince)]))
    .execute()
}

/** Is there such a key, revoked or not? */
export async function hasApiKey(tx: Tx, keyId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.apiKeys')
    .select('keyId')
    .where('accountId', '=', tx.accountId)
    .where('keyId', '=', keyId)
    .executeTakeFirst()
  return row !== undefined
}

/** Revokes a key. @returns its name; undefined: there is none that is not revoked. One statement, so that of two at once one does it */
export async function revokeApiKey(
  tx: Tx,
  keyId: string,
  now: Date,
  byName: string,
): Promise<{ name: string } | undefined> {
  return tx
    .updateTable('app.apiKeys')
    .set({ revokedAt: now, revokedByName: byName })
    .where('accountId', '=', tx.accountId)
    .where('keyId', '=', keyId)
    .where('revokedAt', 'is', null)
    .returning('name')
    .executeTakeFirst()
}

/** Revokes every key that these people made and that is not revoked. @returns these keys */
export async function revokeApiKeysOf(
  tx: Tx,
  userIds: string[],
  now: Date,
  byName: string,
): Promise<Array<{ keyId: string; name: string }>> {
  return tx
    .updateTable('app.apiKeys')
    .set({ revokedAt: now, revokedByName: byName })
    .where('accountId', '=', tx.accountId)
    .where('createdBy', '=', sql<string>`any(${userIds}::uuid[])`)
    .where('revokedAt', 'is', null)
    .returning(['keyId', 'name'])
    .execute()
}
