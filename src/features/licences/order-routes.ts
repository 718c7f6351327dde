import { z } from 'zod'
import {
  accountRoute,
  Count,
  created,
  keyOf,
  notFound,
  nothing,
  ok,
  page,
  pageOf,
  type Route,
  versionTag,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { addOrder, assertPartner, changeOrder, deleteOrder, presentOrder, presentOrders } from './orders.ts'
import { countOrders, listOrders, readOrder } from './orders-store.ts'
import { changeOrders, readOrders } from './permissions.ts'
import { NewOrder, Order, OrderChanges, OrderFilterQuery, OrderQuery } from './schema.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ orderId: z.uuid() })

/** What a partner has ordered. */
export function orderRoutes(platform: Platform): Route[] {
  const { database } = platform

  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/orders',
      operation: 'listOrders',
      summary: "The orders of a partner, the last entered first; all, or a customer's.",
      tag: 'licences',
      may: readOrders,
      params: inAccount,
      query: OrderQuery,
      answers: { 200: pageOf(Order) },
      handle: async ({ actor, query: { limit, cursor, customerId } }) => {
        const [before] = cursor === undefined ? [] : keyOf(cursor, 1).map(String)
        const rows = await database.inAccount(actor.accountId, async (tx) => {
          await assertPartner(tx)
          return listOrders(tx, customerId, { limit: limit + 1, before })
        })
        const shown = await presentOrders(platform, actor.accountId, rows.slice(0, limit))
        const { nextCursor } = page(
          rows,
          limit,
          ({ orderId }) => [orderId],
          ({ orderId }) => orderId,
        )
        return ok({ items: shown, nextCursor })
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/orders/count',
      operation: 'countOrders',
      summary: "How many orders a partner has; all, or a customer's.",
      tag: 'licences',
      may: readOrders,
      params: inAccount,
      query: OrderFilterQuery,
      answers: { 200: Count },
      handle: async ({ actor, query }) => {
        const count = await database.inAccount(actor.accountId, async (tx) => {
          await assertPartner(tx)
          return countOrders(tx, query.customerId)
        })
        return ok({ count })
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/orders',
      operation: 'addOrder',
      summary: 'Enters an order of the partner; with `customerId` it is given to that customer at once.',
      tag: 'licences',
      may: changeOrders,
      params: inAccount,
      body: NewOrder,
      refuses: { 409: ['licences.partner-only', 'licences.order-number-taken'] },
      answers: { 201: Order },
      handle: async ({ actor, body }) => {
        const row = await addOrder(platform, actor, body)
        return created(await presentOrder(platform, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/orders/:orderId',
      operation: 'getOrder',
      summary: 'One order of the partner.',
      tag: 'licences',
      may: readOrders,
      params: one,
      answers: { 200: Order },
      handle: async ({ actor, params }) => {
        const row = await database.inAccount(actor.accountId, async (tx) => {
          await assertPartner(tx)
          return readOrder(tx, params.orderId)
        })
        if (!row) throw notFound()
        return ok(await presentOrder(platform, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId/orders/:orderId',
      operation: 'changeOrder',
      summary:
        'Changes an order; `customerId` gives it to a customer, null takes it back, which is possible while nobody holds a licence out of it.',
      tag: 'licences',
      may: changeOrders,
      versioned: true,
      params: one,
      body: OrderChanges,
      refuses: {
        409: [
          'licences.in-use',
          'licences.quantity-in-use',
          'licences.would-end',
          'licences.order-number-taken',
        ],
        422: ['licences.customer-unknown'],
      },
      answers: { 200: Order },
      handle: async ({ actor, params, body, expectedVersion }) => {
        const row = await changeOrder(platform, actor, params.orderId, body, expectedVersion)
        return ok(await presentOrder(platform, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/orders/:orderId',
      operation: 'deleteOrder',
      summary: 'Deletes an order that no customer has.',
      tag: 'licences',
      may: changeOrders,
      versioned: true,
      params: one,
      refuses: { 409: ['licences.given'] },
      answers: { 204: null },
      handle: async ({ actor, params, expectedVersion }) => {
        await deleteOrder(platform, actor, params.orderId, expectedVersion)
        return nothing()
      },
    }),
  ]
}
