import type { Answer, ApiClient } from '../harness/api-client.ts'
import type { aCustomer } from '../harness/people.ts'

type Customer = Awaited<ReturnType<typeof aCustomer>>

/** The header of a request under this key. */
export const under = (key: string) => ({ 'idempotency-key': key })

/** Was the answer kept from an earlier request? */
export const isReplayed = ({ headers }: Answer) => headers.get('idempotency-replayed') === 'true'

/** What is sent to add a subscriber. */
export const personOf = (customer: Customer, given: object = {}) => ({
  profileId: customer.profileId,
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@acme.example',
  pbxSipHost: 'pbx.acme.example',
  pbxSipUserName: '1001',
  pbxSipPassword: 's3cret-Anna',
  ...given,
})

/** How many subscribers a search finds. */
export const countNamed = async (ada: ApiClient, customer: Customer, search: string): Promise<number> =>
  (await ada.get(`${customer.path}/subscribers/count?search=${search}`).expect(200)).count
