import { z } from 'zod'
import { actorAtHome, callerRoute, created, nothing, ok, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { ClientChanges, ClientEnd, HandedLink } from '../deployments/schema.ts'
import { PinDisclosure } from '../subscribers/schema.ts'
import { nameOwnClient, removeOwnClient, reportOwnLost } from './own-clients.ts'
import { listOwnSubscribers } from './own-numbers.ts'
import { discloseOwnPin } from './own-pin.ts'
import { OwnClient, OwnSubscribers } from './schema.ts'
import { deployToOneself } from './self-deployment.ts'

const tag = 'portal'
const ofSubscriber = z.object({ subscriberId: z.uuid() })
const ofClient = ofSubscriber.extend({ clientId: z.uuid() })

const unproven = [
  'deployment.self-deployment-off',
  'deployment.password-too-new',
  'deployment.second-factor-needed',
  'deployment.second-factor-too-new',
]
const unusable = ['deployment.do-not-deploy', 'deployment.no-sip-account', 'deployment.no-app-offered']

/** What people do with their own numbers and softphones. */
export function portalRoutes(platform: Platform): Route[] {
  return [
    callerRoute({
      method: 'GET',
      path: '/me/subscribers',
      operation: 'listOwnSubscribers',
      summary:
        "The caller's numbers, the softphones that are set up with them, and what may be done with each now.",
      tag,
      answers: { 200: OwnSubscribers },
      handle: async ({ caller }) => ok({ items: await listOwnSubscribers(platform, caller) }),
    }),
    callerRoute({
      method: 'POST',
      path: '/me/subscribers/:subscriberId/links',
      operation: 'deployToOneself',
      summary: 'Makes a link with which the caller sets up a softphone of their own; the older one ends.',
      tag,
      stepUp: true,
      params: ofSubscriber,
      answers: { 201: HandedLink },
      refuses: { 403: [...unproven, 'deployment.pin-missing', ...unusable] },
      handle: async ({ caller, params, ...origin }) =>
        created(await deployToOneself(platform, actorAtHome(caller, origin), params.subscriberId)),
    }),
    callerRoute({
      method: 'POST',
      path: '/me/subscribers/:subscriberId/pin-disclosures',
      operation: 'discloseOwnPin',
      summary: "Shows the caller their number's deployment PIN, and records that it was shown.",
      tag,
      stepUp: true,
      params: ofSubscriber,
      answers: { 201: PinDisclosure },
      refuses: { 403: [...unproven, 'deployment.pin-not-set', ...unusable] },
      handle: async ({ caller, params, ...origin }) =>
        created({ pin: await discloseOwnPin(platform, actorAtHome(caller, origin), params.subscriberId) }),
    }),
    callerRoute({
      method: 'PATCH',
      path: '/me/subscribers/:subscriberId/clients/:clientId',
      operation: 'renameOwnClient',
      summary: "Gives one of the caller's softphones another name.",
      tag,
      params: ofClient,
      body: ClientChanges,
      answers: { 200: OwnClient },
      handle: async ({ caller, params, body, ...origin }) =>
        ok(await nameOwnClient(platform, actorAtHome(caller, origin), params, body.name)),
    }),
    callerRoute({
      method: 'DELETE',
      path: '/me/subscribers/:subscriberId/clients/:clientId',
      operation: 'removeOwnClient',
      summary:
        "Ends one of the caller's softphones; its next fetch gets the reset document. With `reason=lost` the admins are told where to change passwords.",
      tag,
      params: ofClient,
      query: ClientEnd,
      answers: { 204: null },
      handle: async ({ caller, params, query, ...origin }) => {
        const end = query.reason === 'lost' ? reportOwnLost : removeOwnClient
        await end(platform, actorAtHome(caller, origin), params)
        return nothing()
      },
    }),
  ]
}
