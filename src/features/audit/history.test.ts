import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, aSubscriber } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { AuditEvent } from './schema.ts'

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

async function history(query: Record<string, string> = {}): Promise<AuditEvent[]> {
  const { items } = await ada.get(`${acme.path}/events?${new URLSearchParams(query)}`).expect(200)
  return items
}

const actsOf = async (query: Record<string, string>) => (await history(query)).map(({ action }) => action)
const countOf = (query: Record<string, string>) =>
  ada.get(`${acme.path}/events/count?${new URLSearchParams(query)}`).expect(200)

describe('the event history', () => {
  test('UA-4: has an act right after it was done, with each field before and since, and a secret only as changed', async () => {
    const anna = await aSubscriber(ada, acme)
    const changes = { firstName: 'Änne', pbxSipPassword: 'n3w-s3cret', directoryNumber: null }
    await ada.patch(`${acme.path}/subscribers/${anna.id}`, changes).expect(200)
    const [event] = await history({ limit: '1' })
    expect(event).toMatchObject({
      action: 'subscriber.changed',
      subjectId: anna.id,
      details: { firstName: 'Änne', lastName: 'Kühn' },
      changes: [
        { field: 'directoryNumber', before: '1001', after: null },
        { field: 'firstName', before: 'Anna', after: 'Änne' },
        { field: 'pbxSipPassword', before: null, after: null, secret: true },
      ],
    })
    expect(event?.details).not.toHaveProperty('changes')
    expect(JSON.stringify(await history())).not.toContain('s3cret')
  })

  test.each([
    ['deployment-profiles', { refreshHours: 12 }, { field: 'refreshHours', before: 24, after: 12 }],
    ['locations', { name: 'Potsdam' }, { field: 'name', before: 'Berlin', after: 'Potsdam' }],
  ])('a change of %s says what it was before', async (resource, change, told) => {
    const { id } = await ada.post(`${acme.path}/${resource}`, { name: 'Berlin' }).expect(201)
    await ada.patch(`${acme.path}/${resource}/${id}`, change).expect(200)
    expect((await history({ limit: '1' }))[0]?.changes).toEqual([told])
  })

  test('a change of the deployment e-mail keeps the beginning of its texts', async () => {
    const { subject, body } = await ada.get(`${acme.path}/deployment-email/en`).expect(200)
    const long = `${'Welcome. '.repeat(40)}${body}`
    await ada.put(`${acme.path}/deployment-email/en`, { subject: 'Your phone', body: long }).expect(200)
    const changes = (await history({ limit: '1' }))[0]?.changes
    expect(changes?.[0]).toEqual({ field: 'subject', before: subject, after: 'Your phone' })
    expect(changes?.[1]?.after).toBe(`${long.slice(0, 200)}…`)
  })

  test('events are sealed some seconds after the act, and say so', async () => {
    await aSubscriber(ada, acme)
    await waitUntil(async () => (await history()).every(({ sealed }) => sealed), {
      what: 'every event sealed',
    })
    // Nothing is sealed in the act itself: the chain is made over what was committed.
    const location = await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    const [{ waits }] = await asSuperuser(
      app.database,
      `select count(*)::int as waits from app.audit_events e left join app.audit_unsealed u using (account_id, event_id)
         left join app.audit_seals s using (account_id, event_id)
        where e.subject_id = $1 and (u.event_id is null) = (s.event_id is null)`,
      [location.id],
    )
    expect(waits).toBe(0)
  })

  test('refuses what is no filter', async () => {
    for (const query of [
      'actor=nobody',
      'from=yesterday',
      'subjectId=1',
      'action=Not%20an%20act',
      'seach=x',
      'search=',
    ]) {
      expect((await ada.get(`${acme.path}/events?${query}`)).status, query).toBe(422)
      expect((await ada.get(`${acme.path}/events/count?${query}`)).status, query).toBe(422)
    }
  })
})

describe('the history is searched', () => {
  test('UA-4: every word counts, in the name of who acted, in the act and in what is told of it, whatever its case', async () => {
    const anna = await aSubscriber(ada, acme)
    await aSubscriber(ada, acme, { firstName: 'Bert', email: 'bert@acme.example', pbxSipUserName: '1002' })
    await ada.patch(`${acme.path}/subscribers/${anna.id}`, { lastName: 'Kühnemann' }).expect(200)
    expect(await actsOf({ search: 'ANNA KÜHN' })).toEqual(['subscriber.changed', 'subscriber.added'])
    expect(await actsOf({ search: 'kühnemann changed' })).toEqual(['subscriber.changed'])
    expect(await actsOf({ search: 'ada bert' })).toEqual(['subscriber.added'])
    expect(await actsOf({ search: 'nobody bert' })).toEqual([])
    expect(await countOf({ search: 'anna' })).toEqual({ count: 2, isMore: false })
  })

  test('UA-23: whatever the accents, of the words and of what is told', async () => {
    const anna = await aSubscriber(ada, acme, { lastName: 'Kühn-Łukasz' })
    for (const search of ['kuhn', 'KÜHN-LUKASZ', 'lükasz ànna']) {
      const { items } = await ada.get(`${acme.path}/events?search=${encodeURIComponent(search)}`).expect(200)
      expect(
        items.map(({ subjectId }: { subjectId: string }) => subjectId),
        search,
      ).toEqual([anna.id])
    }
  })

  test('in what is told, not in the names under which it is kept', async () => {
    await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    await ada.patch(acme.path, { timeZone: 'Europe/Paris' }).expect(200)
    expect(await actsOf({ search: 'berlin' })).toContain('location.added')
    for (const name of ['before', 'after', 'changes']) expect(await actsOf({ search: name })).toEqual([])
    expect(await actsOf({ search: 'paris timezone' })).toEqual(['account.changed'])
  })

  test('for % and _ and quotes as they are', async () => {
    for (const name of ['100 % Berlin', 'O’Brien "Berlin"', 'under_score']) {
      await ada.post(`${acme.path}/locations`, { name }).expect(201)
    }
    expect(await actsOf({ search: '% berlin' })).toEqual(['location.added'])
    expect(await actsOf({ search: 'r_s' })).toEqual(['location.added'])
    expect(await actsOf({ search: "' or 1=1 --" })).toEqual([])
  })

  test('and for what no text holds', async () => {
    const found = await ada.get(`${acme.path}/events?search=%00account.added%07`).expect(200)
    expect(found.items.map(({ action }: { action: string }) => action)).toEqual(['account.added'])
    await ada.post(`${acme.path}/event-exports`, { filter: { search: '\u0007x' } }).expect(200)
  })

  test('by who acted: a person, a key, a kind', async () => {
    const carla = await anAdminOf(app, acme, { email: 'carla@acme.example' })
    const { user } = await carla.get('/sessions/current').expect(200)
    const { id, key } = await anApiKey(carla, acme, { scopes: ['locations.change'] })
    await app.bearing(key).post(`${acme.path}/locations`, { name: 'By key' }).expect(201)
    expect(await actsOf({ actor: user.id })).toContain('api-key.made')
    expect(await actsOf({ actor: user.id })).not.toContain('location.added')
    expect(await actsOf({ actor: id })).toEqual(['location.added'])
    expect(await actsOf({ actor: 'api-key' })).toEqual(['location.added'])
    expect(await countOf({ actor: 'api-key' })).toEqual({ count: 1, isMore: false })
  })

  test('by act, by family of acts, by kind of record and by record', async () => {
    const { id } = await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    await ada.patch(`${acme.path}/locations/${id}`, { name: 'Potsdam' }).expect(200)
    expect(await actsOf({ action: 'location.changed' })).toEqual(['location.changed'])
    expect(await actsOf({ action: 'location' })).toEqual(['location.changed', 'location.added'])
    expect(await actsOf({ action: 'loc' })).toEqual([])
    expect(await actsOf({ subjectKind: 'location' })).toEqual(['location.changed', 'location.added'])
    expect(await actsOf({ subjectId: id, action: 'location.added' })).toEqual(['location.added'])
    expect(await countOf({ subjectId: id })).toEqual({ count: 2, isMore: false })
  })

  test('by time: not before, and before', async () => {
    await ada.post(`${acme.path}/locations`, { name: 'Early' }).expect(201)
    await ada.post(`${acme.path}/locations`, { name: 'Late' }).expect(201)
    const [late, early] = await history({ action: 'location' })
    const dayEarlier = new Date(Date.parse(early?.at ?? '') - 86_400_000).toISOString()
    await asSuperuser(app.database, 'update app.audit_events set at = $1 where event_id = $2', [
      new Date(Date.parse(late?.at ?? '') - 60_000),
      early?.id,
    ])
    const namesOf = async (query: Record<string, string>) =>
      (await history({ action: 'location', ...query })).map(({ details }) => details.name)
    expect(await namesOf({ from: late?.at ?? '' })).toEqual(['Late'])
    expect(await namesOf({ to: late?.at ?? '' })).toEqual(['Early'])
    expect(await namesOf({ from: dayEarlier })).toEqual(['Late', 'Early'])
    expect(await namesOf({ to: dayEarlier })).toEqual([])
  })
})

describe('a long history', () => {
  /** So many events in which nothing is wanted, older than everything else. */
  async function manyOlder(count: number): Promise<void> {
    await asSuperuser(
      app.database,
      `insert into app.audit_events (account_id, event_id, at, actor_kind, actor_name, action, subject_kind, details)
       select $1, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '2024-06-01', 'system', 'Rollcall',
              'user.signed-out', 'user', '{}' from generate_series(1, $2::int) n`,
      [acme.id, count],
    )
  }

  test('is looked at 10,000 events a page, each page says how far, and its cursor goes on to the end', async () => {
    await manyOlder(25_000)
    await asSuperuser(
      app.database,
      `update app.audit_events set details = '{"name": "Needle"}' where account_id = $1 and event_id = '01900000-0000-7000-8000-000000000001'`,
      [acme.id],
    )
    const found: string[] = []
    const reached: Array<string | null> = []
    let cursor = ''
    do {
      const page = await ada
        .get(`${acme.path}/events?search=needle${cursor && `&cursor=${cursor}`}`)
        .expect(200)
      found.push(...page.items.map(({ id }: AuditEvent) => id))
      reached.push(page.scannedTo)
      cursor = page.nextCursor
    } while (cursor)
    expect(found).toEqual(['01900000-0000-7000-8000-000000000001'])
    expect(reached).toEqual(['2024-06-01T00:00:00.000Z', '2024-06-01T00:00:00.000Z', null])
    expect(await countOf({ search: 'needle' })).toEqual({ count: 0, isMore: true })
    expect(await countOf({})).toEqual({ count: 10_000, isMore: true })
  })

  test('gives each wanted event once, where pages are smaller than what was found', async () => {
    await manyOlder(50)
    const ids: string[] = []
    let cursor = ''
    do {
      const page = await ada
        .get(`${acme.path}/events?action=user.signed-out&limit=7${cursor && `&cursor=${cursor}`}`)
        .expect(200)
      ids.push(...page.items.map(({ id }: AuditEvent) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(ids).toHaveLength(50)
    expect(ids).toEqual([...new Set(ids)].sort().reverse())
  })
})

describe('the history as a file', () => {
  const csv = (body: unknown = {}) => ada.post(`${acme.path}/event-exports`, body)

  test('holds the wanted events with what changed, is recorded itself, and runs no formula in a spreadsheet', async () => {
    const { id } = await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    await ada.patch(`${acme.path}/locations/${id}`, { name: 'Potsdam' }).expect(200)
    await asSuperuser(
      app.database,
      `update app.audit_events set actor_name = '=HYPERLINK("x")' where subject_id = $1`,
      [id],
    )
    const { status, headers, body } = await csv({ filter: { subjectId: id } })
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="events-\d{4}-\d{2}-\d{2}\.csv"$/,
    )
    const lines = body.split('\r\n').filter(Boolean)
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('name: ""Berlin"" → ""Potsdam""')
    expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`)
    const [event] = await history({ limit: '1' })
    expect(event).toMatchObject({
      action: 'event-export.made',
      details: { subjectId: id, flavour: 'spreadsheet' },
    })
  })

  test('has every event of a history that is longer than what is read at once, each once', async () => {
    await asSuperuser(
      app.database,
      `insert into app.audit_events (account_id, event_id, at, actor_kind, actor_name, action, subject_kind)
       select $1, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '2024-06-01', 'system', 'Rollcall',
              'user.signed-out', 'user' from generate_series(1, 2500) n`,
      [acme.id],
    )
    const exact = { flavour: 'exact', filter: { action: 'user.signed-out' } }
    const lines = (await csv(exact).expect(200)).split('\n').filter(Boolean).slice(1)
    expect(new Set(lines).size).toBe(2500)
    expect(lines).toHaveLength(2500)
  })
})
