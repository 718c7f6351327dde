import { z } from 'zod'

/** One thing that was done. */
export const AuditEvent = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actorKind: z.enum(['user', 'api-key', 'system', 'operator', 'end-user', 'connection']),
    actorId: z.uuid().nullable(),
    actorName: z.string().nullable(),
    fromPartner: z.boolean().describe('The actor belongs to the partner and not to this account.'),
    action: z.string().describe('Noun and past participle: `subscriber.changed`.'),
    subjectKind: z.string(),
    subjectId: z.uuid().nullable(),
    details: z.record(z.string(), z.unknown()),
    address: z.string().nullable(),
  })
  .meta({ id: 'AuditEvent' })

/** How many events; an account has more every day, so they are not counted for ever. */
export const eventCountMax = 10_000
export const EventCount = z
  .object({
    count: z.int(),
    isMore: z.boolean().describe('There are more than these 10,000; counting stopped.'),
  })
  .meta({ id: 'EventCount' })

export type AuditEvent = z.infer<typeof AuditEvent>
