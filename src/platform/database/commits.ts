import { type Kysely, type KyselyPlugin, sql } from 'kysely'

/** Notices whether a transaction has run anything but a plain select. To be used as a plugin of one transaction. */
export function noticeWrites(): KyselyPlugin & { happened(): boolean; forget(): void } {
  let hasWritten = false
  return {
    transformQuery({ node }) {
      // Text of SQL may call a function that writes.
      hasWritten ||= node.kind !== 'SelectQueryNode'
      return node
    },
    transformResult: async ({ result }) => result,
    happened: () => hasWritten,
    forget() {
      hasWritten = false
    },
  }
}

/** By what the database remembers whether the transaction was committed; null if it has written nothing. */
export async function transactionIdOf<DB>(trx: Kysely<DB>): Promise<string | null> {
  const { rows } = await sql<{
    id: string | null
  }>`select pg_current_xact_id_if_assigned()::text as id`.execute(trx)
  return rows[0]?.id ?? null
}

/**
 * Whether a transaction whose commit was never answered has been committed all the same.
 * @throws an error with SQLSTATE 08007 while the database is still at it, to be asked again
 */
export async function wasCommitted<DB>(kysely: Kysely<DB>, transactionId: string): Promise<boolean> {
  const { rows } = await sql<{
    status: string | null
  }>`select pg_xact_status(${transactionId}::xid8) as status`
    .execute(kysely)
    .catch((error) => {
      // "In the future": another server answers now, which never heard of the transaction.
      if (error.code === '22023') return { rows: [{ status: 'aborted' }] }
      throw error
    })
  const status = rows[0]?.status
  if (status === 'in progress') {
    throw Object.assign(new Error('a transaction is still being committed'), { code: '08007' })
  }
  return status === 'committed'
}
