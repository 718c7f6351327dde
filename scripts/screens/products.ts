import { finished } from '#dev/demo/acts.ts'
import { exampleAccount } from '#dev/simulators/twilio/example.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'

const file = [
  'FIRST NAME,LAST NAME,EMAIL,ROLE,Location',
  'Mira,Olsen,mira.olsen@alpenhof.example,User,Salzburg',
  'Tom,Berg,tom.berg@alpenhof,User,Salzburg',
  'Zoe,Lang,zoe.lang@alpenhof.example,Receptionist,Innsbruck',
  'Ada,Vik,ada.vik@alpenhof.example,Account Admin,',
].join('\r\n')

interface ProductsOf {
  admin: ApiClient
  partnerId: string
  accountId: string
  /** Where Twilio is played. */
  twilioOrigin: string
}

/**
 * Gives the customer licences and SMS numbers, and to the first of its people some of them.
 * @returns the id of a checked file of people, with faulty rows
 */
export async function addProducts({
  admin,
  partnerId,
  accountId,
  twilioOrigin,
}: ProductsOf): Promise<string> {
  const path = `/accounts/${accountId}`
  const entered = { product: 'miteam-meetings', startsOn: '2026-01-01' }
  const order = (given: object) =>
    admin.post(`/accounts/${partnerId}/orders`, { ...entered, ...given }).expect(201)
  await admin.patch(`${path}/integrations/miteam-meetings`, { isOn: true }).expect(200)
  await order({ number: 'NW-2026-114', quantity: 25, endsOn: '2030-12-31', customerId: accountId })
  await order({ number: 'NW-2026-131', quantity: 50 })

  const { sid: accountSid, authToken: secret } = exampleAccount
  await admin.put(`${path}/twilio-account`, { origin: twilioOrigin, accountSid, secret }).expect(200)
  await admin.patch(`${path}/integrations/twilio`, { isOn: true }).expect(200)
  await admin.patch(`${path}/twilio-account`, { userNumbers: true }).expect(200)
  const synchronising = await admin.post(`${path}/sms-number-synchronisations`, {}).expect(202)
  await finished(admin, { path }, synchronising.id)

  const { items } = await admin.get(`${path}/users?limit=9`).expect(200)
  const ids = items.map(({ id }: { id: string }) => id)
  for (const act of ['licence-assignments', 'sms-number-assignments']) {
    const { id } = await admin.post(`${path}/${act}`, { selection: { ids }, assign: true }).expect(202)
    await finished(admin, { path }, id)
  }
  const plan = await admin.upload(`${path}/user-imports`, { name: 'receptionists.csv', content: file })
  return plan.body.id
}
