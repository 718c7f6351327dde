import { z } from 'zod'
import { accountRoute, nothing, ok, type Route, versionTag } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changeTwilio as mayChangeTwilio, readNumbers } from './permissions.ts'
import { NewTwilioAccount, TwilioAccount, TwilioAccountChanges } from './schema.ts'
import {
  changeTwilio,
  checkTwilio,
  isDelicate,
  removeTwilio,
  saveTwilio,
  showTwilio,
  tryOutChanges,
  tryOutKept,
  tryOutNew,
} from './twilio-account.ts'

const inAccount = z.object({ accountId: z.uuid() })
const path = '/accounts/:accountId/twilio-account'
const tag = 'sms-numbers'

/** The Twilio account of an account. */
export function twilioRoutes(platform: Platform): Route[] {
  async function shown(accountId: string) {
    const account = await showTwilio(platform, accountId)
    return ok(account, versionTag(account.version))
  }

  return [
    accountRoute({
      method: 'GET',
      path,
      operation: 'getTwilioAccount',
      summary: "The account's Twilio account, without its secret, and how many numbers it has.",
      tag,
      may: readNumbers,
      params: inAccount,
      answers: { 200: TwilioAccount },
      handle: ({ actor }) => shown(actor.accountId),
    }),
    accountRoute({
      method: 'PUT',
      path,
      operation: 'saveTwilioAccount',
      summary: 'Joins the account with its Twilio account, which is tried out; the other admins are told.',
      tag,
      may: mayChangeTwilio,
      versioned: true,
      stepUp: true,
      params: inAccount,
      body: NewTwilioAccount,
      answers: { 200: TwilioAccount },
      askOutside: ({ actor, body }) => tryOutNew(platform, actor, body),
      handle: async ({ actor, body, heard, expectedVersion }) => {
        await saveTwilio(platform, actor, body, heard, expectedVersion)
        return shown(actor.accountId)
      },
    }),
    accountRoute({
      method: 'PATCH',
      path,
      operation: 'changeTwilioAccount',
      summary:
        'Turns User numbers on or off, or changes address, SIDs or secret, of which the other admins are told.',
      tag,
      may: mayChangeTwilio,
      versioned: true,
      stepUp: isDelicate,
      params: inAccount,
      body: TwilioAccountChanges,
      refuses: { 422: ['numbers.secret-needed'] },
      answers: { 200: TwilioAccount },
      askOutside: ({ actor, body, expectedVersion }) => tryOutChanges(platform, actor, body, expectedVersion),
      handle: async ({ actor, body, heard }) => {
        await changeTwilio(platform, actor, body, heard)
        return shown(actor.accountId)
      },
    }),
    accountRoute({
      method: 'DELETE',
      path,
      operation: 'removeTwilioAccount',
      summary:
        'Takes the account and its Twilio account apart; people keep their numbers. The other admins are told.',
      tag,
      may: mayChangeTwilio,
      versioned: true,
      stepUp: true,
      params: inAccount,
      refuses: { 409: ['numbers.twilio-on'] },
      answers: { 204: null },
      handle: async ({ actor, expectedVersion }) => {
        await removeTwilio(platform, actor, expectedVersion)
        return nothing()
      },
    }),
    accountRoute({
      method: 'POST',
      path: `${path}/checks`,
      operation: 'checkTwilioAccount',
      summary: 'Tries the Twilio account out.',
      tag,
      may: mayChangeTwilio,
      params: inAccount,
      answers: { 200: TwilioAccount },
      askOutside: ({ actor }) => tryOutKept(platform, actor),
      handle: async ({ actor, heard }) => {
        await checkTwilio(platform, actor, heard)
        return shown(actor.accountId)
      },
    }),
  ]
}
