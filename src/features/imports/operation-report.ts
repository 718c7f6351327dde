import { type CsvFlavour, type CsvRow, csvOf } from '#platform/csv/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import { notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readSubscribers } from '../deployment/index.ts'
import { listItems, readOperation } from '../operations/index.ts'
import { readUsers } from '../users/index.ts'

const pageSize = 1_000

const columns = [
  { key: 'id', header: 'ID' },
  { key: 'firstName', header: 'First name' },
  { key: 'lastName', header: 'Last name' },
  { key: 'directoryNumber', header: 'Directory number' },
  { key: 'outcome', header: 'Outcome' },
  { key: 'code', header: 'Code' },
  { key: 'message', header: 'Reason' },
]

/**
 * What became of every record of an operation, as CSV. Pages are read as the text is: memory holds one, and no transaction waits for a
 * slow reader. A record that has been deleted since stands by its id alone.
 * @throws Refusal 404 when the account has no such operation
 */
export async function operationReport(
  { database }: Platform,
  actor: Actor,
  operationId: string,
  flavour: CsvFlavour,
): Promise<AsyncGenerator<string, void, undefined>> {
  const known = await database.inAccount(actor.accountId, (tx) => readOperation(tx, operationId))
  if (!known) throw notFound()
  return csvOf(reportedRows(database, actor.accountId, operationId), columns, flavour)
}

async function* reportedRows(
  database: Platform['database'],
  accountId: string,
  operationId: string,
): AsyncGenerator<CsvRow, void, undefined> {
  let after: string | undefined
  do {
    const rows = await database.inAccount(accountId, async (tx) => {
      const items = await listItems(tx, operationId, { after, limit: pageSize })
      const known = await namesOf(
        tx,
        items.map(({ subjectId }) => subjectId),
      )
      return items.map(({ subjectId, outcome, code, message }) => {
        const { firstName, lastName, directoryNumber } = known.get(subjectId) ?? {}
        return { id: subjectId, firstName, lastName, directoryNumber, outcome, code, message }
      })
    })
    yield* rows
    after = rows.length < pageSize ? undefined : rows.at(-1)?.id
  } while (after !== undefined)
}

/** Who are these records? Subscribers and people have ids of one kind, so no id is both. */
async function namesOf(
  tx: Tx,
  ids: string[],
): Promise<Map<string, { firstName: string; lastName: string; directoryNumber?: string | null }>> {
  const subscribers = await readSubscribers(tx, ids)
  const people = subscribers.length === ids.length ? [] : await readUsers(tx, ids)
  return new Map([
    ...people.map(({ userId, firstName, lastName }) => [userId, { firstName, lastName }] as const),
    ...subscribers.map((subscriber) => [subscriber.subscriberId, subscriber] as const),
  ])
}
