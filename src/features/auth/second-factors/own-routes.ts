import { z } from 'zod'
import {
  type Actor,
  callerRoute,
  created,
  nothing,
  ok,
  type Route,
  type SignedIn,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { beginEnrolment, confirmEnrolment, renewRecoveryCodes } from './enrolment.ts'
import { forgetRememberedDevice, listRememberedDevices } from './remembered-devices.ts'
import { removeOwnSecondFactor } from './removal.ts'
import { NewSecondFactor, RecoveryCodes, RememberedDevices, SecondFactorConfirmation } from './schema.ts'

/** Everybody's own second factor, and the browsers in which it is not asked for. */
export function ownSecondFactorRoutes(platform: Platform): Route[] {
  return [
    callerRoute({
      method: 'POST',
      path: '/me/second-factor',
      operation: 'beginSecondFactor',
      summary:
        'Begins to set up an authenticator app. It counts when its first code was given; until then, the one before.',
      tag: 'own sign-in',
      stepUp: true,
      answers: { 201: NewSecondFactor },
      handle: async (incoming) => created(await beginEnrolment(platform, ownActor(incoming))),
    }),
    callerRoute({
      method: 'POST',
      path: '/me/second-factor/confirmations',
      operation: 'confirmSecondFactor',
      summary:
        'Gives the first code of the authenticator app that is being set up; answers the recovery codes, this once.',
      tag: 'own sign-in',
      body: SecondFactorConfirmation,
      refuses: { 401: ['auth.wrong-second-factor'], 409: ['auth.no-enrolment'] },
      answers: { 201: RecoveryCodes },
      handle: async (incoming) => {
        const recoveryCodes = await confirmEnrolment(platform, ownActor(incoming), incoming.body.totp)
        return created({ recoveryCodes })
      },
    }),
    callerRoute({
      method: 'DELETE',
      path: '/me/second-factor',
      operation: 'removeSecondFactor',
      summary: 'Removes the authenticator app and its recovery codes.',
      tag: 'own sign-in',
      stepUp: true,
      refuses: { 409: ['auth.second-factor-needed'] },
      answers: { 204: null },
      handle: async (incoming) => {
        await removeOwnSecondFactor(platform, ownActor(incoming))
        return nothing()
      },
    }),
    callerRoute({
      method: 'POST',
      path: '/me/recovery-codes',
      operation: 'renewRecoveryCodes',
      summary: 'Makes ten new recovery codes, and ends those before them.',
      tag: 'own sign-in',
      stepUp: true,
      answers: { 201: RecoveryCodes },
      handle: async (incoming) =>
        created({ recoveryCodes: await renewRecoveryCodes(platform, ownActor(incoming)) }),
    }),
    callerRoute({
      method: 'GET',
      path: '/me/remembered-devices',
      operation: 'listRememberedDevices',
      summary: 'The browsers in which the caller is asked for the password only, the newest first.',
      tag: 'own sign-in',
      answers: { 200: RememberedDevices },
      handle: async ({ caller }) => ok({ items: await listRememberedDevices(platform, caller) }),
    }),
    callerRoute({
      method: 'DELETE',
      path: '/me/remembered-devices/:deviceId',
      operation: 'forgetRememberedDevice',
      summary: 'Asks for the second factor in that browser again.',
      tag: 'own sign-in',
      params: z.object({ deviceId: z.uuid() }),
      answers: { 204: null },
      handle: async (incoming) => {
        await forgetRememberedDevice(platform, ownActor(incoming), incoming.params.deviceId)
        return nothing()
      },
    }),
  ]
}

/** Whoever acts on themselves. */
function ownActor({
  caller,
  address,
  requestId,
}: {
  caller: SignedIn
  address: string | undefined
  requestId: string
}): Actor & SignedIn {
  return { ...caller, accountId: caller.homeAccountId, address, requestId }
}
