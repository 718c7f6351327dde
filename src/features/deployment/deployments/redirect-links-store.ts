import { sql } from 'kysely'
import type { DirectoryTx, Tx } from '#platform/database/index.ts'

/** Which links does this redirect server not hold as they are now? */
export async function linksToPush(tx: DirectoryTx, storeId: string, now: Date, limit: number) {
  return tx
    .selectFrom('app.redirectLinks')
    .select(['tokenHash', 'expiresAt', 'revoked'])
    .where((eb) => eb.or([eb('pushedStore', 'is', null), eb('pushedStore', '<>', storeId)]))
    .where('expiresAt', '>', now)
    .orderBy('tokenHash')
    .limit(limit)
    .execute()
}

/** The redirect server holds (or has forgotten) these now; one that ended while it was being pushed is pushed once more. */
export async function markPushed(
  tx: DirectoryTx,
  tokenHashes: Buffer[],
  revoked: boolean,
  storeId: string,
): Promise<void> {
  await sql`update app.redirect_links set pushed_store = ${storeId}
     where token_hash = any(${tokenHashes}::bytea[]) and revoked = ${revoked}`.execute(tx)
}

/** Has the redirect server been told of this link? */
export async function isPushed(tx: DirectoryTx, tokenHash: Buffer): Promise<boolean> {
  const row = await tx
    .selectFrom('app.redirectLinks')
    .select('pushedStore')
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst()
  return row?.pushedStore != null
}

/** Forgets links that have ended. */
export async function pruneLinks(tx: DirectoryTx, now: Date): Promise<void> {
  await tx.deleteFrom('app.redirectLinks').where('expiresAt', '<=', now).execute()
}

/**
 * Of the account's open links, how many does this redirect server hold, and how many wait to be pushed?
 * @param storeId null where it is not known: then those wait that were pushed nowhere yet
 */
export async function countOpenLinks(
  tx: Tx,
  storeId: string | null,
  now: Date,
): Promise<{ held: number; waiting: number }> {
  const { rows } = await sql<{ held: number; waiting: number }>`select
      count(*) filter (where r.pushed_store = ${storeId}::text)::int as held,
      count(*) filter (where r.pushed_store is null or r.pushed_store <> ${storeId}::text)::int as waiting
    from app.deployments d join app.redirect_links r on r.token_hash = d.token_hash
    where d.account_id = ${tx.accountId} and d.revoked_at is null and d.expires_at > ${now}`.execute(tx)
  return rows[0] ?? { held: 0, waiting: 0 }
}
