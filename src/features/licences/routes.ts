import { z } from 'zod'
import { accepted, accountRoute, ok, type Route, versionTag } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../operations/index.ts'
import { presentUsers, type UserRow } from '../users/index.ts'
import { User } from '../users/schema.ts'
import { assignLicences, forecastLicences } from './assignments.ts'
import { todayIn } from './days.ts'
import { assignLicence, unassignLicence } from './one-person.ts'
import { assignLicences as mayAssign, readLicences } from './permissions.ts'
import { presentProducts, presentSubscription } from './products.ts'
import {
  LicenceForecast,
  LicensableProduct,
  NewLicenceAssignments,
  SubscribedProduct,
  Subscription,
} from './schema.ts'
import { listSubscriptions } from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })
const held = inAccount.extend({ userId: z.uuid(), product: SubscribedProduct })

/** Subscriptions of an account, and the licences of its people. */
export function routes(platform: Platform): Route[] {
  const { database, clock } = platform

  async function shown(accountId: string, row: UserRow) {
    const [user] = await database.inAccount(accountId, (tx) => presentUsers(platform, tx, [row]))
    return ok(user, versionTag(row.version))
  }

  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscriptions',
      operation: 'listSubscriptions',
      summary: 'The seats that the account may give to its people; those that end soonest first.',
      tag: 'licences',
      may: readLicences,
      params: inAccount,
      answers: { 200: z.object({ items: z.array(Subscription) }) },
      handle: ({ actor }) =>
        database.inAccount(actor.accountId, async (tx) => {
          const today = await todayIn(tx, clock.now())
          const rows = await listSubscriptions(tx)
          return ok({ items: rows.map((row) => presentSubscription(today, row)) })
        }),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/products',
      operation: 'listProducts',
      summary:
        'The products whose licences are given out here: how many are left, and whether they may be given.',
      tag: 'licences',
      may: readLicences,
      params: inAccount,
      answers: { 200: z.object({ items: z.array(LicensableProduct) }) },
      handle: async ({ actor }) => {
        const items = await database.inAccount(actor.accountId, (tx) => presentProducts(tx, clock.now()))
        return ok({ items })
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/licence-assignments',
      operation: 'assignLicences',
      summary: 'Gives licences to the selected people, to all of them or to nobody; or takes theirs.',
      tag: 'licences',
      may: mayAssign,
      params: inAccount,
      body: NewLicenceAssignments,
      refuses: { 409: ['licences.not-managed-here', 'licences.too-few', 'operations.count-changed'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await assignLicences(platform, actor, body))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/licence-forecasts',
      operation: 'forecastLicences',
      summary: 'What giving licences to the selected people would need. Changes nothing.',
      tag: 'licences',
      may: mayAssign,
      params: inAccount,
      body: NewLicenceAssignments,
      answers: { 200: LicenceForecast },
      handle: async ({ actor, body }) => ok(await forecastLicences(platform, actor, body)),
    }),
    accountRoute({
      method: 'PUT',
      path: '/accounts/:accountId/users/:userId/licences/:product',
      operation: 'assignLicence',
      summary: 'Gives a person a licence.',
      tag: 'licences',
      may: mayAssign,
      params: held,
      refuses: { 409: ['licences.not-managed-here', 'licences.too-few'] },
      answers: { 200: User },
      handle: async ({ actor, params: { userId, product } }) =>
        shown(actor.accountId, await assignLicence(platform, actor, userId, product)),
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/users/:userId/licences/:product',
      operation: 'unassignLicence',
      summary: "Takes a person's licence and gives its seat back.",
      tag: 'licences',
      may: mayAssign,
      params: held,
      refuses: { 409: ['licences.not-managed-here'] },
      answers: { 200: User },
      handle: async ({ actor, params: { userId, product } }) =>
        shown(actor.accountId, await unassignLicence(platform, actor, userId, product)),
    }),
  ]
}
