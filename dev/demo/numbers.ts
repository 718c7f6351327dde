import type { ApiClient } from '#tests/harness/api-client.ts'
import { exampleAccount } from '../simulators/twilio/example.ts'
import { finished } from './acts.ts'

/** The customer whose people have SMS numbers. */
const customerName = 'Alpenhof Hotels'
const peopleWithNumbers = 2

/**
 * Joins the customer with the Twilio that is played, whose address is another at each start; at the first start two people are given numbers. Does
 * nothing where the customer was removed.
 */
export async function joinTwilio(admin: ApiClient, twilio: { origin: string }): Promise<void> {
  const accounts = await admin.get('/accounts').expect(200)
  const found = accounts.items.find(({ name }: { name: string }) => name === customerName)
  if (!found) return
  const path = `/accounts/${found.id}`
  const { sid: accountSid, authToken: secret } = exampleAccount
  await admin.put(`${path}/twilio-account`, { origin: twilio.origin, accountSid, secret }).expect(200)
  const before = await admin.get(`${path}/sms-numbers/count`).expect(200)
  if (before.count > 0) return
  await admin.patch(`${path}/integrations/twilio`, { isOn: true }).expect(200)
  await admin.patch(`${path}/twilio-account`, { userNumbers: true }).expect(200)
  const read = await admin.post(`${path}/sms-number-synchronisations`, {}).expect(202)
  await finished(admin, { path }, read.id)
  const people = await admin.get(`${path}/users?limit=${peopleWithNumbers}`).expect(200)
  const ids = people.items.map(({ id }: { id: string }) => id)
  const giving = { selection: { ids }, assign: true }
  const given = await admin.post(`${path}/sms-number-assignments`, giving).expect(202)
  await finished(admin, { path }, given.id)
}
