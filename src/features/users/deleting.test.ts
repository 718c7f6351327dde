import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  aColleague,
  aCustomer,
  anAdminOf,
  aPerson,
  aSetUpLink,
  aSubscriber,
  deployTo,
  timelineOf,
} from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone, useLink } from '#tests/harness/phones.ts'
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

const password = 'carla counts the stairs'
const pbx = { origin: 'pbx', owners: { email: 'PBX Berlin' }, onPbx: true, extension: '1001' }

const remove = (id: string, by = ada) => by.delete(`${users}/${id}`)
const signIn = (email: string) => app.anybody().post('/sessions', { email, password, account: acme.id })
const idOf = async (admin: ApiClient): Promise<string> =>
  (await admin.get('/sessions/current').expect(200)).user.id
const events = async () => (await ada.get(`${acme.path}/events`).expect(200)).items
const rows = (statement: string, values: unknown[]) => asSuperuser(app.database, statement, values)

/** The refusal, and that the person is as before. */
async function refused(id: string, by = ada) {
  const before = await ada.get(`${users}/${id}`).expect(200)
  const answer = await remove(id, by)
  expect(await ada.get(`${users}/${id}`).expect(200)).toEqual(before)
  return answer
}

/** Carla, who is signed in, while another admin is there to go on. */
async function carlaBesideOthers(): Promise<{ carla: ApiClient; id: string }> {
  await aColleague(app, acme, { email: 'emil@acme.example' })
  const carla = await anAdminOf(app, acme)
  return { carla, id: await idOf(carla) }
}

describe('UA-80: deleting a person', () => {
  test.each([
    ['active', {}],
    ['inactive', { status: 'inactive' }],
  ])('who is %s takes them from the list, with their licences, and the history keeps the name', async (_, columns) => {
    const given = { email: 'dora@acme.example', licences: ['micollab'], columns }
    const { id } = await aPerson(app, acme, given)
    await remove(id).expect(204)
    expect((await ada.get(`${users}/${id}`)).status).toBe(404)
    expect((await ada.get(`${users}/count?search=dora`).expect(200)).count).toBe(0)
    expect(await rows('select 1 from app.licences where user_id = $1', [id])).toEqual([])
    expect((await events())[0]).toMatchObject({
      action: 'user.deleted',
      subjectId: id,
      details: { firstName: 'Dora', lastName: 'Weiss', email: 'dora@acme.example' },
    })
  })

  test('of an older version is refused with 412', async () => {
    const { id } = await aPerson(app, acme, { email: 'dora@acme.example' })
    await ada.patch(`${users}/${id}`, { language: 'fr' }).expect(200)
    const answer = await ada.delete(`${users}/${id}`, { 'if-match': '"1"' })
    expect(answer).toMatchObject({ status: 412, body: { code: 'http.stale', changedBy: 'ada' } })
  })

  test('whom nobody has, or whom another account has, is not found', async () => {
    const globex = await aCustomer(ada, { name: 'Globex' })
    const sam = await aPerson(app, globex, { email: 'sam@globex.example' })
    for (const id of [sam.id, newId()]) expect((await remove(id)).status).toBe(404)
    await ada.get(`${globex.path}/users/${sam.id}`).expect(200)
  })

  test('leaves their address free for somebody new', async () => {
    const { id, email } = await aPerson(app, acme, { email: 'dora@acme.example' })
    await remove(id).expect(204)
    await ada.post(users, { firstName: 'Dora', lastName: 'Neu', email }).expect(201)
  })

  test('is never deleting oneself', async () => {
    const { carla, id } = await carlaBesideOthers()
    expect(await refused(id, carla)).toMatchObject({ status: 409, body: { code: 'users.self' } })
  })

  test('leaves the last admin who can sign in, even where the partner asks for it', async () => {
    const id = await idOf(await anAdminOf(app, acme))
    await aColleague(app, acme, { email: 'invited@acme.example', registered: false })
    expect(await refused(id)).toMatchObject({ status: 409, body: { code: 'users.last-admin' } })
  })

  test('leaves one of two admins who delete each other at the same time', async () => {
    for (let round = 0; round < 4; round += 1) {
      const account = await aCustomer(ada, { name: `Round ${round}` })
      const carla = await anAdminOf(app, account)
      const emil = await anAdminOf(app, account, { email: 'emil@acme.example' })
      const [carlaId, emilId] = [await idOf(carla), await idOf(emil)]
      await Promise.all([
        carla.delete(`${account.path}/users/${emilId}`),
        emil.delete(`${account.path}/users/${carlaId}`),
      ])
      const left = await ada.get(`${account.path}/users?property=admins`).expect(200)
      expect(left.items).toHaveLength(1)
    }
  })
})

describe('UA-81: cannot be deleted', () => {
  test('is an admin of a partner account', async () => {
    const partner = (await ada.get('/sessions/current').expect(200)).account
    const paul = await aColleague(app, partner, { email: `paul-${newId()}@northwind.example` })
    const path = `/accounts/${partner.id}/users/${paul.id}`
    expect(await ada.delete(path)).toMatchObject({
      status: 409,
      body: { code: 'users.partner-not-deletable' },
    })
    // Whoever is a user there and no admin is a person like any other.
    await ada.patch(path, { role: 'user' }).expect(200)
    await ada.delete(path).expect(204)
  })

  test('is a person synchronised from MiCloud Connect', async () => {
    const { id } = await aPerson(app, acme, { email: 'mia@acme.example', columns: { origin: 'micloud' } })
    expect(await refused(id)).toMatchObject({ status: 409, body: { code: 'users.micloud-not-deletable' } })
  })
})

describe('UA-82: a person synchronised', () => {
  test('from a PBX loses the sign-in alone: they stay listed, with what the PBX supplies', async () => {
    const { carla, id } = await carlaBesideOthers()
    await rows(
      `update app.users set origin = 'pbx', owners = '{"email": "PBX Berlin"}', on_pbx = true, extension = '1001' where user_id = $1`,
      [id],
    )
    await remove(id).expect(204)
    expect((await carla.get(users)).status).toBe(401)
    expect((await signIn('carla@acme.example')).status).toBe(401)
    expect(await ada.get(`${users}/${id}`).expect(200)).toMatchObject({
      status: 'unregistered',
      role: 'user',
      origin: 'pbx',
      extension: '1001',
      lastModifiedBy: 'ada',
      lastModifiedFields: ['status', 'role'],
    })
    for (const table of ['password_credentials', 'sessions']) {
      expect(await rows(`select 1 from app.${table} where user_id = $1`, [id])).toEqual([])
    }
    expect((await events())[0]).toMatchObject({ action: 'user.unregistered', details: { lastName: 'Rossi' } })
    expect((await ada.get(`${users}/count?property=registered`).expect(200)).count).toBe(1)
  })

  test.each(['scim', 'ldap'])('from a directory (%s) leaves the list', async (origin) => {
    const { id } = await aPerson(app, acme, { email: 'lea@acme.example', columns: { origin } })
    await remove(id).expect(204)
    expect((await ada.get(`${users}/${id}`)).status).toBe(404)
  })
})

describe('UA-83: deleting a person', () => {
  test('ends their sign-in at once: the session, the password, the way by e-mail address', async () => {
    const { carla, id } = await carlaBesideOthers()
    await carla.get(users).expect(200)
    await remove(id).expect(204)
    expect(await carla.get(users)).toMatchObject({ status: 401, body: { code: 'auth.not-signed-in' } })
    expect((await signIn('carla@acme.example')).status).toBe(401)
    const directory = await rows('select 1 from app.sign_in_directory where account_id = $1', [acme.id])
    expect(directory).toHaveLength(1)
  })

  test('ends their set-up link', async () => {
    const token = await aSetUpLink(app, acme)
    const { items } = await ada.get(`${users}?search=carla`).expect(200)
    await remove(items[0].id).expect(204)
    expect((await app.anybody().post('/set-up-lookups', { token })).status).toBe(410)
  })

  test('revokes their softphones and ends open links; the numbers stay, and are nobody’s', async () => {
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    const subscriber = await aSubscriber(ada, acme, { userId: dora.id })
    const phone = await aPhone(app, await aLink(app, ada, acme, subscriber.id))
    const token = await aLink(app, ada, acme, subscriber.id)
    expect((await ada.get(`${users}/${dora.id}`).expect(200)).clientsDeployed).toBe(1)
    await remove(dora.id).expect(204)
    const after = await fetchAsPhone(phone.url)
    expect(after.text).not.toContain('s3cret-Anna')
    expect((await useLink(app, token, { client: 'generic' })).status).toBe(410)
    expect(await ada.get(`${acme.path}/subscribers/${subscriber.id}`).expect(200)).toMatchObject({
      userId: null,
      clientCount: 0,
    })
    expect((await timelineOf(ada, acme, subscriber.id)).slice(-4)).toEqual([
      'person.unassigned',
      'link.revoked',
      'client.revoked',
      'client.reset',
    ])
  })

  test('keeps the softphones of who is synchronised from a PBX', async () => {
    const dora = await aPerson(app, acme, { email: 'dora@acme.example', columns: pbx })
    const subscriber = await aSubscriber(ada, acme, { userId: dora.id })
    const phone = await aPhone(app, await aLink(app, ada, acme, subscriber.id))
    await remove(dora.id).expect(204)
    const after = await fetchAsPhone(phone.url)
    expect(after.status).toBe(200)
    expect(after.text).toContain('s3cret-Anna')
    expect((await ada.get(`${users}/${dora.id}`).expect(200)).clientsDeployed).toBe(1)
  })

  test('touches nobody else’s softphones', async () => {
    const [dora, fred] = [
      await aPerson(app, acme, { email: 'dora@acme.example' }),
      await aPerson(app, acme, { email: 'fred@acme.example' }),
    ]
    const of = await aSubscriber(ada, acme, { userId: fred.id })
    await deployTo(ada, acme, [of.id])
    await remove(dora.id).expect(204)
    expect(await ada.get(`${acme.path}/subscribers/${of.id}`).expect(200)).toMatchObject({
      userId: fred.id,
      version: of.version,
    })
  })
})
