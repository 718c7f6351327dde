import { z } from 'zod'
import { selectionOf } from '../../operations/schema.ts'
import { ClientKind } from '../profiles/schema.ts'
import { SubscriberFilter } from '../subscribers/schema.ts'

/** Deploy: to whom. */
export const NewDeployments = z
  .object({ selection: selectionOf(SubscriberFilter) })
  .strict()
  .meta({ id: 'NewDeployments' })

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
    revokedAt: z.iso.datetime().nullable(),
    revokedBecause: z.string().nullable(),
  })
  .meta({ id: 'Client' })
export type Client = z.infer<typeof Client>

/** `POST /d/<token>` as data: a PIN where one is set, and the app to be set up. */
export const LinkUse = z
  .object({ pin: z.string().max(64).optional(), client: ClientKind })
  .meta({ id: 'LinkUse' })

/** Where the softphone fetches its configuration, for ten minutes. */
export const Ticket = z.object({ url: z.url(), expiresAt: z.iso.datetime() }).meta({ id: 'Ticket' })

/** A link that an admin takes by hand. */
export const HandedLink = z
  .object({
    link: z.url(),
    qrCode: z.string().describe('An SVG as `data:` address.'),
    authenticationCode: z.string().describe('The same token, to be read aloud or pasted.'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'HandedLink' })
export type HandedLink = z.infer<typeof HandedLink>
