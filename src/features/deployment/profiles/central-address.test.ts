import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { partnerAdmin, startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let path: string

const central = { name: 'Reception', centralEmail: 'reception@acme.example' }

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  // A sign-in counts for five minutes; some tests move the clock on.
  ada = await app.ada()
  customer = await aCustomer(ada)
  path = `${customer.path}/deployment-profiles`
})

/** Subjects of what came to an address, oldest first. */
const subjectsTo = async (address: string) => {
  const sent = app.mail.messages.filter(({ envelope }) => envelope.to.includes(address))
  return Promise.all(sent.map(async ({ raw }) => (await app.mail.parse(raw)).subject))
}

describe('IM-9: a central deployment e-mail address', () => {
  test('needs a password given within five minutes, on a new profile and on a changed one', async () => {
    const { id } = await ada.post(path, { name: 'Plain' }).expect(201)
    app.clock.advance({ minutes: 6 })
    const refused = { status: 403, body: { code: 'auth.step-up-required' } }
    expect(await ada.post(path, central)).toMatchObject(refused)
    expect(await ada.patch(`${path}/${id}`, { centralEmail: central.centralEmail })).toMatchObject(refused)
    expect(await ada.patch(`${path}/${id}`, { centralEmail: null })).toMatchObject(refused)
    expect((await ada.get(`${path}/${id}`).expect(200)).centralEmail).toBeNull()
    await ada.post('/sessions/current/step-ups', { password: partnerAdmin.password }).expect(201)
    await ada.post(path, central).expect(201)
    await ada.patch(`${path}/${id}`, { centralEmail: central.centralEmail }).expect(200)
  })

  test('is the only setting that does: the others are saved without', async () => {
    app.clock.advance({ minutes: 6 })
    const { id } = await ada.post(path, { name: 'Plain', centralEmail: null }).expect(201)
    await ada.patch(`${path}/${id}`, { refreshHours: 12 }).expect(200)
  })

  test('is told to all admins of the account, whoever sets it, each time it is another one', async () => {
    const carla = await anAdminOf(app, customer, { email: 'carla@central.example' })
    const { id } = await carla.post(path, central).expect(201)
    await carla.patch(`${path}/${id}`, { centralEmail: central.centralEmail }).expect(200)
    await carla.patch(`${path}/${id}`, { centralEmail: null }).expect(200)
    await carla.patch(`${path}/${id}`, { centralEmail: 'thief@evil.example' }).expect(200)
    const subjects = await waitUntil(
      async () => {
        const come = await subjectsTo('carla@central.example')
        return come.length >= 2 ? come : undefined
      },
      { what: 'both notices have come' },
    )
    expect(subjects.sort()).toEqual(
      ['reception@acme.example', 'thief@evil.example'].map(
        (address) => `Acme: All deployment e-mails of the profile “Reception” now go to ${address}`,
      ),
    )
  })

  test('goes with a profile that requires a PIN only', async () => {
    const refused = {
      status: 422,
      body: { code: 'deployment-profiles.central-needs-pin', errors: [{ path: 'pinRequired' }] },
    }
    expect(await ada.post(path, { ...central, pinRequired: false })).toMatchObject(refused)
    const { id } = await ada.post(path, central).expect(201)
    expect(await ada.patch(`${path}/${id}`, { pinRequired: false })).toMatchObject(refused)
    const withoutPin = await ada.post(path, { name: 'No PIN', pinRequired: false }).expect(201)
    const { centralEmail } = central
    expect(await ada.patch(`${path}/${withoutPin.id}`, { centralEmail })).toMatchObject(refused)
    await ada.patch(`${path}/${withoutPin.id}`, { centralEmail, pinRequired: true }).expect(200)
    await ada.patch(`${path}/${id}`, { centralEmail: null, pinRequired: false }).expect(200)
  })

  test('gets the mails of everybody with the profile, each naming the person and number it is for', async () => {
    const { id: profileId } = await ada
      .post(path, { ...central, centralEmail: 'desk@central.example' })
      .expect(201)
    const anna = await aSubscriber(ada, customer, { profileId, deploymentPin: '482913' })
    const bob = await aSubscriber(ada, customer, {
      profileId,
      lastName: 'Brown',
      email: 'bob@central.example',
    })
    expect(await deployTo(ada, customer, [anna.id, bob.id])).toMatchObject({ done: 1, skipped: 1 })
    const { raw } = await app.mail.waitForMessage(({ envelope }) =>
      envelope.to.includes('desk@central.example'),
    )
    const mail = await app.mail.parse(raw)
    expect(mail.subject).toBe('Acme: set up your softphone (Anna Kühn, 1001)')
    expect(mail.text).toContain('This e-mail is for Anna Kühn, 1001.')
  })
})
