import { expect, test } from 'vitest'
import { startTestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson, aSubscriber } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'

test('UA-2, UA-90: a row of the list holds a value for every column, and so does the person alone', async ({
  onTestFinished,
}) => {
  const app = await startTestApp()
  onTestFinished(() => app.stop())
  const ada = await app.ada()
  const acme = await aCustomer(ada)
  const { id: locationId } = await ada.post(`${acme.path}/locations`, { name: 'Hamburg' }).expect(201)
  const columns = {
    mobile: '+491711234567',
    smsNumber: '+493012345678',
    extension: '1001',
    locationId,
    origin: 'pbx',
    owners: { extension: 'PBX Hamburg' },
    contactCenter: 'Agent',
    lastSignInAt: new Date('2026-02-01T08:00:00Z'),
    lastModifiedAt: new Date('2026-03-01T10:00:00Z'),
    lastModifiedByName: 'Ada Byron',
    lastModifiedFields: ['mobile'],
    language: 'de',
  }
  const email = 'dora.weiss@acme.example'
  const { id } = await aPerson(app, acme, {
    email,
    role: 'admin',
    licences: ['mitel-cx', 'micollab'],
    columns,
  })
  const subscriber = await aSubscriber(ada, acme, { userId: id })
  await aPhone(app, await aLink(app, ada, acme, subscriber.id))

  const shown = {
    id,
    firstName: 'Dora',
    lastName: 'Weiss',
    email,
    mobile: '+491711234567',
    smsNumber: '+493012345678',
    extension: '1001',
    role: 'admin',
    locationId,
    status: 'registered',
    invitation: null,
    registeredAt: expect.any(String),
    language: 'de',
    origin: 'pbx',
    owners: { extension: 'PBX Hamburg' },
    licences: ['micollab', 'mitel-cx'],
    contactCenter: 'Agent',
    clientsDeployed: 1,
    lastSignInAt: '2026-02-01T08:00:00.000Z',
    lastModifiedAt: '2026-03-01T10:00:00.000Z',
    lastModifiedBy: 'Ada Byron',
    lastModifiedFields: ['mobile'],
    version: 1,
    createdAt: expect.any(String),
  }
  const { items } = await ada.get(`${acme.path}/users`).expect(200)
  expect(items).toEqual([shown])
  expect(await ada.get(`${acme.path}/users/${id}`).expect(200)).toEqual(shown)
})
