import { sql } from 'kysely'
import { type Database, type Listening, openListening, type Tx } from '#platform/database/index.ts'
import type { Log } from '#platform/log/log.ts'

/** On which server processes are told that something may be due for a subscriber's clients. */
const channel = 'client_changes'

/**
 * Wakes the clients of these subscribers that wait for changes, in whichever process they wait, when the transaction is committed. Says only
 * whose they are: every process looks for itself what is due. A statement of its own, as notifications are where the database is distributed.
 */
export async function wakeClients(tx: Tx, subscriberIds: string[]): Promise<void> {
  if (subscriberIds.length === 0) return
  await sql`select pg_notify(${channel}, ${`${tx.accountId} `} || id) from unnest(${subscriberIds}::text[]) id`.execute(
    tx,
  )
}

/** Hears of which subscriber's clients were woken; `missed` when notifications may have been lost. */
export function hearWakes(
  { pool }: Pick<Database, 'pool'>,
  log: Log,
  hear: { woken(accountId: string, subscriberId: string): void; missed(): void },
): Listening {
  return openListening({
    pool,
    channel,
    log,
    heard(payload) {
      const [accountId, subscriberId] = payload.split(' ')
      if (accountId && subscriberId) hear.woken(accountId, subscriberId)
    },
    connected: hear.missed,
  })
}
