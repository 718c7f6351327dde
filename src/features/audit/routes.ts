import { z } from 'zod'
import { accountRoute, keyOf, ok, Paging, page, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readEvents } from './permissions.ts'
import { AuditEvent, EventCount, eventCountMax } from './schema.ts'
import { type AuditRow, countEvents, listEvents } from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })

export function routes({ database }: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/events',
      operation: 'listEvents',
      summary: 'Who did what, newest first.',
      tag: 'events',
      may: readEvents,
      params: inAccount,
      query: z.object({
        ...Paging,
        subjectId: z.uuid().optional().describe('Only what was done to this record, whatever it is.'),
      }),
      answers: { 200: pageOf(AuditEvent) },
      handle: async ({ actor, query }) => {
        const before = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await database.inAccount(actor.accountId, (tx) =>
          listEvents(tx, query.limit + 1, before, query.subjectId),
        )
        return ok(
          page(
            rows,
            query.limit,
            (row) => [row.eventId],
            (row) => present(row, actor.accountId),
          ),
        )
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/events/count',
      operation: 'countEvents',
      summary: 'How many events there are, counted up to 10,000.',
      tag: 'events',
      may: readEvents,
      params: inAccount,
      answers: { 200: EventCount },
      handle: async ({ actor }) => {
        const found = await database.inAccount(actor.accountId, (tx) => countEvents(tx, eventCountMax + 1))
        return ok({ count: Math.min(found, eventCountMax), isMore: found > eventCountMax })
      },
    }),
  ]
}

function present(row: AuditRow, accountId: string): AuditEvent {
  return {
    id: row.eventId,
    at: row.at.toISOString(),
    actorKind: row.actorKind as AuditEvent['actorKind'],
    actorId: row.actorId,
    actorName: row.actorName,
    fromPartner: row.actorAccountId !== null && row.actorAccountId !== accountId,
    action: row.action,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    details: row.details,
    address: row.address,
  }
}
