import { z } from 'zod'
import { Paging } from '#platform/http/shapes.ts'
import { selectionOf } from '../../operations/schema.ts'
import {
  clearPassword,
  clientServiceUserName,
  deploymentPin,
  dialNumber,
  emailAddress,
  firstName,
  fqdn,
  languageCode,
  personName,
  port,
  sipHost,
  sipPassword,
  sipUserName,
  voicemailPin,
} from './fields.ts'

const secretFields = [
  'pbxSipPassword',
  'voicemailPin',
  'mbgSipPassword',
  'clientServicePassword',
  'deploymentPin',
] as const
export type SecretField = (typeof secretFields)[number]

/** What everybody with the right may read and set. */
const open = {
  userId: z.uuid().nullable(),
  profileId: z.uuid(),
  directoryNumber: dialNumber.nullable(),
  firstName,
  lastName: personName,
  email: emailAddress,
  language: languageCode.nullable(),
  pbxSipHost: sipHost.nullable(),
  pbxSipUserName: sipUserName.nullable(),
  voicemailNumber: dialNumber.nullable(),
  mbgSipUserName: sipUserName.nullable(),
  clientServiceHost: fqdn.nullable(),
  clientServicePort: port.nullable(),
  clientServiceUserName: clientServiceUserName.nullable(),
}

/** The same fields as they are answered: what a component supplied may be outside our rules, and one such value must not hide the list. */
const stored = {
  userId: z.uuid().nullable(),
  profileId: z.uuid(),
  directoryNumber: z.string().nullable(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  language: languageCode.nullable(),
  pbxSipHost: z.string().nullable(),
  pbxSipUserName: z.string().nullable(),
  voicemailNumber: z.string().nullable(),
  mbgSipUserName: z.string().nullable(),
  clientServiceHost: z.string().nullable(),
  clientServicePort: z.int().nullable(),
  clientServiceUserName: z.string().nullable(),
}

/** Set and replaced, never read (MU-14). */
const writeOnly = {
  pbxSipPassword: sipPassword.nullable(),
  voicemailPin: voicemailPin.nullable(),
  mbgSipPassword: sipPassword.nullable(),
  clientServicePassword: clearPassword.nullable(),
  deploymentPin: deploymentPin.nullable(),
}

export const subscriberStates = ['new', 'queued', 'sent', 'failed', 'downloaded', 'revoked'] as const
export const SubscriberState = z.enum(subscriberStates)

/** One telephony identity to which softphones are deployed. */
export const Subscriber = z
  .object({
    id: z.uuid(),
    ...stored,
    mbgSipHost: z.string().nullable().describe('From the profile (MU-4).'),
    secretsSet: z.object(
      Object.fromEntries(secretFields.map((field) => [field, z.boolean()])) as Record<
        SecretField,
        z.ZodBoolean
      >,
    ),
    origin: z.enum(['manual', 'connection']),
    owners: z.record(z.string(), z.uuid()).describe('Fields owned by a connection, and by which.'),
    deployedAt: z.iso.datetime().nullable(),
    downloadedAt: z.iso.datetime().nullable(),
    state: SubscriberState,
    flags: z.object({
      updatePending: z.boolean(),
      forcePending: z.boolean(),
      redeployRequired: z.boolean(),
      locked: z.boolean(),
      linkExpired: z.boolean(),
    }),
    clientCount: z.int(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Subscriber' })
export type Subscriber = z.infer<typeof Subscriber>

/** A subscriber to be made: last name and e-mail are required (MU-2). */
export const NewSubscriber = z
  .object({ ...open, ...writeOnly })
  .partial()
  .required({ lastName: true, email: true })
  .strict()
  .meta({ id: 'NewSubscriber' })
export type NewSubscriber = z.infer<typeof NewSubscriber>

/** Changes to a subscriber; what is absent stays, null clears. */
export const SubscriberChanges = z
  .object({ ...open, ...writeOnly })
  .partial()
  .strict()
  .meta({ id: 'SubscriberChanges' })
export type SubscriberChanges = z.infer<typeof SubscriberChanges>

/** Facts by which the list is narrowed: to those of whom it is true, or to those of whom it is not. */
const facts = [
  'updatePending',
  'forcePending',
  'redeployRequired',
  'locked',
  'linkExpired',
  'pinSet',
  'assigned',
] as const

const narrowing = {
  search: z
    .string()
    // Control characters are in no name, and PostgreSQL takes no NUL.
    .overwrite((needle) => needle.replace(/\p{Cc}/gu, ' '))
    .trim()
    .max(200)
    .optional()
    .describe(
      'Words that must all occur in the name, e-mail address, directory number, or a user name of MBG, PBX or client service.',
    ),
  profileId: z.uuid().optional(),
  state: SubscriberState.optional(),
  origin: z.enum(['manual', 'connection']).optional(),
  userId: z.uuid().optional().describe('Those of this person.'),
  operationId: z
    .uuid()
    .optional()
    .describe('Those for whom this operation was done: whom an import added or changed.'),
}

/** What `selection.filter` takes. */
export const SubscriberFilter = z
  .object({ ...narrowing, ...eachFact(z.boolean().optional()) })
  .strict()
  .meta({ id: 'SubscriberFilter' })
export type SubscriberFilter = z.infer<typeof SubscriberFilter>

/** The same filter as a query, where true and false are words. */
export const SubscriberFilterQuery = z.strictObject({
  ...narrowing,
  ...eachFact(
    z
      .enum(['true', 'false'])
      .transform((word) => word === 'true')
      .optional(),
  ),
})

function eachFact<Shape extends z.ZodType>(shape: Shape) {
  return Object.fromEntries(facts.map((fact) => [fact, shape])) as Record<(typeof facts)[number], Shape>
}

const sorts = [
  'lastName',
  'directoryNumber',
  'email',
  'deployedAt',
  'downloadedAt',
  'state',
  'profile',
  'origin',
  'firstName',
  'language',
  'pbxSipUserName',
  'mbgSipUserName',
  'clientServiceUserName',
] as const
export type SubscriberSort = (typeof sorts)[number]

/** Query of the list; `sort=-deployedAt` is descending. */
export const SubscriberQuery = SubscriberFilterQuery.extend({
  ...Paging,
  sort: z.enum([...sorts, ...sorts.map((sort) => `-${sort}` as const)]).default('lastName'),
})
export type SubscriberQuery = z.infer<typeof SubscriberQuery>

/** Every kind of step that stands in a subscriber's timeline. Each has a sentence in `web/timeline-en.ts`: a test goes through them. */
export const timelineKinds = [
  'subscriber.added',
  'subscriber.changed',
  'subscriber.restored',
  'person.assigned',
  'person.unassigned',
  'profile.changed',
  'deployment.queued',
  'deployment.skipped',
  'mail.accepted',
  'mail.refused',
  'mail.not-sent',
  'mail.delayed',
  'link.handed-over',
  'link.self-deployed',
  'link.opened',
  'link.revoked',
  'link.asked-anew',
  'pin.wrong',
  'pin.locked',
  'pin.unlocked',
  'pin.generated',
  'pin.disclosed',
  'pin.shown-to-owner',
  'ticket.made',
  'client.downloaded',
  'client.copied',
  'client.revoked',
  'client.reset',
  'force.pending',
  'force.obeyed',
] as const
export type TimelineKind = (typeof timelineKinds)[number]

/** One step on the way from click to registered phone. */
export const TimelineEntry = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    kind: z.string().describe('`deployment.queued`, `mail.accepted`, `link.opened`, `client.downloaded` …'),
    deploymentId: z.uuid().nullable(),
    clientId: z.uuid().nullable(),
    actor: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof TimelineEntry>

const Selected = selectionOf(SubscriberFilter)

/** Delete: which. */
export const NewSubscriberDeletions = z
  .object({ selection: Selected })
  .strict()
  .meta({ id: 'NewSubscriberDeletions' })

/** People to be found by their e-mail address: for which records. */
export const NewPersonAssignments = z
  .object({ selection: Selected })
  .strict()
  .meta({ id: 'NewPersonAssignments' })

/** PINs to be generated: for whom, and whether those that are set are replaced. */
export const NewPins = z
  .object({ selection: Selected, replace: z.boolean().default(false) })
  .strict()
  .meta({ id: 'NewPins' })

/** A deployment PIN shown to an admin, or to the person whose it is. */
export const PinDisclosure = z.object({ pin: z.string() }).meta({ id: 'PinDisclosure' })

/** PINs with their owners, to be printed and handed over. */
export const HandOverList = z
  .object({
    items: z.array(
      z.object({
        subscriberId: z.uuid(),
        firstName: z.string(),
        lastName: z.string(),
        directoryNumber: z.string().nullable(),
        pin: z.string(),
      }),
    ),
  })
  .meta({ id: 'HandOverList' })
