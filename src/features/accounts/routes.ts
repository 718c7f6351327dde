import { z } from 'zod'
import {
  accountRoute,
  created,
  keyOf,
  notFound,
  ok,
  Paging,
  page,
  pageOf,
  type Route,
  versionTag,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import * as permissions from './permissions.ts'
import { Account, AccountChanges, NewAccount } from './schema.ts'
import { addCustomer, changeAccount, presentAccount } from './service.ts'
import { listCustomers, readAccount } from './store.ts'

const params = z.object({ accountId: z.uuid() })

export function routes(platform: Platform): Route[] {
  const { database } = platform
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts',
      operation: 'listAccounts',
      summary: 'The customers of the partner you belong to.',
      tag: 'accounts',
      may: permissions.listCustomers,
      query: z.object(Paging),
      answers: { 200: pageOf(Account) },
      handle: async ({ actor, query }) => {
        const key = query.cursor === undefined ? undefined : keyOf(query.cursor, 2)
        const after = key && { name: String(key[0]), accountId: String(key[1]) }
        const rows = await database.acrossCustomers(actor.homeAccountId, (tx) =>
          listCustomers(tx, query.limit + 1, after),
        )
        return ok(page(rows, query.limit, (row) => [row.name, row.accountId], presentAccount))
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts',
      operation: 'addAccount',
      summary: 'Adds a customer to your partner account.',
      tag: 'accounts',
      may: permissions.addCustomer,
      body: NewAccount,
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
      summary: 'Changes the settings of an account.',
      tag: 'accounts',
      may: permissions.changeAccount,
      params,
      body: AccountChanges,
      answers: { 200: Account },
      handle: async ({ actor, body, expectedVersion }) => {
        const account = await changeAccount(platform, actor, body, expectedVersion)
        return ok(presentAccount(account), versionTag(account.version))
      },
    }),
  ]
}
