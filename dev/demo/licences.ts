import type { ApiClient } from '#tests/harness/api-client.ts'
import { type Customer, finished } from './acts.ts'

/** Who was given which order: how many seats, and to whom of its people the first licences went. */
const orders = [
  { customer: 'Acme Instruments', number: 'NW-2026-101', seats: 25, licensed: [] },
  {
    customer: 'Alpenhof Hotels',
    number: 'NW-2026-114',
    seats: 3,
    licensed: ['magdalena.huber@alpenhof.example', 'stefan.bauer@alpenhof.example'],
  },
  { customer: 'Bergmann Logistik', number: 'NW-2026-120', seats: 120, licensed: [] },
]

/** Enters orders of MiTeam Meetings: those of customers, some of whose seats are given to people, and one that is still to be given. */
export async function addOrders(admin: ApiClient, partnerId: string): Promise<void> {
  const { items } = await admin.get('/accounts?limit=500').expect(200)
  const year = new Date().getUTCFullYear()
  const entered = { product: 'miteam-meetings', startsOn: `${year}-01-01` }
  const add = (order: object) =>
    admin.post(`/accounts/${partnerId}/orders`, { ...entered, ...order }).expect(201)
  for (const { customer: name, number, seats, licensed } of orders) {
    const { id } = items.find((account: { name: string }) => account.name === name)
    const customer = { path: `/accounts/${id}` }
    await admin.patch(`${customer.path}/integrations/miteam-meetings`, { isOn: true }).expect(200)
    await add({ number, quantity: seats, endsOn: `${year + 1}-12-31`, customerId: id })
    await license(admin, customer, licensed)
  }
  await add({ number: 'NW-2026-131', quantity: 50 })
}

async function license(admin: ApiClient, customer: Customer, emails: string[]): Promise<void> {
  if (emails.length === 0) return
  const { items } = await admin.get(`${customer.path}/users?limit=500`).expect(200)
  const people = items.filter(({ email }: { email: string }) => emails.includes(email))
  const selection = { ids: people.map(({ id }: { id: string }) => id) }
  const asked = { selection, assign: true }
  const { id } = await admin.post(`${customer.path}/licence-assignments`, asked).expect(202)
  await finished(admin, customer, id)
}
