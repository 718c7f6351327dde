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
  auditTrailOf,
  finished,
} from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addKnownUsers } from './many-users.testing.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let users: string
let updates: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  users = `${acme.path}/users`
  updates = `${acme.path}/user-updates`
})

const everybody = { all: true, filter: {} }

/** Changes the selected. @returns the operation when it has ended, and its items by the person's id */
async function updated(selection: unknown, changes: unknown, by = ada) {
  const { id } = await by.post(updates, { selection, changes }).expect(202)
  const operation = await finished(ada, acme, id)
  const { items } = await ada.get(`${acme.path}/operations/${id}/items?limit=500`).expect(200)
  const itemOf = new Map<string, { outcome: string; code: string | null; message: string | null }>(
    items.map((item: { subjectId: string }) => [item.subjectId, item]),
  )
  return { operation, itemOf }
}

const one = (id: string) => ada.get(`${users}/${id}`).expect(200)
const idOf = async (admin: ApiClient): Promise<string> =>
  (await admin.get('/sessions/current').expect(200)).user.id
const eventsOf = async (subjectId: string) =>
  (await ada.get(`${acme.path}/events?subjectId=${subjectId}`).expect(200)).items

/** What the admins were told since the last look. */
async function told() {
  const rows = await asSuperuser(
    app.database,
    `delete from app.outgoing_mails where account_id = $1 and kind = 'admin-notice' returning recipient, parameters->'notice' as notice`,
    [acme.id],
  )
  return rows
    .map(({ recipient, notice }) => [recipient, notice.what, notice.details])
    .sort(([a], [b]) => a.localeCompare(b))
}

describe('UA-4, UA-60: changing the selected people', () => {
  test('is one operation: role, location and language are set of each, a version and a name of who did it each', async () => {
    const { id: locationId } = await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    const fred = await aPerson(app, acme, { email: 'fred@acme.example', columns: { language: 'fr' } })
    const stays = await aPerson(app, acme, { email: 'stays@acme.example' })
    const { operation } = await updated(
      { ids: [dora.id, fred.id] },
      { locationId, language: 'fr', role: 'admin' },
    )
    expect(operation).toMatchObject({ kind: 'user-update', status: 'done', total: 2, done: 2 })
    const common = { role: 'admin', locationId, language: 'fr', version: 2, lastModifiedBy: 'ada' }
    expect(await one(dora.id)).toMatchObject({
      ...common,
      lastModifiedFields: expect.arrayContaining(['role', 'locationId', 'language']),
    })
    const changed = await one(fred.id)
    expect(changed).toMatchObject(common)
    expect(changed.lastModifiedFields.toSorted()).toEqual(['locationId', 'role'])
    expect(await one(stays.id)).toMatchObject({ role: 'user', locationId: null, version: 1 })
  })

  test('is told with the names of the locations, before and after', async () => {
    const [berlin, rome] = await Promise.all(
      ['Berlin', 'Rome'].map((name) => ada.post(`${acme.path}/locations`, { name }).expect(201)),
    )
    const dora = await aPerson(app, acme, { email: 'dora@acme.example', columns: { location_id: berlin.id } })
    await updated({ ids: [dora.id] }, { locationId: rome.id })
    await updated({ ids: [dora.id] }, { locationId: null })
    const [cleared, moved] = (await eventsOf(dora.id)).filter(
      ({ action }: { action: string }) => action === 'user.changed',
    )
    expect(moved.changes).toEqual([{ field: 'locationId', before: 'Berlin', after: 'Rome' }])
    expect(cleared.changes).toEqual([{ field: 'locationId', before: 'Rome', after: null }])
  })

  test('null clears, and what is absent stays', async () => {
    const { id } = await aPerson(app, acme, { email: 'dora@acme.example', columns: { language: 'fr' } })
    await updated({ ids: [id] }, { language: null })
    expect(await one(id)).toMatchObject({ language: null, role: 'user', version: 2 })
  })

  test('takes everybody whom a filter lets through, but those left out, and stops where another number matches', async () => {
    const dora = await aPerson(app, acme, { email: 'dora@acme.example', lastName: 'Kühn' })
    const fred = await aPerson(app, acme, { email: 'fred@acme.example', lastName: 'Kühn' })
    const found = { all: true, filter: { search: 'kuhn' }, except: [fred.id] }
    const { itemOf } = await updated({ ...found, expectedCount: 1 }, { language: 'de' })
    expect([...itemOf.keys()]).toEqual([dora.id])
    const { operation } = await updated({ ...found, expectedCount: 2 }, { language: 'es' })
    expect(operation).toMatchObject({ status: 'failed', done: 0 })
    for (const [{ id }, language] of [
      [dora, 'de'],
      [fred, null],
    ] as const) {
      expect((await one(id)).language).toBe(language)
    }
  })

  test('says of ids that nobody has, and of those of another account, the same, and changes nobody there', async () => {
    const globex = await aCustomer(ada, { name: 'Globex' })
    const sam = await aPerson(app, globex, { email: 'sam@globex.example' })
    const unknown = newId()
    const { itemOf } = await updated({ ids: [sam.id, unknown] }, { role: 'admin' })
    for (const id of [sam.id, unknown]) {
      expect(itemOf.get(id)).toMatchObject({ outcome: 'failed', code: 'http.not-found' })
    }
    expect((await ada.get(`${globex.path}/users/${sam.id}`).expect(200)).role).toBe('user')
  })

  test('writes one event for the act with what was asked, and one for each with before and after', async () => {
    const dora = await aPerson(app, acme, { email: 'dora@acme.example', columns: { language: 'fr' } })
    const before = await auditTrailOf(ada, acme)
    await updated({ ids: [dora.id] }, { language: 'de', deactivated: true })
    expect((await auditTrailOf(ada, acme)).slice(before.length)).toEqual([
      'user-update.started',
      'user.changed',
    ])
    const [{ items: all }, [changed]] = [
      await ada.get(`${acme.path}/events?limit=2`).expect(200),
      await eventsOf(dora.id),
    ]
    const values = { language: 'de', deactivated: true }
    expect(all[1]).toMatchObject({ action: 'user-update.started', details: { selected: 1, values } })
    expect(changed).toMatchObject({ action: 'user.changed', actorName: 'ada', fromPartner: true })
    expect(changed.changes).toEqual([
      { field: 'language', before: 'fr', after: 'de' },
      { field: 'status', before: 'registered', after: 'inactive' },
    ])
  })

  test('whom it finds as it would have them is done, without a version and without an event', async () => {
    const dora = await aPerson(app, acme, { email: 'dora@acme.example', columns: { language: 'de' } })
    const { itemOf } = await updated({ ids: [dora.id] }, { language: 'de', role: 'user', deactivated: false })
    expect(itemOf.get(dora.id)).toMatchObject({ outcome: 'done', code: null })
    expect((await one(dora.id)).version).toBe(1)
    expect((await eventsOf(dora.id)).map(({ action }: { action: string }) => action)).toEqual(['user.added'])
  })

  test.each([
    [{}, 'http.invalid'],
    [{ email: 'all@acme.example' }, 'http.invalid'],
    [{ locationId: newId() }, 'users.location-unknown'],
  ])('is refused before it starts where it could be done to nobody: %j', async (changes, code) => {
    const { id } = await aPerson(app, acme, { email: 'dora@acme.example' })
    const trail = await auditTrailOf(ada, acme)
    expect(await ada.post(updates, { selection: { ids: [id] }, changes })).toMatchObject({
      status: 422,
      body: { code },
    })
    expect(await auditTrailOf(ada, acme)).toEqual(trail)
  })
})

describe('whom a rule protects is skipped with its reason, and the others are changed', () => {
  test('UA-41: whose field a source supplies, naming the source', async () => {
    const columns = { origin: 'scim', owners: { language: 'Azure AD' } }
    const owned = await aPerson(app, acme, { email: 'owned@acme.example', columns })
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    const { operation, itemOf } = await updated({ ids: [owned.id, dora.id] }, { language: 'fr' })
    expect(operation).toMatchObject({ done: 1, skipped: 1 })
    expect(itemOf.get(owned.id)).toMatchObject({
      outcome: 'skipped',
      code: 'users.field-owned',
      message: expect.stringContaining('Azure AD'),
    })
    expect((await one(owned.id)).language).toBeNull()
    expect((await one(dora.id)).language).toBe('fr')
  })

  test.each([
    [{ role: 'user' }, 'users.own-role'],
    [{ deactivated: true }, 'users.self'],
  ])('whoever asks, where it would shut them out: %j', async (changes, code) => {
    const carla = await anAdminOf(app, acme)
    const carlaId = await idOf(carla)
    const emil = await aColleague(app, acme, { email: 'emil@acme.example' })
    const { operation, itemOf } = await updated(everybody, changes, carla)
    expect(operation).toMatchObject({ status: 'done', total: 2, done: 1, skipped: 1 })
    expect(itemOf.get(carlaId)).toMatchObject({ outcome: 'skipped', code })
    expect(itemOf.get(emil.id)).toMatchObject({ outcome: 'done' })
    expect(await one(carlaId)).toMatchObject({ role: 'admin', status: 'registered' })
  })

  test('whoever asks is no exception where it shuts nobody out', async () => {
    const carla = await anAdminOf(app, acme)
    await updated(everybody, { role: 'admin', language: 'fr' }, carla)
    expect(await one(await idOf(carla))).toMatchObject({ role: 'admin', language: 'fr' })
  })

  test.each([
    { role: 'user' },
    { deactivated: true },
  ])('one admin who can sign in, where the partner selects them all: %j', async (changes) => {
    const first = await aColleague(app, acme, { email: 'one@acme.example' })
    await aColleague(app, acme, { email: 'two@acme.example', registered: false })
    const last = await aColleague(app, acme, { email: 'three@acme.example' })
    const { operation, itemOf } = await updated(everybody, changes)
    expect(operation).toMatchObject({ done: 2, skipped: 1 })
    expect(itemOf.get(last.id)).toMatchObject({ outcome: 'skipped', code: 'users.last-admin' })
    expect(await one(last.id)).toMatchObject({ role: 'admin', status: 'registered' })
    expect(await one(first.id)).not.toMatchObject({ role: 'admin', status: 'registered' })
  })

  test('threats "Stolen API key": admins, where an API key asks; and it makes none', async () => {
    const carla = await anAdminOf(app, acme)
    const { key } = await anApiKey(carla, acme)
    const byKey = app.bearing(key)
    const emil = await aColleague(app, acme, { email: 'emil@acme.example' })
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    const { itemOf } = await updated({ ids: [emil.id, dora.id] }, { deactivated: true }, byKey)
    expect(itemOf.get(emil.id)).toMatchObject({ outcome: 'skipped', code: 'users.admin-by-key' })
    expect(itemOf.get(dora.id)).toMatchObject({ outcome: 'done' })
    const asked = { selection: { ids: [dora.id] }, changes: { role: 'admin' } }
    expect(await byKey.post(updates, asked)).toMatchObject({
      status: 403,
      body: { code: 'users.admin-by-key' },
    })
    expect((await one(dora.id)).role).toBe('user')
  })
})

describe('threats "Stolen admin mailbox": the account’s other admins are told', () => {
  test('once of all who are made admins, and once, with those who are removed, of all who are admins no more', async () => {
    const emil = await aColleague(app, acme, { email: 'emil@acme.example' })
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    const fred = await aPerson(app, acme, { email: 'fred@acme.example' })
    const both = { ids: [dora.id, fred.id] }
    await updated(both, { language: 'fr' })
    expect(await told()).toEqual([])
    await updated(both, { role: 'admin' })
    expect(await told()).toEqual([[emil.email, 'admins-made', { count: 2 }]])
    await updated(both, { deactivated: true })
    const removed = [dora, emil, fred].map(({ email }) => [email, 'admins-removed', { count: 2 }])
    expect(await told()).toEqual(removed)
    await updated({ ids: [dora.id] }, { deactivated: false })
    expect(await told()).toEqual([[emil.email, 'admin-made', { person: 'Dora Weiss' }]])
  })

  test('once of 2,500 people, and of as many as it concerns: of all of them, in whichever thousand they come', async () => {
    const emil = await aColleague(app, acme, { email: 'emil@acme.example' })
    const many = Array.from({ length: 2_500 }, (_, n) => ({ email: `many${n}@acme.example` }))
    const ids = await addKnownUsers(app, acme, many)
    await updated({ ids }, { role: 'admin' })
    expect(await told()).toEqual([[emil.email, 'admins-made', { count: 2_500 }]])
    await updated({ ids }, { role: 'user' })
    expect((await told()).filter(([, what]) => what !== 'admins-removed')).toEqual([])
    await updated({ ids: ids.slice(0, 1_500) }, { role: 'admin' })
    expect(await told()).toEqual([[emil.email, 'admins-made', { count: 1_500 }]])
  }, 60_000)
})

test('two acts at once on the same people change each once after the other, and lose nothing', async () => {
  const many = Array.from({ length: 1_500 }, (_, n) => ({ email: `many${n}@acme.example` }))
  const ids = await addKnownUsers(app, acme, many)
  const [first, second] = await Promise.all([
    updated({ ids }, { language: 'fr' }),
    updated({ ids: ids.toReversed() }, { role: 'admin' }),
  ])
  for (const { operation } of [first, second]) {
    expect(operation).toMatchObject({ status: 'done', total: 1_500, done: 1_500 })
  }
  const rows = await asSuperuser(
    app.database,
    `select language, role, version, count(*)::int as people from app.users where account_id = $1 group by 1, 2, 3`,
    [acme.id],
  )
  expect(rows).toEqual([{ language: 'fr', role: 'admin', version: 3, people: 1_500 }])
})
