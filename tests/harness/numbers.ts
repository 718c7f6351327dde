import { type GivenNumber, rentedNumber } from '#dev/simulators/twilio/account.ts'
import { startTwilioSimulator, type TwilioSimulator } from '#dev/simulators/twilio/simulator.ts'
import type { ApiClient } from './api-client.ts'
import type { TestApp } from './app.ts'
import { finished } from './people.ts'

export const twilioSid = `AC${'7'.repeat(32)}`
export const twilioToken = 'the-auth-token-of-acme'

/** Twilio, played, with one account that rents these numbers. An app reaches it with `outboundAllow: ['127.0.0.1']`. */
export function playTwilio(numbers: GivenNumber[]): Promise<TwilioSimulator> {
  return startTwilioSimulator({ port: 0, accounts: [{ sid: twilioSid, authToken: twilioToken, numbers }] })
}

/** So many numbers, from +1 202 555 0100 on. */
export function someNumbers(count: number): GivenNumber[] {
  return Array.from({ length: count }, (_, place) => ({ number: `+1202${5_550_100 + place}` }))
}

/** Joins the customer with the Twilio that is played, by the API, turns everything on, and waits until its numbers are listed. */
export async function joinTwilio(
  admin: ApiClient,
  customer: { path: string },
  twilio: TwilioSimulator,
): Promise<void> {
  const { origin } = twilio
  await admin
    .put(`${customer.path}/twilio-account`, { origin, accountSid: twilioSid, secret: twilioToken })
    .expect(200)
  await admin.patch(`${customer.path}/integrations/twilio`, { isOn: true }).expect(200)
  await admin.patch(`${customer.path}/twilio-account`, { userNumbers: true }).expect(200)
  const operation = await admin.post(`${customer.path}/sms-number-synchronisations`, {}).expect(202)
  await finished(admin, customer, operation.id)
}

/** The customer's people can be given these numbers, as if they had been read from a Twilio account. Nothing answers there. */
export async function withUserNumbers(
  app: TestApp,
  customer: { id: string },
  numbers: string[],
): Promise<void> {
  const { id: accountId } = customer
  const now = app.platform.clock.now()
  await app.platform.database.inAccount(accountId, async (tx) => {
    await tx
      .insertInto('app.integrations')
      .values({ accountId, integration: 'twilio', isOn: true, changedAt: now })
      .execute()
    await tx
      .insertInto('app.twilioAccounts')
      .values({
        ...{ accountId, origin: 'https://api.twilio.com', accountSid: twilioSid, secret: 'none' },
        ...{ userNumbers: true, state: 'working', changedAt: now },
      })
      .execute()
    await tx
      .insertInto('app.smsNumbers')
      .values(
        numbers.map((number) => {
          const { sid: twilioSid, friendlyName } = rentedNumber({ number })
          return { accountId, number, twilioSid, friendlyName, seenAt: now }
        }),
      )
      .execute()
  })
}
