import { pagesQuery } from '#web/lib/api/pages.ts'
import type { AuditEvent } from '../schema.ts'

/** What was done in an account, newest first. */
export const eventsQuery = (accountId: string) =>
  pagesQuery<AuditEvent>(['accounts', accountId, 'events'], `/accounts/${accountId}/events`)
