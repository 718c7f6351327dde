import { z } from 'zod'
import { accepted, accountRoute, keyOf, ok, page, type Route } from '#platform/http/index.ts'
import { Count, pageOf } from '#platform/http/shapes.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../operations/index.ts'
import { fullName } from '../users/index.ts'
import { assignSelected, forecastNumbers } from './assignments.ts'
import { assignNumbers, readNumbers } from './permissions.ts'
import {
  NewSmsNumberAssignments,
  NewSmsNumberSynchronisation,
  SmsNumber,
  SmsNumberForecast,
  SmsNumberQuery,
} from './schema.ts'
import { countNumbers, listNumbers, type SmsNumberRow } from './store.ts'
import { synchroniseNumbers } from './synchronisation.ts'
import { assertCustomer } from './user-numbers.ts'

const inAccount = z.object({ accountId: z.uuid() })
const path = '/accounts/:accountId/sms-numbers'
const tag = 'sms-numbers'

/** The SMS numbers of an account, and who gets them. */
export function numberRoutes(platform: Platform): Route[] {
  const { database } = platform
  return [
    accountRoute({
      method: 'GET',
      path,
      operation: 'listSmsNumbers',
      summary: 'The numbers of the Twilio account that can send SMS, in their order, and who has each.',
      tag,
      may: readNumbers,
      params: inAccount,
      query: SmsNumberQuery,
      answers: { 200: pageOf(SmsNumber) },
      handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
        const after = cursor === undefined ? undefined : String(keyOf(cursor, 1)[0])
        const rows = await database.inAccount(actor.accountId, async (tx) => {
          await assertCustomer(tx)
          return listNumbers(tx, filter, limit + 1, after)
        })
        return ok(page(rows, limit, ({ number }) => [number], present))
      },
    }),
    accountRoute({
      method: 'GET',
      path: `${path}/count`,
      operation: 'countSmsNumbers',
      summary: 'How many numbers match.',
      tag,
      may: readNumbers,
      params: inAccount,
      query: SmsNumberQuery.omit({ limit: true, cursor: true }),
      answers: { 200: Count },
      handle: ({ actor, query }) =>
        database.inAccount(actor.accountId, async (tx) => {
          await assertCustomer(tx)
          return ok({ count: await countNumbers(tx, query) })
        }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/sms-number-synchronisations',
      operation: 'synchroniseSmsNumbers',
      summary:
        'Brings the list of numbers up to date. It is done every hour as well, as long as Twilio is on.',
      tag,
      may: assignNumbers,
      params: inAccount,
      body: NewSmsNumberSynchronisation,
      refuses: { 409: ['numbers.twilio-not-set-up'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await synchroniseNumbers(platform, actor, body))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/sms-number-assignments',
      operation: 'assignSmsNumbers',
      summary:
        'Gives each of the selected people a number, or takes theirs. Who has one of the account keeps it; with fewer numbers than people nobody gets one.',
      tag,
      may: assignNumbers,
      params: inAccount,
      body: NewSmsNumberAssignments,
      refuses: { 409: ['numbers.too-few', 'operations.count-changed'], 422: ['numbers.user-numbers-off'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await assignSelected(platform, actor, body))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/sms-number-forecasts',
      operation: 'forecastSmsNumbers',
      summary: 'Whether there are enough numbers for the selected people. Nothing is done.',
      tag,
      may: assignNumbers,
      params: inAccount,
      body: NewSmsNumberAssignments,
      answers: { 200: SmsNumberForecast },
      handle: async ({ actor, body }) => ok(await forecastNumbers(platform, actor, body)),
    }),
  ]
}

function present({ number, friendlyName, country, goneAt, ...user }: SmsNumberRow): SmsNumber {
  const { userId, firstName, lastName } = user
  return {
    number,
    friendlyName,
    country,
    isGone: goneAt !== null,
    user:
      userId === null
        ? null
        : { id: userId, name: fullName({ firstName: firstName ?? '', lastName: lastName ?? '' }) },
  }
}
