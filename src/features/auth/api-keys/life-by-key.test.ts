import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, deployTo, finished } from '#tests/harness/people.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

test('a program takes a person through all of their life with nothing but an API key', async () => {
  const acme = await aCustomer(await app.ada())
  const carla = await anAdminOf(app, acme)
  const { key } = await anApiKey(carla, acme, { name: 'Directory sync' })
  const sync = app.bearing(key)
  const under = (text: string) => ({ 'idempotency-key': text })
  const users = `${acme.path}/users`

  const person = { firstName: 'Anna', lastName: 'Kühn', email: 'anna@acme.example' }
  const anna = await sync.post(users, person, under('anna')).expect(201)
  const repeated = await sync.post(users, person, under('anna'))
  expect(repeated.body).toEqual(anna)

  await sync.patch(`${users}/${anna.id}`, { mobile: '+49 170 1234567' }, { 'if-match': '"7"' }).expect(412)
  await sync.patch(`${users}/${anna.id}`, { mobile: '+49 170 1234567' }, { 'if-match': '"1"' }).expect(200)
  const found = await sync.get(`${users}?search=kuhn&limit=1`).expect(200)
  expect(found.items.map(({ id }: { id: string }) => id)).toEqual([anna.id])
  expect((await sync.get(`${users}/count?search=kuhn`).expect(200)).count).toBe(1)

  const subscriber = await sync
    .post(`${acme.path}/subscribers`, {
      ...person,
      profileId: acme.profileId,
      pbxSipHost: 'pbx.acme.example',
      pbxSipUserName: '1001',
      pbxSipPassword: 's3cret-Anna',
    })
    .expect(201)
  expect((await deployTo(sync, acme, [subscriber.id])).done).toBe(1)
  const events = await sync.get(`${acme.path}/events?limit=100`).expect(200)
  const byKey = events.items.filter(({ actorKind }: { actorKind: string }) => actorKind === 'api-key')
  expect(new Set(byKey.map(({ actorName }: { actorName: string }) => actorName))).toEqual(
    new Set(['Carla Rossi (Directory sync)']),
  )

  const file = {
    name: 'people.csv',
    content: 'First name,Last name,Email address\nBen,Ode,ben@acme.example\n',
  }
  const plan = await sync.upload(`${acme.path}/subscriber-imports`, file).expect(201)
  const applied = await sync.post(`${acme.path}/subscriber-imports/${plan.id}/application`).expect(202)
  expect((await finished(sync, acme, applied.id)).done).toBe(1)

  const everybody = { all: true, filter: { search: 'kuhn' }, except: [], expectedCount: 1 }
  const deletion = await sync.post(`${acme.path}/user-deletions`, { selection: everybody }).expect(202)
  expect((await finished(sync, acme, deletion.id)).done).toBe(1)
  await sync.get(`${users}/${anna.id}`).expect(404)
})

test('a bulk deletion by a key skips admins, and says why', async () => {
  const globex = await aCustomer(await app.ada(), { name: 'Globex' })
  const carla = await anAdminOf(app, globex, { email: 'carla@globex.example' })
  const { key } = await anApiKey(carla, globex)
  const sync = app.bearing(key)
  await sync
    .post(`${globex.path}/users`, { firstName: 'Ben', lastName: 'Ode', email: 'ben@globex.example' })
    .expect(201)
  const everybody = { all: true, filter: {}, except: [], expectedCount: 2 }
  const { id } = await sync.post(`${globex.path}/user-deletions`, { selection: everybody }).expect(202)
  expect(await finished(sync, globex, id)).toMatchObject({ done: 1, skipped: 1 })
  const { items } = await sync.get(`${globex.path}/operations/${id}/items`).expect(200)
  expect(items.map(({ code }: { code: string | null }) => code)).toContain('users.admin-by-key')
})
