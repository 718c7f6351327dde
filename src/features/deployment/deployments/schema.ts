import { z } from 'zod'
import { nameOf } from '#platform/http/shapes.ts'
import { selectionOf } from '../../operations/schema.ts'
import { ClientKind } from '../profiles/schema.ts'
import { SubscriberFilter } from '../subscribers/schema.ts'

const selected = { selection: selectionOf(SubscriberFilter) }

/** Deploy: to whom. */
export const NewDeployments = z.object(selected).strict().meta({ id: 'NewDeployments' })

/** Auto deploy: to whom. */
export const NewAutomaticDeployments = z.object(selected).strict().meta({ id: 'NewAutomaticDeployments' })

/** Set force config: for whom. */
export const NewForcedConfigurations = z.object(selected).strict().meta({ id: 'NewForcedConfigurations' })

/** Sync data: which. */
export const NewSynchronisations = z.object(selected).strict().meta({ id: 'NewSynchronisations' })

/** One installed softphone. */
export const Client = z
  .object({
    id: z.uuid(),
    kind: ClientKind,
    name: z.string(),
    userAgent: z.string().nullable(),
    createdAt: z.iso.datetime(),
    downloadedAt: z.iso.datetime().nullable(),
    lastSeenAt: z.iso.datetime().nullable(),
    copied: z.boolean().describe('Two copies of this client are in use.'),
    suspicious: z
      .enum(['within-60-seconds'])
      .nullable()
      .describe('Its first download came so soon after the mail that a mail scanner may have made it.'),
    forcePending: z.boolean().describe('The configuration is due now and has not been fetched since.'),
    forceObeyedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    revokedBecause: z.string().nullable(),
  })
  .meta({ id: 'Client' })
export type Client = z.infer<typeof Client>

/** A client's name is the only thing about it that people choose. */
export const ClientChanges = z
  .object({
    name: nameOf('Give the client a name.'),
  })
  .strict()
  .meta({ id: 'ClientChanges' })

/** How a client ends: *Remove*, or *Lost or stolen*. */
export const ClientEnd = z.object({ reason: z.enum(['removed', 'lost']).default('removed') })

/** What is left to do after a client was lost: passwords that it knew and that are to be changed by hand. */
export const LostClient = z
  .object({
    client: Client,
    rotateAt: z
      .array(z.object({ account: z.enum(['pbx', 'mbg']), host: z.string(), userName: z.string() }))
      .describe('Where the SIP password must be changed by hand.'),
    othersForced: z.boolean().describe("The subscriber's other clients fetch their configuration now."),
    message: z.string(),
  })
  .meta({ id: 'LostClient' })
export type LostClient = z.infer<typeof LostClient>

/** Whose effective configuration: that of one client, or of a new one of this kind. */
export const EffectiveQuery = z.object({ client: z.uuid().optional(), kind: ClientKind.optional() })

/** One value of a configuration. */
export const EffectiveValue = z
  .object({
    key: z.string().describe('Its place in the configuration, as in `accounts.pbx.port`.'),
    label: z.string(),
    value: z
      .string()
      .nullable()
      .describe('Secrets are masked. Null: the phone has it, the configuration no longer does.'),
    secret: z.boolean(),
    origin: z.enum(['subscriber', 'profile', 'account', 'default']),
    onPhone: z
      .string()
      .nullable()
      .describe('What the client was handed last; null when it has none, `unknown` when that is not known.'),
    differs: z.boolean(),
  })
  .meta({ id: 'EffectiveValue' })
export type EffectiveValue = z.infer<typeof EffectiveValue>

/** A subscriber's configuration, value by value. */
export const EffectiveConfiguration = z
  .object({
    values: z.array(EffectiveValue),
    format: z
      .object({
        kind: ClientKind,
        offered: z.boolean(),
        reasonCode: z
          .enum(['not-in-profile', 'no-account', 'needs-clear-password', 'value-not-representable'])
          .nullable(),
        field: z.string().nullable().describe('The value that stands in the way.'),
      })
      .nullable()
      .describe(
        'Whether a client of the kind in question can carry it; null when neither client nor kind is named.',
      ),
  })
  .meta({ id: 'EffectiveConfiguration' })
export type EffectiveConfiguration = z.infer<typeof EffectiveConfiguration>

/** `POST /d/<token>` as data: a PIN where one is set, and the app to be set up. */
export const LinkUse = z
  .object({ pin: z.string().max(64).optional(), client: ClientKind })
  .meta({ id: 'LinkUse' })

/** A link that an admin takes by hand, or that its person made in the portal. */
export const HandedLink = z
  .object({
    link: z.url(),
    qrCode: z.string().describe('An SVG as `data:` address.'),
    authenticationCode: z.string().describe('The same token, to be read aloud or pasted.'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'HandedLink' })
export type HandedLink = z.infer<typeof HandedLink>

/** The redirect server, as an account sees it (DP-5). */
export const RedirectServer = z
  .object({
    origin: z.url().describe('Where it is: the address in mails.'),
    bypassed: z.boolean().describe('Links of this account point straight at the service.'),
    answers: z.boolean(),
    problem: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .describe('Why it does not answer as it should, and what to do.'),
    heldLinks: z
      .int()
      .nullable()
      .describe("Open links of this account that it holds; null when it doesn't answer."),
    waitingLinks: z.int().describe('Open links of this account that it is still to be told of.'),
    emailContentVersion: z.int().nullable().describe('Version of the default e-mail content that it holds.'),
  })
  .meta({ id: 'RedirectServer' })
export type RedirectServer = z.infer<typeof RedirectServer>
