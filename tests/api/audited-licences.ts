import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { anOrder, aSubscription } from '../harness/people.ts'
import { type Act, type Customer, inBulk } from './audited-subscriber-acts.ts'

/** Acts on licences, and on a partner's orders as far as their customer sees them (licences/orders.test.ts has the partner's side). */
export const licenceActs: Record<string, Act> = {
  addOrder: {
    writes: 'subscription.added',
    prepare:
      async ({ ada, customer }) =>
      () =>
        anOrder(ada, { customerId: customer.id }),
  },
  changeOrder: {
    writes: 'subscription.changed',
    prepare: async ({ ada, customer }) => {
      const { id } = await anOrder(ada, { customerId: customer.id })
      const { account } = await ada.get('/sessions/current').expect(200)
      return () => ada.patch(`/accounts/${account.id}/orders/${id}`, { quantity: 20 }).expect(200)
    },
  },
  // Of nobody: it stands at each person as their part in it (licences/assignments.test.ts).
  assignLicences: {
    writes: 'licence-assignment.started',
    prepare: async ({ ada, customer }) => {
      await licencesOn(ada, customer)
      return () => inBulk(ada, customer, 'licence-assignments', [newId()], { assign: true })
    },
  },
  assignLicence: {
    writes: 'licence.assigned',
    prepare: async ({ ada, customer }) => {
      const licence = await aLicence(ada, customer, 'assigned@acme.example')
      return () => ada.put(licence, undefined).expect(200)
    },
  },
  unassignLicence: {
    writes: 'licence.unassigned',
    prepare: async ({ ada, customer }) => {
      const licence = await aLicence(ada, customer, 'unassigned@acme.example')
      await ada.put(licence, undefined).expect(200)
      return () => ada.delete(licence).expect(200)
    },
  },
}

async function licencesOn(ada: ApiClient, customer: Customer): Promise<void> {
  await ada.patch(`${customer.path}/integrations/micollab`, { isOn: false }).expect(200)
  await aSubscription(ada, customer)
}

async function aLicence(ada: ApiClient, customer: Customer, email: string): Promise<string> {
  await licencesOn(ada, customer)
  const person = { firstName: 'Dora', lastName: 'Weiss', email }
  const { id } = await ada.post(`${customer.path}/users`, person).expect(201)
  return `${customer.path}/users/${id}/licences/miteam-meetings`
}
