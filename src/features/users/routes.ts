import { z } from 'zod'
import {
  accountRoute,
  Count,
  foreignCursor,
  keyOf,
  notFound,
  ok,
  page,
  pageOf,
  type Route,
  versionTag,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { countCustomerUsers, listCustomerUsers } from './customer-list-store.ts'
import { countLicences } from './licences-store.ts'
import { countUsers, listUsers } from './list-store.ts'
import { readCustomerUsers, readUsers } from './permissions.ts'
import { presentCustomerUser, presentUsers } from './present.ts'
import {
  CustomerUser,
  CustomerUserCount,
  CustomerUserFilterQuery,
  CustomerUserQuery,
  customerUserCountMax,
  LicensedProduct,
  User,
  UserFilterQuery,
  UserQuery,
  type UserSort,
} from './schema.ts'
import { readUser } from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ userId: z.uuid() })

/** The people of an account, what they can be licensed for, and for a partner the people of all its customers. */
export function routes(platform: Platform): Route[] {
  const { database, clock } = platform
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/users',
      operation: 'listUsers',
      summary:
        'The people of the account, filtered and sorted. A search with more than 10,000 matches is sorted by name; X-Sorted-By says how. First name, mobile, SMS number, role, location and origin sort at most 10,000 matches.',
      tag: 'users',
      may: readUsers,
      params: inAccount,
      query: UserQuery,
      refuses: { 422: ['users.too-many-to-sort'] },
      answers: { 200: pageOf(User) },
      handle: async ({ actor, query }) => {
        const { limit, cursor, sort, ...filter } = query
        const [asked = sort, sorted = sort, key, id] =
          cursor === undefined ? [] : keyOf(cursor, 4).map(String)
        // The order that was asked for, and the one in which the list was begun: by name where a search had found too many for the first.
        if ((sort !== asked && sort !== sorted) || (sorted !== asked && sorted !== 'lastName')) {
          throw foreignCursor()
        }
        const order = {
          sort: sorted.replace('-', '') as UserSort,
          descending: sorted.startsWith('-'),
          after: key === undefined || id === undefined ? undefined : { key, id },
          limit: limit + 1,
        }
        return database.inAccount(actor.accountId, async (tx) => {
          const list = await listUsers(tx, filter, order)
          const sortedBy = `${list.descending ? '-' : ''}${list.sort}`
          const { items: rows, nextCursor } = page(
            list.rows,
            limit,
            (row) => [asked, sortedBy, row.sortKey, row.userId],
            (row) => row,
          )
          return ok(
            { items: await presentUsers(platform, tx, rows), nextCursor },
            { 'x-sorted-by': sortedBy },
          )
        })
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/users/count',
      operation: 'countUsers',
      summary: 'How many people match.',
      tag: 'users',
      may: readUsers,
      params: inAccount,
      query: UserFilterQuery,
      answers: { 200: Count },
      handle: async ({ actor, query }) =>
        ok({ count: await database.inAccount(actor.accountId, (tx) => countUsers(tx, query)) }),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/users/:userId',
      operation: 'getUser',
      summary: 'One person.',
      tag: 'users',
      may: readUsers,
      params: one,
      answers: { 200: User },
      handle: async ({ actor, params }) =>
        database.inAccount(actor.accountId, async (tx) => {
          const row = await readUser(tx, params.userId)
          if (!row) throw notFound()
          const [user] = await presentUsers(platform, tx, [row])
          return ok(user, versionTag(row.version))
        }),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/licensed-products',
      operation: 'listLicensedProducts',
      summary: 'The products for which somebody of the account holds a licence.',
      tag: 'users',
      may: readUsers,
      params: inAccount,
      answers: { 200: z.object({ items: z.array(LicensedProduct) }) },
      handle: async ({ actor }) => ok({ items: await database.inAccount(actor.accountId, countLicences) }),
    }),
    accountRoute({
      method: 'GET',
      path: '/customer-users',
      operation: 'listCustomerUsers',
      summary: 'The people of all customers that let your partner in, by name.',
      tag: 'users',
      may: readCustomerUsers,
      query: CustomerUserQuery,
      answers: { 200: pageOf(CustomerUser) },
      handle: async ({ actor, query }) => {
        // Customers have no customers: for them there is no such list.
        if (actor.homeAccountKind !== 'partner') throw notFound()
        const { limit, cursor, search } = query
        const { lacksSecondFactor } = actor
        const [key, id] = cursor === undefined ? [] : keyOf(cursor, 2).map(String)
        const after = key === undefined || id === undefined ? undefined : { key, id }
        const rows = await database.acrossCustomers(actor.homeAccountId, (tx) =>
          listCustomerUsers(tx, { search, after, limit: limit + 1 }, { now: clock.now(), lacksSecondFactor }),
        )
        return ok(page(rows, limit, (row) => [row.sortKey, row.userId], presentCustomerUser))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/customer-users/count',
      operation: 'countCustomerUsers',
      summary: 'How many people of all customers that let your partner in match, up to 10,000.',
      tag: 'users',
      may: readCustomerUsers,
      query: CustomerUserFilterQuery,
      answers: { 200: CustomerUserCount },
      handle: async ({ actor, query }) => {
        if (actor.homeAccountKind !== 'partner') throw notFound()
        const { homeAccountId, lacksSecondFactor } = actor
        const asked = { search: query.search, limit: customerUserCountMax + 1 }
        const found = await database.acrossCustomers(homeAccountId, (tx) =>
          countCustomerUsers(tx, asked, { now: clock.now(), lacksSecondFactor }),
        )
        return ok({ count: Math.min(found, customerUserCountMax), isMore: found > customerUserCountMax })
      },
    }),
  ]
}
