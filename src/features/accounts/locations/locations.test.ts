import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, auditTrailOf, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let locations: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

beforeEach(async () => {
  acme = await aCustomer(ada)
  locations = `${acme.path}/locations`
})

const add = (name: string, more = {}) => ada.post(locations, { name, ...more }).expect(201)
const names = async (query = '') =>
  (await ada.get(`${locations}${query}`).expect(200)).items.map((each: { name: string }) => each.name)

/** Sends somebody of the account to a location. */
async function sendTo(locationId: string, email: string): Promise<string> {
  const { id } = await aColleague(app, acme, { email })
  await asSuperuser(app.database, 'update app.users set location_id = $1 where user_id = $2', [
    locationId,
    id,
  ])
  return id
}

const fiveThousandAt = (locationId: string) =>
  asSuperuser(
    app.database,
    `insert into app.users (account_id, user_id, first_name, last_name, email, sort_name, location_id, last_modified_at, created_at)
     select $1, gen_random_uuid(), 'P', n::text, n || '@acme.example', n::text, $2, now(), now() from generate_series(1, 5000) n`,
    [acme.id, locationId],
  )

/** A source supplies where somebody is. */
const isSupplied = (userId: string) =>
  asSuperuser(app.database, `update app.users set owners = '{"locationId": "Azure AD"}' where user_id = $1`, [
    userId,
  ])

const whereIs = async (userId: string) =>
  (
    await asSuperuser(
      app.database,
      'select location_id, version, last_modified_by, last_modified_by_name, last_modified_fields from app.users where user_id = $1',
      [userId],
    )
  )[0]

describe('UA-14: a location', () => {
  test('is added with a name alone, and stands in the history', async () => {
    const made = await ada.post(locations, { name: ' Köln ' })
    expect(made.status).toBe(201)
    expect(made.headers.get('etag')).toBe('"1"')
    expect(made.body).toMatchObject({ name: 'Köln', street: null, country: null, people: 0, version: 1 })
    expect(await ada.get(`${locations}/${made.body.id}`).expect(200)).toEqual(made.body)
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('location.added')
  })

  test('is changed field by field, null clears, and an older version is refused', async () => {
    const { id } = await add('Berlin', { street: 'Torstr. 1', city: 'Berlin', country: 'DE' })
    const path = `${locations}/${id}`
    const changed = await ada
      .patch(path, { street: null, postalCode: '10119' }, { 'if-match': '"1"' })
      .expect(200)
    expect(changed).toMatchObject({
      street: null,
      postalCode: '10119',
      city: 'Berlin',
      country: 'DE',
      version: 2,
    })
    expect(await ada.patch(path, { name: 'Late' }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'http.stale', changedBy: 'ada' },
    })
    expect(await names()).toEqual(['Berlin'])
    const [event] = (await ada.get(`${acme.path}/events?subjectId=${id}`).expect(200)).items
    expect(event).toMatchObject({ action: 'location.changed', details: { name: 'Berlin' } })
    expect(event.changes).toEqual([
      { field: 'street', before: 'Torstr. 1', after: null },
      { field: 'postalCode', before: null, after: '10119' },
    ])
  })

  test.each(['ZÜRICH', 'Zurich'])('has a name of its own: %s is the same as Zürich', async (same) => {
    await add('Zürich')
    const other = await add('Genève')
    const refused = { status: 409, body: { code: 'locations.name-taken', errors: [{ path: 'name' }] } }
    expect(await ada.post(locations, { name: same })).toMatchObject(refused)
    expect(await ada.patch(`${locations}/${other.id}`, { name: same })).toMatchObject(refused)
    expect(await names()).toEqual(['Genève', 'Zürich'])
  })

  test.each([
    [{ name: ' ' }, 'name'],
    [{ name: 'A\nB' }, 'name'],
    [{ name: 'A', country: 'Germany' }, 'country'],
    [{ name: 'A', street: 'x'.repeat(101) }, 'street'],
    [{ name: 'A', planet: 'Earth' }, 'planet'],
  ])('is refused as %j, naming the field', async (given, path) => {
    const answer = await ada.post(locations, given)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body.errors)).toContain(path)
    expect(await names()).toEqual([])
  })
})

describe('UA-14: the list of locations', () => {
  test('is by name, without case and accents, and pages through, each exactly once', async () => {
    for (const name of ['berlin', 'Århus', 'Zürich', 'Athen', 'Bern']) await add(name)
    const seen: string[] = []
    let cursor = ''
    do {
      const page: { items: Array<{ name: string }>; nextCursor: string | null } = await ada
        .get(`${locations}?limit=2${cursor && `&cursor=${cursor}`}`)
        .expect(200)
      seen.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '')
    expect(seen).toEqual(['Århus', 'Athen', 'berlin', 'Bern', 'Zürich'])
  })

  test('is searched by words of name and city, as people write them', async () => {
    await add('Hauptwerk', { city: 'Köln' })
    await add('Lager Nord', { city: 'Kiel' })
    expect(await names('?search=koln')).toEqual(['Hauptwerk'])
    expect(await names('?search=nord+LAGER')).toEqual(['Lager Nord'])
    expect(await names('?search=100%25')).toEqual([])
  })

  test('says how many people are at each', async () => {
    const { id } = await add('Köln')
    await add('Bonn')
    await sendTo(id, 'kim@acme.example')
    await sendTo(id, 'lee@acme.example')
    const { items } = await ada.get(locations).expect(200)
    expect(items.map((each: { name: string; people: number }) => [each.name, each.people])).toEqual([
      ['Bonn', 0],
      ['Köln', 2],
    ])
  })

  test("is its account's own: another account's admin sees none, and an id of elsewhere is unknown", async () => {
    const { id } = await add('Köln')
    const globex = await aCustomer(ada, { name: 'Globex' })
    const gina = await anAdminOf(app, globex, { email: `gina.${globex.id.slice(-6)}@globex.example` })
    expect((await gina.get(`${globex.path}/locations`).expect(200)).items).toEqual([])
    expect(await gina.get(locations)).toMatchObject({ status: 404 })
    expect(await gina.get(`${globex.path}/locations/${id}`)).toMatchObject({ status: 404 })
    expect(await gina.delete(`${globex.path}/locations/${id}`)).toMatchObject({ status: 404 })
  })
})

describe('UA-14: deleting a location', () => {
  test('where nobody is, ends it', async () => {
    const { id } = await add('Köln')
    await ada.delete(`${locations}/${id}`).expect(204)
    expect(await names()).toEqual([])
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('location.deleted')
  })

  test('where people are, is refused with their number, and they stay', async () => {
    const { id } = await add('Köln')
    const kim = await sendTo(id, 'kim@acme.example')
    expect(await ada.delete(`${locations}/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'locations.in-use', count: 1 },
    })
    expect((await whereIs(kim)).location_id).toBe(id)
  })

  test('sends its people to the replacement, which is told as a change of theirs', async () => {
    const { id } = await add('Köln')
    const bonn = await add('Bonn')
    const kim = await sendTo(id, 'kim@acme.example')
    await ada.delete(`${locations}/${id}?replacementId=${bonn.id}`).expect(204)
    expect(await whereIs(kim)).toEqual({
      location_id: bonn.id,
      version: 2,
      last_modified_by: (await ada.get('/sessions/current').expect(200)).user.id,
      last_modified_by_name: 'ada',
      last_modified_fields: ['locationId'],
    })
    expect(await names()).toEqual(['Bonn'])
    const { items } = await ada.get(`${acme.path}/events?subjectId=${kim}`).expect(200)
    expect(items[0]).toMatchObject({
      action: 'user.changed',
      changes: [{ field: 'locationId', before: 'Köln', after: 'Bonn' }],
    })
  })

  test('UA-41: where a source says that somebody is, is refused with its name, and nobody is sent away', async () => {
    const { id } = await add('Köln')
    const bonn = await add('Bonn')
    const kim = await sendTo(id, 'kim@acme.example')
    const lee = await sendTo(id, 'lee@acme.example')
    await isSupplied(lee)
    const refused = await ada.delete(`${locations}/${id}?replacementId=${bonn.id}`)
    expect(refused).toMatchObject({ status: 409, body: { code: 'locations.people-stay', count: 1 } })
    expect(refused.body.detail).toContain('Azure AD')
    for (const person of [kim, lee])
      expect(await whereIs(person)).toMatchObject({ location_id: id, version: 1 })
    expect(await names()).toEqual(['Bonn', 'Köln'])
  })

  test('where thousands are, is an operation that sends them there and ends the location with the last', async () => {
    const { id } = await add('Köln')
    const bonn = await add('Bonn')
    await sendTo(id, 'kim@acme.example')
    await fiveThousandAt(id)
    const { operationId } = await ada.delete(`${locations}/${id}?replacementId=${bonn.id}`).expect(202)
    expect(await finished(ada, acme, operationId)).toMatchObject({
      kind: 'location-replacement',
      status: 'done',
      done: 5001,
      failed: 0,
    })
    expect((await ada.get(locations).expect(200)).items).toMatchObject([{ name: 'Bonn', people: 5001 }])
    const { items } = await ada.get(`${acme.path}/events?subjectId=${id}`).expect(200)
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'location.deleted',
      'location-replacement.started',
      'location.added',
    ])
  })

  test('UA-41: where thousands are and a source keeps one of them, leaves that one there, and the location', async () => {
    const { id } = await add('Köln')
    const bonn = await add('Bonn')
    const kim = await sendTo(id, 'kim@acme.example')
    await isSupplied(kim)
    await fiveThousandAt(id)
    const { operationId } = await ada.delete(`${locations}/${id}?replacementId=${bonn.id}`).expect(202)
    expect(await finished(ada, acme, operationId)).toMatchObject({ status: 'done', done: 5000, skipped: 1 })
    const { items } = await ada
      .get(`${acme.path}/operations/${operationId}/items?outcome=skipped`)
      .expect(200)
    expect(items).toMatchObject([{ subjectId: kim, code: 'users.field-owned' }])
    expect((await ada.get(locations).expect(200)).items).toMatchObject([
      { name: 'Bonn', people: 5000 },
      { name: 'Köln', people: 1 },
    ])
  })

  test.each([
    'itself',
    'an unknown one',
  ])('with %s as the replacement is refused, and all stays', async (which) => {
    const { id } = await add('Köln')
    const kim = await sendTo(id, 'kim@acme.example')
    const replacementId = which === 'itself' ? id : crypto.randomUUID()
    expect(await ada.delete(`${locations}/${id}?replacementId=${replacementId}`)).toMatchObject({
      status: 422,
      body: { code: 'locations.unknown', errors: [{ path: 'replacementId' }] },
    })
    expect((await whereIs(kim)).location_id).toBe(id)
  })
})
