import { z } from 'zod'
import {
  accountRoute,
  Count,
  created,
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
import { presentCustomer, refreshFigures } from './figures.ts'
import { routes as integrationRoutes } from './integrations/routes.ts'
import { countCustomers, listCustomers } from './list-store.ts'
import { routes as locationRoutes } from './locations/routes.ts'
import * as permissions from './permissions.ts'
import {
  Account,
  AccountChanges,
  AccountFilterQuery,
  AccountQuery,
  type AccountSort,
  CustomerAccount,
  DeactivationForecast,
  NewAccount,
} from './schema.ts'
import { addCustomer, changeAccount, presentAccount } from './service.ts'
import { forecastDeactivation } from './status.ts'
import { readAccount } from './store.ts'

const params = z.object({ accountId: z.uuid() })

/** A partner’s customers, and an account itself. What stands outside an account’s path is asked of the caller’s own. */
export function routes(platform: Platform): Route[] {
  const { database, clock } = platform
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts',
      operation: 'listAccounts',
      summary: 'The customers of the partner you belong to, filtered and sorted, each with figures.',
      tag: 'accounts',
      may: permissions.listCustomers,
      query: AccountQuery,
      answers: { 200: pageOf(CustomerAccount) },
      handle: async ({ actor, query: { limit, cursor, sort, ...filter } }) => {
        const key = cursor === undefined ? undefined : keyOf(cursor, 4).map(String)
        if (key && key[0] !== sort) throw foreignCursor()
        const [, sortKey = '', sortName = '', accountId = ''] = key ?? []
        const order = {
          sort: sort.replace('-', '') as AccountSort,
          descending: sort.startsWith('-'),
          after: key && { sortKey, sortName, accountId },
          limit: limit + 1,
        }
        const now = clock.now()
        const rows = await database.acrossCustomers(actor.homeAccountId, (tx) =>
          listCustomers(tx, filter, order, now),
        )
        await refreshFigures(platform, actor.homeAccountId, rows)
        return ok(
          page(rows, limit, (row) => [sort, row.sortKey, row.sortName, row.accountId], presentCustomer),
        )
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/count',
      operation: 'countAccounts',
      summary: 'How many customers of the partner you belong to match.',
      tag: 'accounts',
      may: permissions.listCustomers,
      query: AccountFilterQuery,
      answers: { 200: Count },
      handle: async ({ actor, query }) =>
        ok({
          count: await database.acrossCustomers(actor.homeAccountId, (tx) => countCustomers(tx, query)),
        }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts',
      operation: 'addAccount',
      summary: 'Adds a customer to your partner account.',
      tag: 'accounts',
      may: permissions.addCustomer,
      body: NewAccount,
      refuses: { 403: ['accounts.not-a-partner'], 409: ['accounts.deactivated'] },
      answers: { 201: Account },
      handle: async ({ actor, body }) => {
        const account = await addCustomer(platform, actor, body)
        return created(presentAccount(account), versionTag(account.version))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId',
      operation: 'getAccount',
      summary: 'One account.',
      tag: 'accounts',
      may: permissions.readAccount,
      params,
      answers: { 200: Account },
      handle: async ({ actor }) => {
        const account = await database.inAccount(actor.accountId, readAccount)
        if (!account) throw notFound()
        return ok(presentAccount(account), versionTag(account.version))
      },
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId',
      operation: 'changeAccount',
      summary:
        'Changes the settings of an account. Its partner deactivates and reactivates it by `status`: a deactivated account can be looked at and reactivated, and nothing else. A customer’s own admin says by `partnerAccess` whether the partner may enter.',
      tag: 'accounts',
      may: permissions.changeAccount,
      versioned: true,
      // Softphones of the whole account are reset by the one; the other lets people of another company in, or leaves nobody who can help.
      stepUp: ({ status, partnerAccess }) => status === 'deactivated' || partnerAccess !== undefined,
      params,
      body: AccountChanges,
      refuses: { 403: ['accounts.status-of-partner', 'accounts.partner-access-of-customer'] },
      answers: { 200: Account },
      handle: async ({ actor, body, expectedVersion }) => {
        const account = await changeAccount(platform, actor, body, expectedVersion)
        return ok(presentAccount(account), versionTag(account.version))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/deactivation-forecast',
      operation: 'forecastDeactivation',
      summary: 'What deactivating the account would do at this moment.',
      tag: 'accounts',
      may: permissions.changeAccount,
      params,
      answers: { 200: DeactivationForecast },
      handle: async ({ actor }) => ok(await forecastDeactivation(platform, actor.accountId)),
    }),
    ...locationRoutes(platform),
    ...integrationRoutes(platform),
  ]
}
