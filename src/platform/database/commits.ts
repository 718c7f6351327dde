import { type Kysely, sql } from 'kysely'
import type { DirectoryTx } from './database.ts'
import { keptStatement } from './kept-statements.ts'
import type { DB } from './schema.generated.ts'
import { unread } from './statement-marks.ts'

/**
 * Leaves a mark that is there when, and only when, the transaction was committed, and none if it has written nothing. Nobody reads what comes of it: it
 * is sent with the commit. Its time is that of the statement: a transaction may be older than marks are kept.
 */
export async function leaveMark(trx: DirectoryTx, markId: string): Promise<void> {
  await leave(trx, { markId })
}

const leave = keptStatement(
  (_db, { markId }: { markId: string }) => sql`insert into app.commit_marks (mark_id, made_at)
    select ${markId}, statement_timestamp() where pg_current_xact_id_if_assigned() is not null ${unread}`,
)

/**
 * Whether a transaction whose commit was never answered has been committed all the same. If not, it never will be: what of it may still be on its way
 * meets a mark that denies it. The transaction's number would not tell: the database may have crashed, forgotten a transaction that had not reached the
 * disk, and given its number to another (commits-after-crash.test.ts).
 * @param trx to be committed before the answer is believed
 * @throws an error with SQLSTATE 08007 while the database is still at it, to be asked again
 */
export async function wasCommitted(trx: Kysely<DB>, markId: string): Promise<boolean> {
  await sql`set local lock_timeout = '2s'`.execute(trx)
  // Waits for a transaction that has left the mark and is not at its end.
  await sql`insert into app.commit_marks (mark_id, made_at, is_denied) values (${markId}, now(), true) on conflict do nothing`
    .execute(trx)
    .catch((error) => {
      throw error.code === '55P03'
        ? Object.assign(new Error('a transaction is still being committed', { cause: error }), {
            code: '08007',
          })
        : error
    })
  const { rows } =
    await sql`select from app.commit_marks where mark_id = ${markId} and not is_denied`.execute(trx)
  return rows.length === 1
}

/** Deletes the marks of transactions that nobody asks about any more: who waits for a commit asks within a minute. */
export async function deleteOldMarks(trx: Kysely<DB>): Promise<void> {
  await sql`delete from app.commit_marks where made_at < now() - interval '1 hour'`.execute(trx)
}
