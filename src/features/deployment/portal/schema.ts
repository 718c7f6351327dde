import { z } from 'zod'
import { Client } from '../deployments/schema.ts'
import { Subscriber } from '../subscribers/schema.ts'

/** Whether people may do something in the portal with a number of theirs now, and if not, why and from when on. */
const Allowance = z
  .object({
    allowed: z.boolean(),
    code: z.string().nullable().describe('As in the refusal; null while it is allowed.'),
    message: z.string().nullable().describe('What is in the way, and what to do.'),
    from: z.iso.datetime().nullable().describe('When it becomes allowed by itself.'),
  })
  .meta({ id: 'Allowance' })
export type Allowance = z.infer<typeof Allowance>

/** A softphone, as its owner sees it. */
export const OwnClient = Client.pick({
  id: true,
  kind: true,
  name: true,
  userAgent: true,
  createdAt: true,
  downloadedAt: true,
  lastSeenAt: true,
  copied: true,
}).meta({ id: 'OwnClient' })
export type OwnClient = z.infer<typeof OwnClient>

/** A number of the caller, and the softphones that are set up with it. */
export const OwnSubscriber = z
  .object({
    id: z.uuid(),
    directoryNumber: z.string().nullable(),
    voicemailNumber: z.string().nullable(),
    state: Subscriber.shape.state,
    deployedAt: z.iso.datetime().nullable(),
    downloadedAt: z.iso.datetime().nullable(),
    hasPin: z.boolean().describe('A deployment PIN is set, which the page behind the link asks for.'),
    setUp: Allowance.describe('Making oneself a link (self-deployment).'),
    pin: Allowance.describe('Being shown the deployment PIN.'),
    clients: z.array(OwnClient).describe('Those in use, newest first; at most a hundred.'),
  })
  .meta({ id: 'OwnSubscriber' })
export type OwnSubscriber = z.infer<typeof OwnSubscriber>

/** All numbers of the caller, in the order of their digits; nobody has a hundred. */
export const OwnSubscribers = z.object({ items: z.array(OwnSubscriber) })
