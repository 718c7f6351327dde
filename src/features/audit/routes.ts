import { Readable } from 'node:stream'
import { z } from 'zod'
import { accountRoute, csvAnswer, ok, Paging, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { exportEvents } from './exports.ts'
import { countHistory, readHistory } from './history.ts'
import { exportEvents as mayExport, readEvents } from './permissions.ts'
import { AuditEvent, EventCount, EventFilter, EventsLookedAt, NewEventExport } from './schema.ts'

const example =
  'When (UTC),Who,Kind,From partner,Act,What,ID,Changes,Details,From,Sealed,Event ID\r\n' +
  '2026-03-02 09:30:00,Ada Byron,user,no,subscriber.changed,subscriber,0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f,"lastName: ""Kuhn"" → ""Kühn""",,192.0.2.7,yes,0198c0de-3c4d-7e5f-9a6b-7c8d9e0f1a2b\r\n'

const inAccount = z.object({ accountId: z.uuid() })

/** The event history of an account: read, counted and exported. No route writes it. */
export function routes(platform: Platform): Route[] {
  const { database, clock } = platform
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/events',
      operation: 'listEvents',
      summary: 'Who did what, newest first.',
      tag: 'events',
      may: readEvents,
      params: inAccount,
      query: EventFilter.extend(Paging),
      answers: { 200: pageOf(AuditEvent).extend(EventsLookedAt) },
      handle: async ({ actor, query: { limit, cursor, ...filter } }) =>
        ok(await database.inAccount(actor.accountId, (tx) => readHistory(tx, filter, { limit, cursor }))),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/events/count',
      operation: 'countEvents',
      summary: 'How many events there are, counted up to 10,000.',
      tag: 'events',
      may: readEvents,
      params: inAccount,
      query: EventFilter,
      answers: { 200: EventCount },
      handle: async ({ actor, query }) =>
        ok(await database.inAccount(actor.accountId, (tx) => countHistory(tx, query))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/event-exports',
      operation: 'exportEvents',
      summary: 'The wanted events as CSV, newest first.',
      tag: 'events',
      may: mayExport,
      params: inAccount,
      body: NewEventExport,
      answers: { 200: csvAnswer(example) },
      handle: async ({ actor, body }) => {
        const day = clock.now().toISOString().slice(0, 10)
        return ok(Readable.from(await exportEvents(platform, actor, body), { objectMode: false }), {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="events-${day}.csv"`,
        })
      },
    }),
  ]
}
