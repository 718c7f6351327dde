import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aPerson, auditTrailOf, finished } from '#tests/harness/people.ts'
import { allAskedForIsDone, completedReset, nextReset, resetsTo } from '#tests/harness/resets.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let domain: string

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  // Anew, because a test that lets days pass ends her session.
  ada = await app.ada()
  acme = await aCustomer(ada)
  domain = `${newId()}.example`
})

const person = (name: string, given = {}) =>
  aPerson(app, acme, { email: `${name}@${domain}`, firstName: name, ...given })

/** Resets the passwords of the selected. @returns the operation when it has ended, and its items by the person's id */
async function reset(selection: unknown, by = ada) {
  const { id } = await by.post(`${acme.path}/password-resets`, { selection }).expect(202)
  const operation = await finished(by, acme, id)
  const { items } = await by.get(`${acme.path}/operations/${id}/items?limit=500`).expect(200)
  const itemOf = new Map<string, { outcome: string; code: string | null; message: string | null }>(
    items.map((item: { subjectId: string }) => [item.subjectId, item]),
  )
  return { operation, itemOf }
}

const noticesTo = async (email: string) => {
  const rows = await asSuperuser(
    app.database,
    `select parameters->'notice' as notice from app.outgoing_mails where recipient = $1 and kind = 'admin-notice'`,
    [email],
  )
  return rows.map(({ notice }) => notice)
}

describe('UA-61: resetting the passwords of the selected', () => {
  test('UA-61: sends each who has registered a link and a code, which work for 72 hours', async () => {
    const [dora, emil] = [await person('dora'), await person('emil')]
    const { operation } = await reset({ ids: [dora.id, emil.id] })
    expect(operation).toMatchObject({ kind: 'password-reset', status: 'done', done: 2, skipped: 0 })
    const [forDora, forEmil] = [await nextReset(app, dora.email), await nextReset(app, emil.email)]
    expect(forDora.code).not.toBe(forEmil.code)
    expect(forDora.text).toContain('An administrator of Acme asks you to choose a new password')
    app.clock.advance({ hours: 71 })
    await completedReset(app, forDora, 'seven blue umbrellas sing')
    await app
      .anybody()
      .post('/sessions', { email: dora.email, password: 'seven blue umbrellas sing' })
      .expect(201)
    app.clock.advance({ hours: 2 })
    expect(
      (await app.anybody().post('/password-reset-lookups', { token: forEmil.token })).body,
    ).toMatchObject({ code: 'auth.reset-link-unknown' })
  })

  test('UA-61: only those who have registered; the others are skipped, each with what to do', async () => {
    const dora = await person('dora')
    const invited = await person('nina', { registered: false })
    const inactive = await person('igor', { columns: { status: 'inactive' } })
    const locked = await person('lena', { columns: { status: 'locked', lockedAt: new Date() } })
    const nobody = newId()
    const ids = [dora.id, invited.id, inactive.id, locked.id, nobody]
    const { operation, itemOf } = await reset({ ids })
    expect(operation).toMatchObject({ done: 2, skipped: 2, failed: 1 })
    expect(itemOf.get(invited.id)).toMatchObject({
      outcome: 'skipped',
      code: 'auth.not-registered',
      message: expect.stringContaining('welcome e-mail instead'),
    })
    expect(itemOf.get(inactive.id)).toMatchObject({ outcome: 'skipped', code: 'auth.person-deactivated' })
    expect(itemOf.get(nobody)).toMatchObject({ outcome: 'failed', code: 'http.not-found' })
    await allAskedForIsDone(app)
    for (const { email } of [dora, locked]) expect(await resetsTo(app, email)).toHaveLength(1)
    for (const { email } of [invited, inactive]) expect(await resetsTo(app, email)).toHaveLength(0)
  })

  test('UA-61: with single sign-on it is left to the identity provider', async () => {
    const dora = await person('dora')
    await asSuperuser(
      app.database,
      `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, created_at, updated_at)
       values ($1, 'Acme', 'https://id.acme.example', 'rollcall', true, now(), now())`,
      [acme.id],
    )
    const { operation, itemOf } = await reset({ ids: [dora.id] })
    expect(operation).toMatchObject({ done: 0, skipped: 1 })
    expect(itemOf.get(dora.id)).toMatchObject({ code: 'auth.single-sign-on-only' })
    await allAskedForIsDone(app)
    expect(app.mail.messages.filter(({ envelope }) => envelope.to.includes(dora.email))).toEqual([])
  })

  test('UA-61: everybody whom a filter matches, unless their number is another one than was seen', async () => {
    const [dora, emil] = [await person('dora'), await person('emil')]
    const everybody = { all: true, filter: { search: domain } }
    const refused = await reset({ ...everybody, expectedCount: 3 })
    expect(refused.operation).toMatchObject({ status: 'failed', done: 0 })
    expect(await resetsTo(app, dora.email)).toEqual([])
    const { operation } = await reset({ ...everybody, except: [emil.id], expectedCount: 1 })
    expect(operation).toMatchObject({ done: 1 })
    await nextReset(app, dora.email)
    expect(await resetsTo(app, emil.email)).toEqual([])
  })

  test('the password stays until the person chooses another', async () => {
    const given = { email: `carla@${domain}`, password: 'carla counts the stairs' }
    const carla = await anAdminOf(app, acme, given)
    const { user } = await carla.get('/sessions/current').expect(200)
    await reset({ ids: [user.id] })
    await nextReset(app, given.email)
    await carla.get('/sessions/current').expect(200)
    await app.anybody().post('/sessions', given).expect(201)
  })

  test('of more than one the other admins are told how many; of one nobody is', async () => {
    const admin = await aColleague(app, acme, { email: `admin@${domain}` })
    const [dora, emil] = [await person('dora'), await person('emil')]
    await reset({ ids: [dora.id] })
    expect(await noticesTo(admin.email)).toEqual([])
    await reset({ ids: [dora.id, emil.id] })
    expect(await noticesTo(admin.email)).toEqual([{ what: 'password-resets-sent', details: { count: 2 } }])
    const trail = await auditTrailOf(ada, acme)
    expect(trail.filter((action) => action === 'password-reset.started')).toHaveLength(2)
  })

  test('is one mail each, however often the work on them is begun again', async () => {
    const dora = await person('dora')
    const { operation } = await reset({ ids: [dora.id] })
    const job = JSON.stringify({ accountId: acme.id, operationId: operation.id })
    await asSuperuser(app.database, `select graphile_worker.add_job('operation:run', $1::json)`, [job])
    await allAskedForIsDone(app)
    expect(await resetsTo(app, dora.email)).toHaveLength(1)
  })

  test('is for admins of the account and of its partner', async () => {
    const email = `carla@${domain}`
    const carla = await anAdminOf(app, acme, { email })
    const dora = await person('dora')
    expect((await reset({ ids: [dora.id] }, carla)).operation).toMatchObject({ done: 1 })
    const other = await aCustomer(ada)
    const elsewhere = await carla.post(`${other.path}/password-resets`, { selection: { ids: [dora.id] } })
    expect(elsewhere.status).toBe(404)
    const { itemOf } = await reset({ ids: [(await aPerson(app, other, { email: `x@${domain}` })).id] }, carla)
    expect([...itemOf.values()]).toMatchObject([{ outcome: 'failed', code: 'http.not-found' }])
  })
})
