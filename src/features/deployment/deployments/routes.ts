import { z } from 'zod'
import { accepted, accountRoute, created, nothing, ok, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../../operations/index.ts'
import { readSubscribers } from '../subscribers/permissions.ts'
import { clientsOf, presentClient, removeClient } from './clients.ts'
import { deploy } from './deploy.ts'
import { handOverLink } from './hand-over.ts'
import { deployClients, handOverLinks } from './permissions.ts'
import { Client, HandedLink, NewDeployments } from './schema.ts'

const inAccount = z.object({ accountId: z.uuid() })
const ofSubscriber = inAccount.extend({ subscriberId: z.uuid() })

export function routes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/deployments',
      operation: 'deploy',
      summary: 'Mails a new link to the selected subscribers.',
      tag: 'deployments',
      may: deployClients,
      params: inAccount,
      body: NewDeployments,
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await deploy(platform, actor, body.selection))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscribers/:subscriberId/links',
      operation: 'handOverLink',
      summary: 'Makes a link to be handed over instead of mailed; the older one ends.',
      tag: 'deployments',
      may: handOverLinks,
      stepUp: true,
      params: ofSubscriber,
      answers: { 201: HandedLink },
      handle: async ({ actor, params }) => created(await handOverLink(platform, actor, params.subscriberId)),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscribers/:subscriberId/clients',
      operation: 'listClients',
      summary: 'The softphones set up for a subscriber.',
      tag: 'deployments',
      may: readSubscribers,
      params: ofSubscriber,
      answers: { 200: pageOf(Client) },
      handle: async ({ actor, params }) => {
        const rows = await clientsOf(platform, actor, params.subscriberId)
        return ok({ items: rows.map(presentClient), nextCursor: null })
      },
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/subscribers/:subscriberId/clients/:clientId',
      operation: 'removeClient',
      summary: 'Ends a client; its next fetch gets the reset document.',
      tag: 'deployments',
      may: deployClients,
      params: ofSubscriber.extend({ clientId: z.uuid() }),
      answers: { 204: null },
      handle: async ({ actor, params }) => {
        await removeClient(platform, actor, params.subscriberId, params.clientId)
        return nothing()
      },
    }),
  ]
}
