import type { Tx } from '#platform/database/index.ts'

/**
 * Is the account active? It is not deactivated before the transaction ends: whoever deactivates it ends the sessions that are opened here too, and who
 * comes after them is told that it is not. Asked after the person is locked.
 */
export async function holdActiveAccount(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('app.accounts')
    .select('status')
    .where('accountId', '=', tx.accountId)
    .forShare()
    .executeTakeFirst()
  return row?.status === 'active'
}
