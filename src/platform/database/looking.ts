import { sql, type Transaction } from 'kysely'
import { enter, enterPartner, type PartnerTx, type Tx } from './database.ts'
import type { DB } from './schema.generated.ts'

// A transaction that opened another one would hold two connections, and enough of these at once wait for each other until they give up.

/**
 * Reads in another account without leaving the transaction, on its connection. Then the fence stands where it stood; what was written there is undone.
 * @param look asks by the transaction that it is given, and by no other
 */
export function lookInto<T>(tx: Tx, accountId: string, look: (there: Tx) => Promise<T>): Promise<T> {
  return accountId === tx.accountId ? look(tx) : andBack(tx, async (trx) => look(await enter(trx, accountId)))
}

/** The same across the customers of the partner whose transaction this is. */
export function lookAcrossCustomers<T>(tx: Tx, look: (across: PartnerTx) => Promise<T>): Promise<T> {
  return andBack(tx, async (trx) => look(await enterPartner(trx, tx.accountId)))
}

/** `set local` is undone with everything else that came after the savepoint. */
async function andBack<T>(tx: Tx, act: (trx: Transaction<DB>) => Promise<T>): Promise<T> {
  await sql`savepoint looking`.execute(tx)
  try {
    // An object of its own, because each bears the account it is in.
    return await act(tx.withTables<Pick<DB, never>>())
  } finally {
    await sql`rollback to savepoint looking`.execute(tx)
    await sql`release savepoint looking`.execute(tx)
  }
}
