import { sql } from 'kysely'
import type { DirectoryTx } from '#platform/database/index.ts'

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
