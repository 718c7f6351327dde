import { z } from 'zod'
import { accountRoute, keyOf, nothing, ok, Paging, page, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readSubscribers } from '../subscribers/permissions.ts'
import { clientOf, clientsOf, nameClient, presentClient, removeClient, reportLost } from './clients.ts'
import { effectiveConfiguration } from './effective.ts'
import { deployClients } from './permissions.ts'
import {
  Client,
  ClientChanges,
  ClientEnd,
  EffectiveConfiguration,
  EffectiveQuery,
  LostClient,
} from './schema.ts'

const ofSubscriber = z.object({ accountId: z.uuid(), subscriberId: z.uuid() })
const one = ofSubscriber.extend({ clientId: z.uuid() })

/** The softphones of a subscriber, and what stands in their configuration. */
export function clientRoutes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscribers/:subscriberId/clients',
      operation: 'listClients',
      summary: 'The softphones set up for a subscriber.',
      tag: 'deployments',
      may: readSubscribers,
      params: ofSubscriber,
      query: z.object(Paging),
      answers: { 200: pageOf(Client) },
      handle: async ({ actor, params, query }) => {
        const before = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await clientsOf(platform, actor, params.subscriberId, query.limit + 1, before)
        return ok(page(rows, query.limit, (row) => [row.clientId], presentClient))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscribers/:subscriberId/clients/:clientId',
      operation: 'getClient',
      summary: 'One softphone.',
      tag: 'deployments',
      may: readSubscribers,
      params: one,
      answers: { 200: Client },
      handle: async ({ actor, params }) =>
        ok(presentClient(await clientOf(platform, actor, params.subscriberId, params.clientId))),
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId/subscribers/:subscriberId/clients/:clientId',
      operation: 'renameClient',
      summary: 'Gives a client another name.',
      tag: 'deployments',
      may: deployClients,
      params: one,
      body: ClientChanges,
      answers: { 200: Client },
      handle: async ({ actor, params, body }) =>
        ok(presentClient(await nameClient(platform, actor, params.subscriberId, params.clientId, body.name))),
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/subscribers/:subscriberId/clients/:clientId',
      operation: 'removeClient',
      summary:
        'Ends a client; its next fetch gets the reset document. `reason=lost` also says what else to do.',
      tag: 'deployments',
      may: deployClients,
      params: one,
      query: ClientEnd,
      answers: { 200: LostClient, 204: null },
      handle: async ({ actor, params, query }) => {
        if (query.reason === 'lost') {
          return ok(await reportLost(platform, actor, params.subscriberId, params.clientId))
        }
        await removeClient(platform, actor, params.subscriberId, params.clientId)
        return nothing()
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscribers/:subscriberId/effective-configuration',
      operation: 'getEffectiveConfiguration',
      summary: 'Every value, where it comes from, and what one client has now.',
      tag: 'deployments',
      may: readSubscribers,
      params: ofSubscriber,
      query: EffectiveQuery,
      answers: { 200: EffectiveConfiguration },
      handle: async ({ actor, params, query }) =>
        ok(await effectiveConfiguration(platform, actor, params.subscriberId, query)),
    }),
  ]
}
