import { z } from 'zod'
import {
  accountRoute,
  Count,
  created,
  keyOf,
  nothing,
  ok,
  Paging,
  page,
  pageOf,
  type Route,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { makeApiKeys, readApiKeys, readPermissions, revokeApiKeys } from '../permissions.ts'
import { makeApiKey, permissionsOf, revokeApiKey } from './api-keys.ts'
import { ApiKey, MadeApiKey, NewApiKey, Permissions } from './schema.ts'
import { type ApiKeyRow, countApiKeys, listApiKeys } from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })

/** The keys by which machines call, and what they can be given. */
export function apiKeyRoutes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/permissions',
      operation: 'listPermissions',
      summary:
        'Everything that may be allowed in the account, which roles hold it, and whether an API key can.',
      tag: 'api-keys',
      may: readPermissions,
      params: inAccount,
      answers: { 200: Permissions },
      handle: async ({ actor }) => ok({ items: await permissionsOf(platform, actor.accountId) }),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/api-keys',
      operation: 'listApiKeys',
      summary: 'The API keys of the account, newest first; those that are revoked too.',
      tag: 'api-keys',
      may: readApiKeys,
      params: inAccount,
      query: z.object(Paging),
      answers: { 200: pageOf(ApiKey) },
      handle: async ({ actor, query }) => {
        const before = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await platform.database.inAccount(actor.accountId, (tx) =>
          listApiKeys(tx, query.limit + 1, before),
        )
        return ok(page(rows, query.limit, ({ keyId }) => [keyId], present))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/api-keys/count',
      operation: 'countApiKeys',
      summary: 'How many API keys the account has; those that are revoked too.',
      tag: 'api-keys',
      may: readApiKeys,
      params: inAccount,
      answers: { 200: Count },
      handle: async ({ actor }) =>
        ok({ count: await platform.database.inAccount(actor.accountId, countApiKeys) }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/api-keys',
      operation: 'makeApiKey',
      summary: 'Makes an API key with some of the permissions that its maker holds, and shows it once.',
      tag: 'api-keys',
      may: makeApiKeys,
      stepUp: true,
      secretAnswer: true,
      params: inAccount,
      body: NewApiKey,
      answers: { 201: MadeApiKey },
      handle: async ({ actor, body }) => {
        const { row, key } = await makeApiKey(platform, actor, body)
        return created({ ...present(row), key })
      },
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/api-keys/:keyId',
      operation: 'revokeApiKey',
      summary: 'Revokes an API key: its next request is refused. It stays in the list.',
      tag: 'api-keys',
      may: revokeApiKeys,
      params: inAccount.extend({ keyId: z.uuid() }),
      answers: { 204: null },
      handle: async ({ actor, params }) => {
        await revokeApiKey(platform, actor, params.keyId)
        return nothing()
      },
    }),
  ]
}

function present(row: ApiKeyRow): ApiKey {
  return {
    id: row.keyId,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedFrom: row.lastUsedFrom,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedBy: row.revokedByName,
  }
}
