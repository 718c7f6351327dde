import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

async function annaWithPhone(given: object = {}) {
  const { id } = await aSubscriber(ada, customer, given)
  const token = await aLink(app, ada, customer, id)
  return { id, token, ...(await aPhone(app, token)) }
}
const shown = (id: string) => ada.get(`${customer.path}/subscribers/${id}`).expect(200)
const clientsOf = async (id: string) =>
  (await ada.get(`${customer.path}/subscribers/${id}/clients`).expect(200)).items

describe('after the last softphone of a user has ended', () => {
  const removeClients = async (id: string, query = '') => {
    for (const client of await clientsOf(id)) {
      const path = `${customer.path}/subscribers/${id}/clients/${client.id}${query}`
      expect((await ada.delete(path)).status).toBeLessThan(300)
    }
  }
  const pendingIn = async (path: string) => {
    const { items } = await ada.get(`${customer.path}/subscribers?${path}`).expect(200)
    return items.map(({ id }: { id: string }) => id)
  }

  test('DP-2 CD-6: no update is pending, not in the record, not in the list, a search or a count, and not after another change', async () => {
    const lastName = 'Vandenberg'
    const phone = await annaWithPhone({ lastName })
    const path = `${customer.path}/subscribers/${phone.id}`
    const filter = 'updatePending=true'
    await ada.patch(path, { pbxSipPassword: 'n3w-s3cret' }).expect(200)
    expect(await pendingIn(filter)).toContain(phone.id)
    expect(await pendingIn(`${filter}&search=${lastName}`)).toEqual([phone.id])
    const { count } = await ada.get(`${customer.path}/subscribers/count?${filter}`).expect(200)

    await removeClients(phone.id)
    expect((await shown(phone.id)).flags.updatePending).toBe(false)
    expect(await pendingIn(filter)).not.toContain(phone.id)
    expect(await pendingIn(`${filter}&search=${lastName}`)).toEqual([])
    expect(await ada.get(`${customer.path}/subscribers/count?${filter}`).expect(200)).toEqual({
      count: count - 1,
    })
    const changed = await ada.patch(path, { pbxSipPassword: 'n3wer-s3cret' }).expect(200)
    expect(changed.flags.updatePending).toBe(false)
  })

  test('DP-2 CD-6: the update stays pending while another softphone has it to fetch', async () => {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Two', pinRequired: false, clientsPerLink: 2 })
      .expect(201)
    const phone = await annaWithPhone({ profileId })
    await aPhone(app, phone.token)
    await ada.patch(`${customer.path}/subscribers/${phone.id}`, { pbxSipPassword: 'n3w' }).expect(200)
    const [second] = await clientsOf(phone.id)
    await ada.delete(`${customer.path}/subscribers/${phone.id}/clients/${second.id}`).expect(204)
    expect(await shown(phone.id)).toMatchObject({
      clientCount: 1,
      state: 'downloaded',
      flags: { updatePending: true },
    })
    await fetchAsPhone(phone.url)
    expect((await shown(phone.id)).flags.updatePending).toBe(false)
  })

  test.each([
    ['Remove', ''],
    ['Lost or stolen', '?reason=lost'],
  ])('CD-3: *%s* makes the state *Revoked*; when it was downloaded still stands', async (_act, query) => {
    const phone = await annaWithPhone()
    const { downloadedAt } = await shown(phone.id)
    await removeClients(phone.id, query)
    expect(await shown(phone.id)).toMatchObject({ state: 'revoked', clientCount: 0, downloadedAt })
  })

  test('CD-3: the state of a newer link stays', async () => {
    const phone = await annaWithPhone()
    await aLink(app, ada, customer, phone.id)
    await removeClients(phone.id)
    expect((await shown(phone.id)).state).toMatch(/queued|sent/)
  })
})
