import { z } from 'zod'
import { actorKinds, moments } from './choices.ts'

/** One field that an act made different. */
export const FieldChange = z
  .object({
    field: z.string(),
    before: z.unknown().describe('Null: nothing, or a secret.'),
    after: z.unknown().describe('Null: nothing, or a secret.'),
    secret: z.literal(true).optional().describe('A secret changed; its values are kept nowhere.'),
  })
  .meta({ id: 'FieldChange' })

/** One thing that was done. */
export const AuditEvent = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actorKind: z.enum(actorKinds),
    actorId: z.uuid().nullable(),
    actorName: z.string().nullable(),
    fromPartner: z.boolean().describe('The actor belongs to the partner and not to this account.'),
    action: z.string().describe('Noun and past participle: `subscriber.changed`.'),
    subjectKind: z.string(),
    subjectId: z.uuid().nullable(),
    details: z.record(z.string(), z.unknown()),
    changes: z.array(FieldChange).describe('What each field was before, and what it is since.'),
    address: z.string().nullable(),
    sealed: z
      .boolean()
      .describe(
        'It stands in the chain of hashes, so that a later change is found. Some seconds after the act.',
      ),
  })
  .meta({ id: 'AuditEvent' })

/** Which events. All that is given must hold. */
export const EventFilter = z
  .object({
    search: z
      .string()
      // PostgreSQL takes no NUL.
      .overwrite((words) => words.replace(/\p{Cc}/gu, ' '))
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe('Words, each of them in the name of who acted, in the act or in what is told of it.'),
    actor: z
      .union([z.enum(actorKinds), z.uuid()])
      .optional()
      .describe('Who acted: a kind, or the id of a person or an API key.'),
    action: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)?$/)
      .max(100)
      .optional()
      .describe('An act, `subscriber.changed`, or all acts on one thing, `subscriber`.'),
    subjectKind: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)*$/)
      .max(60)
      .optional()
      .describe('Only what was done to records of this kind.'),
    subjectId: z.uuid().optional().describe('Only what was done to this record, whatever it is.'),
    from: moment(moments.from),
    to: moment(moments.to),
  })
  .strict()

function moment(what: string) {
  return z.iso.datetime({ offset: true }).optional().describe(what)
}

/** How far a page of the history looked: the rest of it may hold more. */
export const EventsLookedAt = {
  scannedTo: z.iso
    .datetime()
    .nullable()
    .describe('The page looked at everything since then; null: at all there is. Go on with `nextCursor`.'),
}

/** How many events; an account has more every day, so they are not counted for ever. */
export const eventCountMax = 10_000
export const EventCount = z
  .object({
    count: z.int(),
    isMore: z
      .boolean()
      .describe('There may be more: counting stopped at 10,000, or after 10,000 were looked at.'),
  })
  .meta({ id: 'EventCount' })

/** Which events to export, and for whom. */
export const NewEventExport = z
  .object({
    filter: EventFilter.default({}),
    flavour: z
      .enum(['spreadsheet', 'exact'])
      .default('spreadsheet')
      .describe('`spreadsheet` opens inert in Excel and the like; `exact` holds the values as they are.'),
  })
  .strict()
  .meta({ id: 'NewEventExport' })

export type AuditEvent = z.infer<typeof AuditEvent>
export type FieldChange = z.infer<typeof FieldChange>
export type EventFilter = z.infer<typeof EventFilter>
export type NewEventExport = z.infer<typeof NewEventExport>
