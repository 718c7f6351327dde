import type { Actor } from '#platform/http/index.ts'
import { notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readSubscribers } from '../deployment/index.ts'
import { listItems, readOperation } from '../operations/index.ts'
import { type CsvFlavour, type CsvRow, csvOf } from './writing/csv.ts'

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
      const people = await readSubscribers(
        tx,
        items.map(({ subjectId }) => subjectId),
      )
      const known = new Map(people.map((person) => [person.subscriberId, person]))
      return items.map(({ subjectId, outcome, code, message }) => {
        const { firstName, lastName, directoryNumber } = known.get(subjectId) ?? {}
        return { id: subjectId, firstName, lastName, directoryNumber, outcome, code, message }
      })
    })
    yield* rows
    after = rows.length < pageSize ? undefined : rows.at(-1)?.id
  } while (after !== undefined)
}
