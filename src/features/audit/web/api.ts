import { queryOptions } from '@tanstack/react-query'
import { type Page, pagesQuery } from '#web/lib/api/pages.ts'
import { api, type FileAnswer } from '#web/lib/api/request.ts'
import type { AuditEvent, EventFilter } from '../schema.ts'

/** A page of the history, and how far it looked. */
export interface EventPage extends Page<AuditEvent> {
  scannedTo: string | null
}

const eventsKey = (accountId: string) => ['accounts', accountId, 'events'] as const

/** What was done in an account, newest first. */
export const eventsQuery = (accountId: string, filter: EventFilter) =>
  pagesQuery<AuditEvent>([...eventsKey(accountId), filter], `/accounts/${accountId}/events`, filter)

/** How many of them there are. */
export const eventCountQuery = (accountId: string, filter: EventFilter) =>
  queryOptions({
    queryKey: [...eventsKey(accountId), 'count', filter],
    queryFn: ({ signal }) =>
      api.get<{ count: number; isMore: boolean }>(`/accounts/${accountId}/events/count`, filter, signal),
  })

/** The same events as a file for a spreadsheet. */
export const exportEvents = (accountId: string, filter: EventFilter): Promise<FileAnswer> =>
  api.file(`/accounts/${accountId}/event-exports`, { filter, flavour: 'spreadsheet' })
