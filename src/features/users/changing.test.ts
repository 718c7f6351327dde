import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import { aColleague, aCustomer, anAdminOf, aPerson, aSetUpLink, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { requireUser } from './service.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let users: string
let dora: { id: string; email: string }

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  users = `${acme.path}/users`
  dora = await aPerson(app, acme, { email: 'dora@acme.example' })
})

const one = (id: string) => ada.get(`${users}/${id}`).expect(200)
const change = (id: string, changes: unknown, by = ada) => by.patch(`${users}/${id}`, changes)
const errorPaths = (body: { errors: Array<{ path: string }> }) => body.errors.map(({ path }) => path)
const changesTold = async () => (await auditTrailOf(ada, acme)).filter((action) => action === 'user.changed')
const idOf = async (admin: ApiClient): Promise<string> =>
  (await admin.get('/sessions/current').expect(200)).user.id

/** What the refusal says, and that the person is as before. */
async function refused(id: string, changes: unknown, by = ada) {
  const before = await one(id)
  const answer = await change(id, changes, by)
  expect(await one(id)).toEqual(before)
  return answer
}

describe('changing a person', () => {
  test('touches what is given, null clears, each change makes a version and says who made it', async () => {
    await change(dora.id, { mobile: '+491711234567', language: 'fr' }).expect(200)
    const answer = await change(dora.id, { mobile: null, email: 'dora.weiss@acme.example' })
    expect(answer.headers.get('etag')).toBe('"3"')
    expect(answer.body).toMatchObject({
      mobile: null,
      email: 'dora.weiss@acme.example',
      language: 'fr',
      version: 3,
      lastModifiedBy: 'ada',
      lastModifiedFields: ['email', 'mobile'],
    })
    expect(await one(dora.id)).toEqual(answer.body)
    expect(await changesTold()).toHaveLength(2)
  })

  test('in nothing writes no version and no event', async () => {
    const { email, mobile, smsNumber, role, locationId, language, version } = await one(dora.id)
    const same = { email, mobile, smsNumber, role, locationId, language, deactivated: false }
    for (const changes of [same, {}]) {
      expect((await change(dora.id, changes).expect(200)).version).toBe(version)
    }
    expect(await changesTold()).toEqual([])
  })

  test('of an older version is refused with 412 and the name of who was faster', async () => {
    await ada.patch(`${users}/${dora.id}`, { language: 'fr' }, { 'if-match': '"1"' }).expect(200)
    const answer = await ada.patch(`${users}/${dora.id}`, { language: 'de' }, { 'if-match': '"1"' })
    expect(answer).toMatchObject({ status: 412, body: { code: 'http.stale', changedBy: 'ada' } })
    expect((await one(dora.id)).language).toBe('fr')
  })

  test('that nobody has, or that another account has, is not found', async () => {
    const globex = await aCustomer(ada, { name: 'Globex' })
    const sam = await aPerson(app, globex, { email: 'sam@globex.example' })
    for (const id of [sam.id, newId()]) {
      expect(await change(id, { language: 'fr' })).toMatchObject({
        status: 404,
        body: { code: 'http.not-found' },
      })
    }
    expect((await ada.get(`${globex.path}/users/${sam.id}`).expect(200)).language).toBeNull()
  })

  test('is found by the new number and no more by the old one', async () => {
    await change(dora.id, { mobile: '+49 171 1234567' }).expect(200)
    await change(dora.id, { mobile: '+49 171 7654321' }).expect(200)
    const found = async (search: string) =>
      (await ada.get(`${users}/count?search=${search}`).expect(200)).count
    expect(await found('01711234567')).toBe(0)
    expect(await found('01717654321')).toBe(1)
  })

  test('UA-10: to an address, UA-73: or an SMS number, of somebody else is refused', async () => {
    const smsNumber = '+12025550143'
    await withUserNumbers(app, acme, [smsNumber])
    const fred = await aPerson(app, acme, { email: 'fred@acme.example', columns: { smsNumber } })
    for (const [changes, code] of [
      [{ email: fred.email.toUpperCase() }, 'users.email-taken'],
      [{ smsNumber }, 'users.sms-number-taken'],
    ] as const) {
      const answer = await refused(dora.id, changes)
      expect(answer).toMatchObject({ status: 409, body: { code } })
      expect(errorPaths(answer.body)).toEqual(Object.keys(changes))
    }
  })

  test('UA-14: to a location that the account does not have is refused', async () => {
    expect(await refused(dora.id, { locationId: newId() })).toMatchObject({
      status: 422,
      body: { code: 'users.location-unknown' },
    })
  })
})

test.each([
  [{ firstName: 'Dörte' }, ['firstName']],
  [{ lastName: 'Weiss', language: 'fr' }, ['lastName']],
  [{ firstName: 'Dora', lastName: 'Schwarz', extension: null }, ['firstName', 'lastName', 'extension']],
])('UA-40: name and extension are not edited: %j is refused, naming each, and nothing of it is saved', async (changes, paths) => {
  const answer = await refused(dora.id, changes)
  expect(answer).toMatchObject({ status: 422, body: { code: 'users.field-fixed' } })
  expect(errorPaths(answer.body)).toEqual(paths)
})

describe('UA-41: a person of an external source', () => {
  beforeEach(async () => {
    const owners = { email: 'Azure AD', mobile: 'Azure AD' }
    dora = await aPerson(app, acme, { email: 'owned@acme.example', columns: { origin: 'scim', owners } })
  })

  test('has that source’s fields changed there: the refusal names the source and each field', async () => {
    const answer = await refused(dora.id, { mobile: '+491711234567', language: 'fr' })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'users.field-owned', detail: expect.stringContaining('Azure AD') },
    })
    expect(errorPaths(answer.body)).toEqual(['mobile'])
  })

  test('whose source says who may sign in, is not deactivated here', async () => {
    const columns = { origin: 'scim', owners: { status: 'Azure AD' } }
    const { id } = await aPerson(app, acme, { email: 'status@acme.example', columns })
    const answer = await refused(id, { deactivated: true })
    expect(answer).toMatchObject({ status: 422, body: { code: 'users.field-owned' } })
    expect(errorPaths(answer.body)).toEqual(['deactivated'])
  })

  test('may have them named as they are, and all others changed', async () => {
    const changes = { email: 'owned@acme.example', mobile: null, language: 'fr' }
    expect(await change(dora.id, changes).expect(200)).toMatchObject({
      language: 'fr',
      lastModifiedFields: ['language'],
    })
  })
})

describe('UA-60: the role', () => {
  test('is given and taken by an admin of the account and of its partner, and holds from the next request on', async () => {
    const carla = await anAdminOf(app, acme)
    const eve = await anAdminOf(app, acme, { email: 'eve@acme.example' })
    const eveId = await idOf(eve)
    await change(eveId, { role: 'user' }, carla).expect(200)
    expect((await eve.get(users)).status).toBe(403)
    await change(eveId, { role: 'admin' }, ada).expect(200)
    expect((await eve.get(users)).status).toBe(200)
  })

  test('and the sign-in of the last admin who can sign in are not taken away, not even by the partner', async () => {
    const carlaId = await idOf(await anAdminOf(app, acme))
    await aColleague(app, acme, { email: 'invited@acme.example', registered: false })
    for (const changes of [{ role: 'user' }, { deactivated: true }]) {
      expect(await refused(carlaId, changes)).toMatchObject({
        status: 409,
        body: { code: 'users.last-admin' },
      })
    }
  })

  test('is taken from one of two admins where they take it from each other at the same time', async () => {
    for (let round = 0; round < 4; round += 1) {
      const account = await aCustomer(ada, { name: `Round ${round}` })
      const path = `${account.path}/users`
      const carla = await anAdminOf(app, account)
      const emil = await anAdminOf(app, account, { email: 'emil@acme.example' })
      const [carlaId, emilId] = [await idOf(carla), await idOf(emil)]
      await Promise.all([
        carla.patch(`${path}/${emilId}`, { role: 'user' }),
        emil.patch(`${path}/${carlaId}`, { role: 'user' }),
      ])
      const { count } = await ada.get(`${path}/count?property=admins`).expect(200)
      expect(count).toBe(1)
    }
  })
})

describe('UA-4: a deactivated person', () => {
  test('is signed out at once and cannot sign in; reactivated, they can', async () => {
    const password = 'carla counts the stairs'
    const carla = await anAdminOf(app, acme)
    await aColleague(app, acme, { email: 'emil@acme.example' })
    const id = await idOf(carla)
    expect(await change(id, { deactivated: true }).expect(200)).toMatchObject({
      status: 'inactive',
      lastModifiedFields: ['status'],
    })
    expect((await carla.get(users)).status).toBe(401)
    const signIn = () =>
      app.anybody().post('/sessions', { email: 'carla@acme.example', password, account: acme.id })
    expect((await signIn()).status).toBe(401)
    expect((await change(id, { deactivated: false }).expect(200)).status).toBe('registered')
    // The session from before stays over.
    expect((await carla.get(users)).status).toBe(401)
    expect((await signIn()).status).toBe(201)
  })

  test('gets no session where their password was right a moment before', async () => {
    const email = 'late@acme.example'
    const id = await idOf(await anAdminOf(app, acme, { email }))
    const { signIn } = await app.platform.database.inAccount(acme.id, async (tx) => {
      await requireUser(tx, id, undefined)
      const signIn = app.anybody().post('/sessions', { email, password: 'carla counts the stairs' })
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      await waitUntil(async () => (await asSuperuser(app.database, waiting)).length > 0, {
        what: 'the sign-in waits for whoever changes the person',
      })
      await tx
        .updateTable('app.users')
        .set({ status: 'inactive' })
        .where('accountId', '=', acme.id)
        .where('userId', '=', id)
        .execute()
      return { signIn }
    })
    expect(await signIn).toMatchObject({ status: 401, body: { code: 'auth.wrong-credentials' } })
    const sessions = 'select 1 from app.sessions where user_id = $1'
    expect(await asSuperuser(app.database, sessions, [id])).toHaveLength(1)
  })

  test('who had no password yet is unregistered when reactivated', async () => {
    const { id } = await aPerson(app, acme, { email: 'ulf@acme.example', registered: false })
    await change(id, { deactivated: true }).expect(200)
    expect((await change(id, { deactivated: false }).expect(200)).status).toBe('unregistered')
  })

  test('is never oneself', async () => {
    const carla = await anAdminOf(app, acme)
    await aColleague(app, acme, { email: 'emil@acme.example' })
    expect(await refused(await idOf(carla), { deactivated: true }, carla)).toMatchObject({
      status: 409,
      body: { code: 'users.self' },
    })
    const partner = (await ada.get('/sessions/current').expect(200)).account
    const own = `/accounts/${partner.id}/users/${await idOf(ada)}`
    expect(await ada.patch(own, { deactivated: true })).toMatchObject({
      status: 409,
      body: { code: 'users.self' },
    })
  })
})

describe('a new e-mail address', () => {
  test('is the one to sign in with, and the old one is no more', async () => {
    const password = 'carla counts the stairs'
    const id = await idOf(await anAdminOf(app, acme))
    await change(id, { email: 'carla.rossi@acme.example' }).expect(200)
    const signIn = (email: string) => app.anybody().post('/sessions', { email, password, account: acme.id })
    expect((await signIn('carla@acme.example')).status).toBe(401)
    expect((await signIn('carla.rossi@acme.example')).status).toBe(201)
    const rows = await asSuperuser(
      app.database,
      'select 1 from app.sign_in_directory where account_id = $1',
      [acme.id],
    )
    expect(rows).toHaveLength(2)
  })

  test('in another case alone is the same at sign-in, and ends no link', async () => {
    const token = await aSetUpLink(app, acme)
    const { items } = await ada.get(`${users}?search=carla`).expect(200)
    await change(items[0].id, { email: 'Carla@acme.example' }).expect(200)
    await app.anybody().post('/set-up-lookups', { token }).expect(200)
  })

  test('ends the links that went to the old one: an invited person is unregistered again', async () => {
    const person = { firstName: 'Ina', lastName: 'Vited', email: 'ina@acme.example' }
    const { id, status } = await ada.post(users, person).expect(201)
    expect(status).toBe('invited')
    expect((await change(id, { email: 'ina.vited@acme.example' }).expect(200)).status).toBe('unregistered')
    const open = 'select 1 from app.set_up_links where user_id = $1 and used_at is null'
    expect(await asSuperuser(app.database, open, [id])).toEqual([])
  })
})
