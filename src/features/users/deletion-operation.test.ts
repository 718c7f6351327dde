import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  aColleague,
  aCustomer,
  anAdminOf,
  anApiKey,
  aPerson,
  aSubscriber,
  auditTrailOf,
  finished,
} from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
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

const pbx = { origin: 'pbx', onPbx: true }
const everybody = { all: true, filter: {} }

/** Deletes the selected. @returns the operation when it has ended, and its items by the person's id */
async function deleted(selection: unknown, by = ada) {
  const { id } = await by.post(`${acme.path}/user-deletions`, { selection }).expect(202)
  const operation = await finished(by, acme, id)
  const { items } = await by.get(`${acme.path}/operations/${id}/items?limit=500`).expect(200)
  const itemOf = new Map<string, { outcome: string; code: string | null }>(
    items.map((item: { subjectId: string }) => [item.subjectId, item]),
  )
  return { operation, itemOf }
}

const forecast = (selection: unknown, by = ada) =>
  by.post(`${acme.path}/user-deletion-forecasts`, { selection }).expect(200)
const idOf = async (admin: ApiClient): Promise<string> =>
  (await admin.get('/sessions/current').expect(200)).user.id
const emails = async (by = ada) =>
  (await by.get(`${users}?sort=email`).expect(200)).items.map((user: { email: string }) => user.email)

/** Somebody with one softphone. */
async function withSoftphone(email: string, columns = {}): Promise<string> {
  const { id } = await aPerson(app, acme, { email, columns })
  const subscriber = await aSubscriber(ada, acme, { userId: id, email })
  await aPhone(app, await aLink(app, ada, acme, subscriber.id))
  return id
}

describe('UA-80: deleting the selected people', () => {
  test('tells the admins, and those who go, of all admins among them by one mail, with who did it', async () => {
    const colleague = (name: string) => aColleague(app, acme, { email: `${name}@acme.example` })
    const [emil, fay, gus] = [await colleague('emil'), await colleague('fay'), await colleague('gus')]
    const { id } = await aPerson(app, acme, { email: 'dora@acme.example' })
    await deleted({ ids: [fay.id, gus.id, id] })
    const mails = await asSuperuser(
      app.database,
      `select recipient, parameters->'notice' as notice, parameters->>'actorEmail' as by, parameters->'fromPartner' as from_partner
         from app.outgoing_mails where account_id = $1 and kind = 'admin-notice' order by recipient`,
      [acme.id],
    )
    const notice = { what: 'admins-removed', details: { count: 2 } }
    expect(mails).toEqual(
      [emil, fay, gus].map(({ email }) => ({
        recipient: email,
        notice,
        by: 'ada@northwind.example',
        from_partner: true,
      })),
    )
  })

  test('is one operation, which says of each what became of them', async () => {
    const [dora, fred, stays] = [
      await aPerson(app, acme, { email: 'dora@acme.example' }),
      await aPerson(app, acme, { email: 'fred@acme.example', columns: { status: 'inactive' } }),
      await aPerson(app, acme, { email: 'stays@acme.example' }),
    ]
    const { operation, itemOf } = await deleted({ ids: [dora.id, fred.id] })
    expect(operation).toMatchObject({
      kind: 'user-deletion',
      status: 'done',
      total: 2,
      done: 2,
      createdBy: 'ada',
    })
    expect(itemOf.get(dora.id)).toMatchObject({ outcome: 'done', code: null })
    expect(await emails()).toEqual([stays.email])
    const trail = await auditTrailOf(ada, acme)
    expect(trail.filter((action) => action.startsWith('user.delet'))).toEqual([
      'user.deleted',
      'user.deleted',
    ])
    expect(trail).toContain('user-deletion.started')
    const [event] = (await ada.get(`${acme.path}/events`).expect(200)).items
    expect(event).toMatchObject({ action: 'user.deleted', actorName: 'ada', fromPartner: true })
  })

  test('takes everybody whom a filter lets through, but those left out', async () => {
    const gone = await aPerson(app, acme, { email: 'gone@acme.example', columns: pbx })
    await aPerson(app, acme, { email: 'left@acme.example', columns: { onPbx: true } })
    await aPerson(app, acme, { email: 'none@acme.example' })
    const left = (await ada.get(`${users}?search=left`).expect(200)).items[0].id
    const selection = { all: true, filter: { property: ['pbx-users'] }, except: [left], expectedCount: 1 }
    const { operation, itemOf } = await deleted(selection)
    expect(operation).toMatchObject({ total: 1, done: 1 })
    expect([...itemOf.keys()]).toEqual([gone.id])
  })

  test('takes those whom a search finds', async () => {
    await aPerson(app, acme, { email: 'a@acme.example', lastName: 'Kühn' })
    await aPerson(app, acme, { email: 'b@acme.example', lastName: 'Braun' })
    await deleted({ all: true, filter: { search: 'kuhn' } })
    expect(await emails()).toEqual(['b@acme.example'])
  })

  test('stops before the first where another number matches than was seen', async () => {
    await aPerson(app, acme, { email: 'dora@acme.example' })
    const { operation } = await deleted({ ...everybody, expectedCount: 2 })
    expect(operation).toMatchObject({ status: 'failed', done: 0 })
    expect(operation.failure).toContain('You selected 2 records, but 1 match now')
    expect(await emails()).toEqual(['dora@acme.example'])
  })

  test('says of ids that nobody has, and of those of another account, the same', async () => {
    const globex = await aCustomer(ada, { name: 'Globex' })
    const sam = await aPerson(app, globex, { email: 'sam@globex.example' })
    const unknown = newId()
    const { itemOf } = await deleted({ ids: [sam.id, unknown] })
    for (const id of [sam.id, unknown]) {
      expect(itemOf.get(id)).toMatchObject({ outcome: 'failed', code: 'http.not-found' })
    }
    await ada.get(`${globex.path}/users/${sam.id}`).expect(200)
  })

  test('ends the session of each at once', async () => {
    const carla = await anAdminOf(app, acme)
    const emil = await anAdminOf(app, acme, { email: 'emil@acme.example' })
    await deleted({ ids: [await idOf(emil)] }, carla)
    expect((await emil.get(users)).status).toBe(401)
  })
})

describe('UA-81: whom a rule protects is skipped with its reason, and the others are deleted', () => {
  test('whoever asks, and who is synchronised from MiCloud Connect', async () => {
    const carla = await anAdminOf(app, acme)
    const carlaId = await idOf(carla)
    const mia = await aPerson(app, acme, { email: 'mia@acme.example', columns: { origin: 'micloud' } })
    await aPerson(app, acme, { email: 'dora@acme.example' })
    const { operation, itemOf } = await deleted({ ...everybody, expectedCount: 3 }, carla)
    expect(operation).toMatchObject({ status: 'done', total: 3, done: 1, skipped: 2 })
    expect(itemOf.get(carlaId)).toMatchObject({ outcome: 'skipped', code: 'users.self' })
    expect(itemOf.get(mia.id)).toMatchObject({ outcome: 'skipped', code: 'users.micloud-not-deletable' })
    expect(await emails(carla)).toEqual(['carla@acme.example', mia.email])
  })

  test('one admin who can sign in, where the partner selects them all', async () => {
    await aColleague(app, acme, { email: 'one@acme.example' })
    await aColleague(app, acme, { email: 'two@acme.example', registered: false })
    const last = await aColleague(app, acme, { email: 'three@acme.example' })
    const { operation, itemOf } = await deleted(everybody)
    expect(operation).toMatchObject({ done: 2, skipped: 1 })
    expect(itemOf.get(last.id)).toMatchObject({ outcome: 'skipped', code: 'users.last-admin' })
  })
})

describe('the forecast of a deletion', () => {
  test('UA-82, UA-83: counts who leaves the list, who stays listed, and whose softphones go or stay', async () => {
    await withSoftphone('dora@acme.example')
    await withSoftphone('pia@acme.example', pbx)
    await aPerson(app, acme, { email: 'mia@acme.example', columns: { origin: 'micloud' } })
    await anAdminOf(app, acme)
    expect(await forecast(everybody)).toEqual({
      people: 4,
      deleted: 1,
      keptListed: 1,
      refused: [
        { code: 'users.last-admin', message: expect.stringContaining('only administrator'), count: 1 },
        { code: 'users.micloud-not-deletable', message: expect.stringContaining('MiCloud'), count: 1 },
      ],
      clientsRevoked: 1,
      clientsKept: 1,
    })
  })

  test('is of the selected alone: by id, by filter, without those left out', async () => {
    const dora = await withSoftphone('dora@acme.example')
    const fred = await aPerson(app, acme, { email: 'fred@acme.example', lastName: 'Braun' })
    expect(await forecast({ ids: [dora, newId()] })).toMatchObject({
      people: 1,
      deleted: 1,
      clientsRevoked: 1,
    })
    for (const selection of [
      { ...everybody, except: [dora] },
      { all: true, filter: { search: 'braun' } },
      { ids: [fred.id] },
    ]) {
      expect(await forecast(selection)).toMatchObject({ people: 1, deleted: 1, clientsRevoked: 0 })
    }
  })

  test('changes nothing, and says what the deletion then does', async () => {
    const carla = await anAdminOf(app, acme)
    await aColleague(app, acme, { email: 'emil@acme.example' })
    await aPerson(app, acme, { email: 'pia@acme.example', columns: pbx })
    await aPerson(app, acme, { email: 'mia@acme.example', columns: { origin: 'micloud' } })
    const trail = await auditTrailOf(ada, acme)
    const said = await forecast(everybody, carla)
    expect(await auditTrailOf(ada, acme)).toEqual(trail)
    expect(await emails()).toHaveLength(4)
    const { operation } = await deleted(everybody, carla)
    expect(said).toMatchObject({ people: operation.total, deleted: 1, keptListed: 1 })
    expect(said.refused.map(({ code }: { code: string }) => code)).toEqual([
      'users.self',
      'users.micloud-not-deletable',
    ])
    expect(operation).toMatchObject({ done: 2, skipped: 2 })
  })

  test('UA-81: by an API key counts admins as refused, as the deletion skips them', async () => {
    const carla = await anAdminOf(app, acme)
    await aPerson(app, acme, { email: 'una@acme.example' })
    const { key } = await anApiKey(carla, acme)
    const byKey = app.bearing(key)
    const said = await forecast(everybody, byKey)
    const { operation } = await deleted(everybody, byKey)
    const refused = said.refused.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
    expect(said.refused).toMatchObject([{ code: 'users.admin-by-key', count: refused }])
    expect([said.deleted + said.keptListed, refused]).toEqual([operation.done, operation.skipped])
    expect(refused).toBeGreaterThan(0)
  })

  test('UA-81: of a partner account counts its admins as refused', async () => {
    const partner = (await ada.get('/sessions/current').expect(200)).account
    await aColleague(app, partner, { email: 'paul@northwind.example' })
    await aPerson(app, partner, { email: 'una@northwind.example' })
    const path = `/accounts/${partner.id}/user-deletion-forecasts`
    const said = await ada.post(path, { selection: everybody }).expect(200)
    expect(said).toMatchObject({ people: 3, deleted: 1 })
    expect(said.refused).toMatchObject([
      { code: 'users.self', count: 1 },
      { code: 'users.partner-not-deletable', count: 1 },
    ])
  })
})
