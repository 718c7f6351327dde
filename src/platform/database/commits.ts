import { type Kysely, type KyselyPlugin, sql } from 'kysely'
import { newId } from './ids.ts'
import type { DB } from './schema.generated.ts'
import { keptPlan } from './statement-marks.ts'

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

/** By what it is found out whether a transaction was committed. */
export interface CommitMark {
  markId: string
  /** The transaction's number; while it is in progress, the mark says nothing. */
  transactionId: string
}

/**
 * Leaves a mark that is there when, and only when, the transaction was committed; null, and no mark, if it has written nothing. To be the last
 * statement of the transaction. Its time is that of the statement: a transaction may be older than marks are kept.
 */
export async function leaveMark(trx: Kysely<DB>): Promise<CommitMark | null> {
  const markId = newId()
  const { rows } = await sql<{ transactionId: string }>`
    insert into app.commit_marks (mark_id, made_at)
    select ${markId}, statement_timestamp() where pg_current_xact_id_if_assigned() is not null
    returning pg_current_xact_id()::text as transaction_id ${keptPlan}`.execute(trx)
  return rows[0] ? { markId, transactionId: rows[0].transactionId } : null
}

/**
 * Whether a transaction whose commit was never answered has been committed all the same. The number alone does not tell: the database may have
 * crashed, forgotten a transaction that had not reached the disk, and given its number to another (commits-after-crash.test.ts).
 * @throws an error with SQLSTATE 08007 while the database is still at it, to be asked again
 */
export async function wasCommitted(kysely: Kysely<DB>, mark: CommitMark): Promise<boolean> {
  if ((await statusOf(kysely, mark.transactionId)) === 'in progress') {
    throw Object.assign(new Error('a transaction is still being committed'), { code: '08007' })
  }
  const { rows } = await sql`select from app.commit_marks where mark_id = ${mark.markId}`.execute(kysely)
  return rows.length === 1
}

/** Deletes the marks of transactions that nobody asks about any more: who waits for a commit asks within a minute. */
export async function deleteOldMarks(trx: Kysely<DB>): Promise<void> {
  await sql`delete from app.commit_marks where made_at < now() - interval '1 hour'`.execute(trx)
}

async function statusOf(kysely: Kysely<DB>, transactionId: string): Promise<string | null> {
  const { rows } = await sql<{
    status: string | null
  }>`select pg_xact_status(${transactionId}::xid8) as status`
    .execute(kysely)
    .catch((error) => {
      // "In the future": another server answers now, or one that has crashed; it has never heard of the transaction.
      if (error.code === '22023') return { rows: [] }
      throw error
    })
  return rows[0]?.status ?? null
}
