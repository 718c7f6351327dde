import { z } from 'zod'
import { accepted, accountRoute, created, ok, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../../operations/index.ts'
import { changeSubscribers } from '../subscribers/permissions.ts'
import { autoDeploy } from './auto-deploy.ts'
import { clientRoutes } from './client-routes.ts'
import { deploy } from './deploy.ts'
import { forceSelected } from './force.ts'
import { handOverLink } from './hand-over.ts'
import { deployClients, handOverLinks, readRedirectServer } from './permissions.ts'
import { redirectServerStatus } from './redirect-status.ts'
import {
  HandedLink,
  NewAutomaticDeployments,
  NewDeployments,
  NewForcedConfigurations,
  NewSynchronisations,
  RedirectServer,
} from './schema.ts'
import { synchronise } from './synchronise.ts'

const inAccount = z.object({ accountId: z.uuid() })
const ofSubscriber = inAccount.extend({ subscriberId: z.uuid() })

/** Acts on a selection, which answer 202 with an operation; a link to be handed over, shown once; and how the redirect server is. */
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
      refuses: { 409: ['operations.count-changed'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await deploy(platform, actor, body.selection))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/automatic-deployments',
      operation: 'autoDeploy',
      summary: 'Forces the configuration of those who have downloaded, and mails a link to the new.',
      tag: 'deployments',
      may: deployClients,
      params: inAccount,
      body: NewAutomaticDeployments,
      refuses: { 409: ['operations.count-changed'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await autoDeploy(platform, actor, body.selection))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/forced-configurations',
      operation: 'forceConfigurations',
      summary: 'Lets the clients of the selected fetch their configuration at the next opportunity.',
      tag: 'deployments',
      may: deployClients,
      params: inAccount,
      body: NewForcedConfigurations,
      refuses: { 409: ['operations.count-changed'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await forceSelected(platform, actor, body.selection))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/synchronisations',
      operation: 'synchronise',
      summary: 'Brings the selected up to date with the records they come from.',
      tag: 'deployments',
      may: changeSubscribers,
      params: inAccount,
      body: NewSynchronisations,
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await synchronise(platform, actor, body.selection))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscribers/:subscriberId/links',
      operation: 'handOverLink',
      summary: 'Makes a link to be handed over instead of mailed; the older one ends.',
      tag: 'deployments',
      may: handOverLinks,
      stepUp: true,
      secretAnswer: true,
      params: ofSubscriber,
      answers: { 201: HandedLink },
      handle: async ({ actor, params }) => created(await handOverLink(platform, actor, params.subscriberId)),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/redirect-server',
      operation: 'getRedirectServer',
      summary:
        "Where the redirect server is, whether it answers, and how many of the account's links it holds.",
      tag: 'deployments',
      may: readRedirectServer,
      params: inAccount,
      answers: { 200: RedirectServer },
      handle: async ({ actor }) => ok(await redirectServerStatus(platform, actor.accountId)),
    }),
    ...clientRoutes(platform),
  ]
}
