import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aSubscriber, deployTo, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let carla: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let anna: { id: string }

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  carla = await anAdminOf(app, customer)
  anna = await aSubscriber(ada, customer)
})
afterAll(() => app.stop())

/** Of which acts Carla was told, and whether by the partner, since this was asked last. */
const told = async () => {
  const rows = await asSuperuser(
    app.database,
    `delete from app.outgoing_mails where account_id = $1 and kind = 'admin-notice' returning recipient, parameters`,
    [customer.id],
  )
  return rows.map(({ recipient, parameters: { notice, fromPartner } }) => ({
    to: recipient,
    what: notice.what,
    fromPartner,
  }))
}
const oneToCarla = (what: string) => [{ to: 'carla@acme.example', what, fromPartner: true }]

interface Act {
  name: string
  what: string
  action: string
  act: (admin: ApiClient) => Promise<unknown>
}

const selection = () => ({ ids: [anna.id] })
const acts: Act[] = [
  {
    name: 'a deployment',
    what: 'deployment-started',
    action: 'deployment.started',
    act: (admin) => deployTo(admin, customer, [anna.id]),
  },
  {
    name: 'an automatic deployment',
    what: 'deployment-started',
    action: 'automatic-deployment.started',
    async act(admin) {
      const body = { selection: selection() }
      const { id } = await admin.post(`${customer.path}/automatic-deployments`, body).expect(202)
      await finished(admin, customer, id)
    },
  },
  {
    name: 'an export without PINs',
    what: 'export-made',
    action: 'subscribers.exported',
    act: (admin) => admin.post(`${customer.path}/subscriber-exports`, { selection: selection() }).expect(200),
  },
  {
    name: 'a link taken by hand',
    what: 'link-handed-over',
    action: 'link.handed-over',
    act: (admin) => admin.post(`${customer.path}/subscribers/${anna.id}/links`).expect(201),
  },
  {
    name: 'a list of PINs',
    what: 'pins-disclosed',
    action: 'pins.disclosed',
    async act(admin) {
      const body = { selection: selection() }
      const { id } = await admin.post(`${customer.path}/deployment-pins`, body).expect(202)
      await finished(admin, customer, id)
      await admin.post(`${customer.path}/deployment-pins/${id}/hand-over-lists`).expect(201)
    },
  },
  {
    name: 'an export with PINs',
    what: 'export-with-pins',
    action: 'subscribers.exported',
    act: (admin) => admin.post(`${customer.path}/subscriber-exports`, { selection: selection() }).expect(200),
  },
  {
    name: 'a PIN that is shown',
    what: 'pin-disclosed',
    action: 'pin.disclosed',
    act: (admin) => admin.post(`${customer.path}/subscribers/${anna.id}/pin-disclosures`).expect(201),
  },
  {
    name: 'a central address',
    what: 'central-address-set',
    action: 'profile.added',
    act: (admin) =>
      admin
        .post(`${customer.path}/deployment-profiles`, {
          name: 'Central',
          pinRequired: true,
          centralEmail: 'desk@acme.example',
        })
        .expect(201),
  },
  {
    name: 'a new admin',
    what: 'admin-made',
    action: 'user.added',
    act: (admin) =>
      admin
        .post(`${customer.path}/users`, {
          firstName: 'Mallory',
          lastName: 'Weiss',
          email: 'mallory@evil.example',
          role: 'admin',
        })
        .expect(201),
  },
  {
    name: 'an admin who is deleted',
    what: 'admin-removed',
    action: 'user.deleted',
    async act(admin) {
      const { id } = await aColleague(app, customer, { email: 'emil@acme.example', registered: false })
      await admin.delete(`${customer.path}/users/${id}`).expect(204)
    },
  },
  {
    name: 'a changed deployment e-mail',
    what: 'deployment-email-changed',
    action: 'deployment-email.changed',
    act: (admin) =>
      admin
        .put(`${customer.path}/deployment-email/en`, { subject: 'Your phone', body: '{{link}}' })
        .expect(200),
  },
]

describe('Malicious partner administrator', () => {
  test.each(
    acts,
  )("$name by a partner's admin is told to the customer's admins, and stands in the customer's own history", async ({
    what,
    action,
    act,
  }) => {
    await told()
    await act(ada)
    expect(await told()).toEqual(oneToCarla(what))
    const { items } = await carla.get(`${customer.path}/events?limit=1`).expect(200)
    expect(items[0]).toMatchObject({ action, actorName: expect.any(String), fromPartner: true })
  })

  test("the customer's own deployments and exports without PINs are told to nobody", async () => {
    const bob = await aSubscriber(carla, customer, { email: 'bob@acme.example' })
    await told()
    await deployTo(carla, customer, [bob.id])
    const body = { selection: { ids: [bob.id] } }
    await carla.post(`${customer.path}/subscriber-exports`, body).expect(200)
    expect(await told()).toEqual([])
  })

  test('where the customer has no admin of its own, the partner writes no such mail to itself', async () => {
    const other = await aCustomer(ada, { name: 'Globex' })
    const { id } = await aSubscriber(ada, other)
    await deployTo(ada, other, [id])
    const mails = await asSuperuser(
      app.database,
      "select 1 from app.outgoing_mails where account_id = $1 and kind = 'admin-notice'",
      [other.id],
    )
    expect(mails).toEqual([])
  })
})
