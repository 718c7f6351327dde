import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, anApiKey, aPerson, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let users: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  users = `${acme.path}/users`
})

async function setDeactivated(ids: string[], deactivated: boolean): Promise<void> {
  const asked = { selection: { ids }, changes: { deactivated } }
  const { id } = await ada.post(`${acme.path}/user-updates`, asked).expect(202)
  await finished(ada, acme, id)
}

const one = (id: string) => ada.get(`${users}/${id}`).expect(200)

describe('UA-4: people who are deactivated together', () => {
  test('are signed out at once, their links and API keys end; reactivated, each is as they were before', async () => {
    const emil = await anAdminOf(app, acme, { email: 'emil@acme.example' })
    await aColleague(app, acme, { email: 'carla@acme.example' })
    const { id: keyId } = await anApiKey(emil, acme)
    const invited = await ada
      .post(users, { firstName: 'Ina', lastName: 'Vited', email: 'ina@acme.example' })
      .expect(201)
    const emilId = (await emil.get('/sessions/current').expect(200)).user.id as string
    await setDeactivated([emilId, invited.id], true)
    expect((await emil.get(users)).status).toBe(401)
    const open = 'select 1 from app.set_up_links where user_id = $1 and used_at is null'
    expect(await asSuperuser(app.database, open, [invited.id])).toEqual([])
    const keys = await ada.get(`${acme.path}/api-keys`).expect(200)
    expect(keys.items.find(({ id }: { id: string }) => id === keyId)).toMatchObject({
      revokedAt: expect.any(String),
    })
    await setDeactivated([emilId, invited.id], false)
    expect((await one(emilId)).status).toBe('registered')
    expect((await emil.get(users)).status).toBe(401)
    expect((await one(invited.id)).status).toBe('unregistered')
  })

  test('keep out who was locked before: reactivating is no unlocking', async () => {
    const columns = { status: 'locked', lockedAt: new Date() }
    const { id } = await aPerson(app, acme, { email: 'dora@acme.example', columns })
    await setDeactivated([id], true)
    await setDeactivated([id], false)
    expect((await one(id)).status).toBe('locked')
  })
})
