import { csvOf } from '#platform/csv/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { present, readStretch } from './history.ts'
import type { AuditEvent, EventFilter, FieldChange, NewEventExport } from './schema.ts'
import { record } from './service.ts'

const pageSize = 1_000

const columns = [
  { key: 'at', header: 'When (UTC)' },
  { key: 'actorName', header: 'Who' },
  { key: 'actorKind', header: 'Kind' },
  { key: 'fromPartner', header: 'From partner' },
  { key: 'action', header: 'Act' },
  { key: 'subjectKind', header: 'What' },
  { key: 'subjectId', header: 'ID' },
  { key: 'changes', header: 'Changes' },
  { key: 'details', header: 'Details' },
  { key: 'address', header: 'From' },
  { key: 'sealed', header: 'Sealed' },
  { key: 'id', header: 'Event ID' },
]

/**
 * The wanted events as CSV, newest first. Taking them away is an event too, and the first in the file where it is wanted. Pages are read as the
 * text is: memory holds one, and no transaction waits for a slow reader.
 */
export async function exportEvents(
  { database }: Platform,
  actor: Actor,
  { filter, flavour }: NewEventExport,
): Promise<AsyncGenerator<string, void, undefined>> {
  const { accountId } = actor
  await database.inAccount(accountId, (tx) =>
    record(tx, actor, 'event-export.made', { kind: 'account', id: accountId }, { ...filter, flavour }),
  )
  return csvOf(exported(database, accountId, filter), columns, flavour)
}

async function* exported(database: Platform['database'], accountId: string, filter: EventFilter) {
  let before: string | undefined
  for (;;) {
    const { rows, end } = await database.inAccount(accountId, (tx) =>
      readStretch(tx, filter, before, pageSize),
    )
    for (const row of rows) yield line(present(row, accountId))
    const last = rows.length === pageSize ? rows.at(-1) : end
    if (!last) return
    before = last.eventId
  }
}

function line({ changes, details, fromPartner, sealed, ...event }: AuditEvent) {
  return {
    ...event,
    fromPartner: yesOrNo(fromPartner),
    sealed: yesOrNo(sealed),
    changes: changes.map(inWords).join('; '),
    details: Object.keys(details).length === 0 ? '' : JSON.stringify(details),
  }
}

function inWords({ field, before, after, secret }: FieldChange): string {
  return secret ? `${field}: changed` : `${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`
}

const yesOrNo = (fact: boolean) => (fact ? 'yes' : 'no')
