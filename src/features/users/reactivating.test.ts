import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { operationRunner } from '../operations/index.ts'
import { updateOperation } from './updates.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

test('threats "Stolen session of an administrator": many who are reactivated let nobody in who became an administrator after that was asked for', async () => {
  const acme = await aCustomer(await app.ada())
  const carla = await anAdminOf(app, acme)
  const colleague = (name: string) => aColleague(app, acme, { email: `${name}@acme.example`, role: 'user' })
  const fred = await colleague('fred')
  const gina = await colleague('gina')
  const person = (id: string) => `${acme.path}/users/${id}`
  for (const { id } of [fred, gina]) await carla.patch(person(id), { deactivated: true }).expect(200)
  const selection = { ids: [fred.id, gina.id] }
  const { id: operationId } = await carla
    .post(`${acme.path}/user-updates`, { selection, changes: { deactivated: false } })
    .expect(202)
  await carla.patch(person(fred.id), { role: 'admin' }).expect(200)

  const { run } = operationRunner(app.platform, [updateOperation(app.platform)])
  await run({ accountId: acme.id, operationId } as never)

  const operation = `${acme.path}/operations/${operationId}`
  expect(await carla.get(operation).expect(200)).toMatchObject({ status: 'done', done: 1, skipped: 1 })
  const { items } = await carla.get(`${operation}/items?outcome=skipped`).expect(200)
  expect(items).toMatchObject([{ subjectId: fred.id, code: 'users.admin-unproven' }])
  expect((await carla.get(person(fred.id)).expect(200)).status).toBe('inactive')
  expect((await carla.get(person(gina.id)).expect(200)).status).not.toBe('inactive')
})
