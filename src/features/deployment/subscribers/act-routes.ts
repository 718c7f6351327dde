import { z } from 'zod'
import { accepted, accountRoute, created, nothing, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../../operations/index.ts'
import { deleteSelected } from './deletions.ts'
import { changeSubscribers, disclosePins } from './permissions.ts'
import { assignPeople } from './person-assignments.ts'
import { disclosePin, generatePins, handOverList, unlock } from './pins.ts'
import {
  HandOverList,
  NewPersonAssignments,
  NewPins,
  NewSubscriberDeletions,
  PinDisclosure,
} from './schema.ts'

const inAccount = z.object({ accountId: z.uuid() })
const ofSubscriber = inAccount.extend({ subscriberId: z.uuid() })

/** Acts on subscribers, single and in bulk. */
export function actRoutes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscriber-deletions',
      operation: 'deleteSubscribers',
      summary: 'Removes the selected subscribers from client deployment.',
      tag: 'subscribers',
      may: changeSubscribers,
      params: inAccount,
      body: NewSubscriberDeletions,
      refuses: { 409: ['operations.count-changed'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await deleteSelected(platform, actor, body.selection))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/person-assignments',
      operation: 'assignPeople',
      summary:
        'Gives each of the selected subscribers that belongs to nobody to the person of the account with the same e-mail address.',
      tag: 'subscribers',
      may: changeSubscribers,
      params: inAccount,
      body: NewPersonAssignments,
      refuses: { 409: ['operations.count-changed'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await assignPeople(platform, actor, body.selection))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/deployment-pins',
      operation: 'generatePins',
      summary: 'Generates a different deployment PIN for each of the selected subscribers.',
      tag: 'subscribers',
      may: changeSubscribers,
      params: inAccount,
      body: NewPins,
      refuses: { 409: ['operations.count-changed'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await generatePins(platform, actor, body.selection, body.replace))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/deployment-pins/:operationId/hand-over-lists',
      operation: 'makeHandOverList',
      summary: 'The generated PINs with their owners, to be printed; recorded as a disclosure.',
      tag: 'subscribers',
      may: disclosePins,
      stepUp: true,
      secretAnswer: true,
      params: inAccount.extend({ operationId: z.uuid() }),
      answers: { 201: HandOverList },
      handle: async ({ actor, params }) =>
        created({ items: await handOverList(platform, actor, params.operationId) }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscribers/:subscriberId/pin-disclosures',
      operation: 'disclosePin',
      summary: 'Shows the deployment PIN, and records that it was shown.',
      tag: 'subscribers',
      may: disclosePins,
      stepUp: true,
      secretAnswer: true,
      params: ofSubscriber,
      refuses: { 409: ['deployment.pin-not-set'] },
      answers: { 201: PinDisclosure },
      handle: async ({ actor, params }) =>
        created({ pin: await disclosePin(platform, actor, params.subscriberId) }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscribers/:subscriberId/unlocks',
      operation: 'unlockSubscriber',
      summary: 'Lets a person who typed too many wrong PINs try again.',
      tag: 'subscribers',
      may: changeSubscribers,
      params: ofSubscriber,
      answers: { 204: null },
      handle: async ({ actor, params }) => {
        await unlock(platform, actor, params.subscriberId)
        return nothing()
      },
    }),
  ]
}
