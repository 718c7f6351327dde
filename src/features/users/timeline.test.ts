import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aPerson, aSecondPartner, finished } from '#tests/harness/people.ts'
import type { PersonTimelineEntry } from './schema.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
})

const pathOf = (id: string) => `${acme.path}/users/${id}/timeline`
const timelineOf = async (id: string, by = ada): Promise<PersonTimelineEntry[]> =>
  (await by.get(`${pathOf(id)}?limit=500`).expect(200)).items
const idOf = async (admin: ApiClient): Promise<string> =>
  (await admin.get('/sessions/current').expect(200)).user.id

/** Dora, who comes from a PBX and so stays listed. */
const dora = () => aPerson(app, acme, { email: 'dora@acme.example', columns: { origin: 'pbx', onPbx: true } })

async function deleted(ids: string[]): Promise<string> {
  const { id } = await ada.post(`${acme.path}/user-deletions`, { selection: { ids } }).expect(202)
  await finished(ada, acme, id)
  return id
}

describe('the timeline of a person', () => {
  test('tells what was done to them, by whom and whether from the partner, newest first', async () => {
    const { id } = await dora()
    const carla = await anAdminOf(app, acme)
    await carla.patch(`${acme.path}/users/${id}`, { mobile: '+491711234567', role: 'admin' }).expect(200)
    await ada.patch(`${acme.path}/users/${id}`, { deactivated: true }).expect(200)
    const told = (await timelineOf(id)).map(({ kind, actor, fromPartner, details }) => ({
      kind,
      actor,
      fromPartner,
      details,
    }))
    expect(told).toEqual([
      {
        kind: 'user.changed',
        actor: 'ada',
        fromPartner: true,
        details: { fields: ['status'], status: 'inactive' },
      },
      {
        kind: 'user.changed',
        actor: 'Carla Rossi',
        fromPartner: false,
        details: { fields: ['mobile', 'role'], role: 'admin' },
      },
      {
        kind: 'user.added',
        actor: 'test',
        fromPartner: false,
        details: { email: 'dora@acme.example', role: 'user' },
      },
    ])
  })

  test('tells their own acts too', async () => {
    const carla = await anAdminOf(app, acme)
    const password = 'carla counts the stairs'
    await carla.post('/sessions/current/step-ups', { password }).expect(201)
    const id = await idOf(carla)
    await carla.delete('/sessions/current').expect(204)
    const kinds = (await timelineOf(id)).map(({ kind }) => kind)
    expect(kinds).toEqual([
      'session.closed',
      'session.stepped-up',
      'session.opened',
      'password.set',
      'user.added',
    ])
    const anna = { firstName: 'Anna', lastName: 'Kühn', email: 'anna.kuehn@acme.example' }
    const invited = await ada.post(`${acme.path}/users`, anna).expect(201)
    await ada.post(`${acme.path}/users/${invited.id}/welcome-emails`).expect(202)
    const ofAnna = (await timelineOf(invited.id)).map(({ kind }) => kind)
    expect(ofAnna).toEqual(['user.invited', 'user.added'])
  })

  test('tells each bulk act in which they were a record once, with what became of them', async () => {
    const { id } = await dora()
    const other = await aPerson(app, acme, { email: 'fred@acme.example', columns: { origin: 'micloud' } })
    const operationId = await deleted([id, other.id])
    const [event, part] = await timelineOf(id)
    expect(event).toMatchObject({ kind: 'user.unregistered', operation: null })
    expect(part).toMatchObject({
      id: operationId,
      kind: 'operation',
      actor: 'ada',
      details: {},
      operation: { kind: 'user-deletion', outcome: 'done', code: null, message: null },
    })
    const parts = (await timelineOf(other.id)).filter(({ operation }) => operation !== null)
    expect(parts.map(({ operation }) => operation)).toEqual([
      {
        kind: 'user-deletion',
        outcome: 'skipped',
        code: 'users.micloud-not-deletable',
        message: expect.stringContaining('MiCloud Connect'),
      },
    ])
  })

  test('gives every entry exactly once and in order, also where events and bulk acts take turns', async () => {
    const { id } = await aPerson(app, acme, { email: 'fred@acme.example', columns: { origin: 'micloud' } })
    for (const language of ['de', 'fr', 'es']) {
      await ada.patch(`${acme.path}/users/${id}`, { language }).expect(200)
      await deleted([id])
    }
    const all = await timelineOf(id)
    expect(all.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 3 }, () => ['operation', 'user.changed']).flat(),
      'user.added',
    ])
    const paged: PersonTimelineEntry[] = []
    let cursor = ''
    do {
      const page = await ada.get(`${pathOf(id)}?limit=2${cursor}`).expect(200)
      expect(page.items.length).toBeLessThanOrEqual(2)
      paged.push(...page.items)
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
    } while (cursor !== '')
    expect(paged).toEqual(all)
  })

  test('tells nothing that the event history does not tell the same reader, no address, and of a changed value the name alone', async () => {
    const { id } = await dora()
    await ada.patch(`${acme.path}/users/${id}`, { mobile: '+491711234567' }).expect(200)
    const carla = await anAdminOf(app, acme)
    const entries = await timelineOf(id, carla)
    const { items: events } = await carla.get(`${acme.path}/events?subjectId=${id}`).expect(200)
    expect(events.map((event: { id: string }) => event.id)).toEqual(entries.map((entry) => entry.id))
    expect(events[0].changes).toEqual([{ field: 'mobile', before: null, after: '+491711234567' }])
    expect(JSON.stringify(entries)).not.toContain('491711234567')
    expect(entries[0]).not.toHaveProperty('address')
  })

  test('is there for who may see the people of the account, and for nobody else', async () => {
    const { id } = await dora()
    const { admin: nadia } = await aSecondPartner(app)
    const neighbour = await anAdminOf(app, await aCustomer(ada, { name: 'Globex' }), {
      email: 'gus@globex.example',
    })
    for (const stranger of [nadia, neighbour]) await stranger.get(pathOf(id)).expect(404)
    await app.anybody().get(pathOf(id)).expect(401)
    await ada.get(pathOf(newId())).expect(404)
    const { id: gone } = await aPerson(app, acme, { email: 'gone@acme.example' })
    await deleted([gone])
    await ada.get(pathOf(gone)).expect(404)
  })
})

test('the event history is narrowed to one record, whatever it is', async () => {
  const { id } = await dora()
  const { items } = await ada.get(`${acme.path}/events?subjectId=${acme.id}`).expect(200)
  expect(items.map((event: { action: string }) => event.action)).toEqual(['account.added'])
  const { items: ofDora } = await ada.get(`${acme.path}/events?subjectId=${id}`).expect(200)
  expect(ofDora).toMatchObject([{ action: 'user.added', subjectId: id }])
  await ada.get(`${acme.path}/events?subjectId=dora`).expect(422)
})
