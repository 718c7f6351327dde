import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answer, ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, anApiKey, finished } from '#tests/harness/people.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'

let app: TestApp
let acme: Awaited<ReturnType<typeof aCustomer>>
let carla: ApiClient
let users: string
let dora: { id: string; email: string }
let fred: { id: string; email: string }

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(await app.ada())
  carla = await anAdminOf(app, acme)
  users = `${acme.path}/users`
  dora = await aColleague(app, acme, { email: 'dora@acme.example' })
  fred = await aColleague(app, acme, { email: 'fred@acme.example', role: 'user' })
  app.clock.advance({ minutes: 6 })
})

const proven = () =>
  carla.post('/sessions/current/step-ups', { password: 'carla counts the stairs' }).expect(201)
const person = (id: string) => carla.get(`${users}/${id}`).expect(200)
const asksForProof = { status: 403, body: { code: 'auth.step-up-required' } }
const eve = { firstName: 'Eve', lastName: 'Thief', email: 'eve@evil.example', role: 'admin' }
const overwrite = { overwrite: 'true' }

/** Whatever is asked needs a fresh proof, changes nothing without, and is done with one. */
async function needsProof(status: number, act: () => PromiseLike<Answer>, state: () => Promise<unknown>) {
  const before = await state()
  expect(await act()).toMatchObject(asksForProof)
  expect(await state()).toEqual(before)
  await proven()
  expect(await act()).toMatchObject({ status })
}

describe('threats "Stolen session of an administrator": an old session', () => {
  test('adds no administrator without a proof of the last five minutes', async () => {
    const everybody = async () => (await carla.get(`${users}/count`).expect(200)).count
    await needsProof(201, () => carla.post(users, eve), everybody)
  })

  test('makes nobody an administrator without one', async () => {
    await needsProof(
      200,
      () => carla.patch(`${users}/${fred.id}`, { role: 'admin' }),
      () => person(fred.id),
    )
  })

  test('moves the e-mail address of no administrator without one, its own neither, nor with the role in the same act', async () => {
    const { user } = await carla.get('/sessions/current').expect(200)
    const moves = [
      [dora.id, { email: 'thief@evil.example' }],
      [dora.id, { email: 'thief@evil.example', role: 'user' }],
      [user.id, { email: 'thief@evil.example' }],
    ] as const
    for (const [id, changes] of moves)
      expect(await carla.patch(`${users}/${id}`, changes)).toMatchObject(asksForProof)
    expect([(await person(dora.id)).email, (await person(user.id)).email]).toEqual([
      dora.email,
      'carla@acme.example',
    ])
    await proven()
    await carla.patch(`${users}/${dora.id}`, { email: 'dora.weiss@acme.example' }).expect(200)
    await carla.patch(`${users}/${user.id}`, { email: 'carla.rossi@acme.example' }).expect(200)
  })

  test('moves the address of an administrator who is deactivated no more than of another', async () => {
    await carla.patch(`${users}/${dora.id}`, { deactivated: true }).expect(200)
    expect(await carla.patch(`${users}/${dora.id}`, { email: 'thief@evil.example' })).toMatchObject(
      asksForProof,
    )
  })

  test('makes no administrators of many without one', async () => {
    const changed = (changes: object) =>
      carla.post(`${acme.path}/user-updates`, { selection: { ids: [fred.id] }, changes })
    const { body } = await changed({ role: 'user', language: 'fr' })
    await finished(carla, acme, body.id)
    await needsProof(
      202,
      () => changed({ role: 'admin' }),
      () => person(fred.id),
    )
  })

  test('lets no administrator in again without one, alone or among many', async () => {
    await carla.patch(`${users}/${dora.id}`, { deactivated: true }).expect(200)
    const among = (selection: object) =>
      carla.post(`${acme.path}/user-updates`, { selection, changes: { deactivated: false } })
    expect(await carla.patch(`${users}/${dora.id}`, { deactivated: false })).toMatchObject(asksForProof)
    expect(await among({ ids: [fred.id, dora.id] })).toMatchObject(asksForProof)
    expect(await among({ all: true, filter: {} })).toMatchObject(asksForProof)
    const { body } = await among({ ids: [fred.id] })
    expect(await finished(carla, acme, body.id)).toMatchObject({ status: 'done' })
    expect((await person(dora.id)).status).toBe('inactive')
    await proven()
    const again = await among({ ids: [fred.id, dora.id] }).expect(202)
    expect(await finished(carla, acme, again.id)).toMatchObject({ status: 'done', done: 2 })
    expect((await person(dora.id)).status).not.toBe('inactive')
  })

  test('is asked for nothing where nobody gets the account by it', async () => {
    await carla.post(users, { ...eve, role: 'user' }).expect(201)
    await carla.patch(`${users}/${fred.id}`, { email: 'fred.berg@acme.example', role: 'user' }).expect(200)
    const same = { email: 'DORA@acme.example', role: 'admin', language: 'fr' }
    await carla.patch(`${users}/${dora.id}`, same).expect(200)
    await carla.patch(`${users}/${dora.id}`, { role: 'user' }).expect(200)
  })

  test('an API key is told what it may not, and not to prove who it is', async () => {
    await proven()
    const { key } = await anApiKey(carla, acme)
    const nightly = app.bearing(key)
    const byKey = { status: 403, body: { code: 'users.admin-by-key' } }
    expect(await nightly.post(users, eve)).toMatchObject(byKey)
    expect(await nightly.patch(`${users}/${dora.id}`, { email: 'x@evil.example' })).toMatchObject(byKey)
    const update = { selection: { ids: [fred.id] }, changes: { role: 'admin' } }
    expect(await nightly.post(`${acme.path}/user-updates`, update)).toMatchObject(byKey)
  })
})

describe('threats "Stolen session of an administrator": an import', () => {
  const applications = (id: string) => `${acme.path}/user-imports/${id}/application`
  const remarks = ['row.changes-admin']
  // biome-ignore lint/suspicious/noExplicitAny: what the API answered.
  const codes = (row: any) => row.problems.map(({ code }: { code: string }) => code)

  test.each([
    ['makes an administrator of somebody new', () => peopleCsv(['Eve,Thief,eve@evil.example,Account Admin'])],
    ['makes an administrator', () => peopleCsv([`${fred.id},Account Admin`], 'ID,Role')],
    ['moves the address of one', () => peopleCsv([`${dora.id},thief@evil.example`], 'ID,Email')],
    ['takes the role from one', () => peopleCsv([`${dora.id},User`], 'ID,Role')],
  ])('that %s says so, and is applied and undone only with a fresh proof', async (_what, file) => {
    const imports = userImportsOf(carla, acme)
    const plan = await imports.planned(file(), overwrite)
    expect((await imports.rows(plan)).map(codes)).toEqual([remarks])
    const status = async () => (await imports.read(plan)).status
    const apply = () => carla.post(applications(plan.id))
    expect(await apply()).toMatchObject(asksForProof)
    expect(await status()).toBe('ready')
    await proven()
    expect(await imports.applied(plan)).toMatchObject({ status: 'done', done: 1 })
    app.clock.advance({ minutes: 6 })
    expect(await carla.delete(applications(plan.id))).toMatchObject(asksForProof)
    expect(await status()).toBe('applied')
    await proven()
    expect(await imports.undone(plan)).toMatchObject({ status: 'done' })
  })

  test('of ordinary people, and of what opens nothing of an administrator, needs none', async () => {
    const imports = userImportsOf(carla, acme)
    const header = 'ID,First name,Last name,Email,Role,Language'
    const lines = [
      ',Gus,Berg,gus@acme.example,User,',
      `${fred.id},Dora,Weiss,fred.berg@acme.example,User,fr`,
      `${dora.id},Dora,Weiss,DORA@acme.example,Account Admin,fr`,
    ]
    const plan = await imports.planned(peopleCsv(lines, header), overwrite)
    expect((await imports.rows(plan)).map(codes)).toEqual([[], [], []])
    expect(await imports.applied(plan)).toMatchObject({ status: 'done', done: 3 })
    expect(await imports.undone(plan)).toMatchObject({ status: 'done' })
  })

  test('that was corrected asks by what its rows say then', async () => {
    const imports = userImportsOf(carla, acme)
    const plan = await imports.planned(peopleCsv(['Eve,Thief,eve@evil.example,User']))
    await imports.corrected(plan, 1, { role: 'Account Admin' })
    expect(await carla.post(applications(plan.id))).toMatchObject(asksForProof)
    await imports.corrected(plan, 1, { role: 'User' })
    expect(await imports.applied(plan)).toMatchObject({ status: 'done', done: 1 })
  })

  test('leaves out whom a row would make an administrator that did not say so when it was planned', async () => {
    const imports = userImportsOf(carla, acme)
    const plan = await imports.planned(
      peopleCsv([`${dora.id},Account Admin,fr`, `${fred.id},User,fr`], 'ID,Role,Language'),
      { ...overwrite, partial: 'true' },
    )
    await carla.patch(`${users}/${dora.id}`, { role: 'user' }).expect(200)
    const operation = await imports.applied(plan)
    expect(operation).toMatchObject({ done: 1, failed: 1 })
    expect(await person(dora.id)).toMatchObject({ role: 'user', language: null })
    const outcomes = (await imports.items(operation)).map(({ subjectId, code }) => [subjectId, code])
    expect(outcomes).toContainEqual([dora.id, 'row.changes-admin'])
  })
})
