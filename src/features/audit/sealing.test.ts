import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { masterKeyOf } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { verifyChain } from './index.ts'
import { sealEverything } from './sealing.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

// No worker: each test seals when it wants to.
beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())

/** An account of its own with ten sealed events. */
beforeEach(async () => {
  acme = await aCustomer(ada)
  for (let at = 1; (await chain()).events < 10; at++) {
    await ada.post(`${acme.path}/locations`, { name: `Floor ${at}` }).expect(201)
  }
  await sealEverything(app.platform)
})

const chain = (noted?: { position: number; hash: string }) => verifyChain(app.platform, acme.id, noted)
const tamper = (statement: string) => asSuperuser(app.database, statement, [acme.id])
/** The event that a seal is for. */
const eventAt = (position: number) =>
  `(select event_id from app.audit_seals where account_id = $1 and position = ${position})`

describe('the chain of an account', () => {
  test('holds every event once, in positions without a gap, and nothing waits', async () => {
    const { head, ...report } = await chain()
    expect(report).toEqual({ events: 10, sealed: 10, unsealed: 0, unsealedSince: null, fault: null })
    expect(head).toEqual({ position: 10, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await chain(head ?? undefined)).toMatchObject({ fault: null })
  })

  test('grows from where it ended, and what is not yet sealed is no fault', async () => {
    const { head } = await chain()
    await ada.post(`${acme.path}/locations`, { name: 'Later' }).expect(201)
    expect(await chain()).toMatchObject({ events: 11, sealed: 10, unsealed: 1, fault: null })
    await sealEverything(app.platform)
    expect(await chain(head ?? undefined)).toMatchObject({ events: 11, sealed: 11, unsealed: 0, fault: null })
  })

  test('is sealed although that of another account cannot be, because somebody had a sealed event wait again', async () => {
    const [one, other] = [await aCustomer(ada), await aCustomer(ada)]
    await tamper(`insert into app.audit_unsealed values ($1, ${eventAt(3)})`)
    await expect(sealEverything(app.platform)).rejects.toThrow('audit_seals_event')
    for (const { id } of [one, other]) {
      expect(await verifyChain(app.platform, id)).toMatchObject({ unsealed: 0, fault: null })
    }
    await asSuperuser(app.database, 'delete from app.audit_unsealed where account_id = $1', [acme.id])
  })

  test('skips no event whose act began before others and was committed after them', async () => {
    const slow = new pg.Client({ connectionString: app.database.superuserUrl })
    await slow.connect()
    await slow.query('begin')
    const late = '01900000-0000-7000-8000-000000000001'
    await slow.query(
      `with waiting as (insert into app.audit_unsealed values ($1, '${late}'))
       insert into app.audit_events (account_id, event_id, at, actor_kind, action, subject_kind)
       values ($1, '${late}', now(), 'system', 'location.added', 'location')`,
      [acme.id],
    )
    await ada.post(`${acme.path}/locations`, { name: 'Overtaking' }).expect(201)
    await sealEverything(app.platform)
    await slow.query('commit')
    await slow.end()
    expect(await chain()).toMatchObject({ events: 12, sealed: 11, unsealed: 1, fault: null })
    await sealEverything(app.platform)
    expect(await chain()).toMatchObject({ events: 12, sealed: 12, unsealed: 0, fault: null })
  })

  test('is one and never forks, however many sealers work on it', async () => {
    await tamper(
      `with made as (insert into app.audit_events (account_id, event_id, at, actor_kind, action, subject_kind)
         select $1, gen_random_uuid(), now(), 'system', 'location.added', 'location' from generate_series(1, 3500)
         returning account_id, event_id)
       insert into app.audit_unsealed select * from made`,
    )
    await Promise.all(Array.from({ length: 4 }, () => sealEverything(app.platform)))
    expect(await chain()).toMatchObject({ events: 3510, sealed: 3510, unsealed: 0, fault: null })
  })

  test('is sealed although events before were deleted while they waited, however many', async () => {
    await tamper(
      `insert into app.audit_unsealed select $1, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid from generate_series(1, 1000) n`,
    )
    await ada.post(`${acme.path}/locations`, { name: 'Later' }).expect(201)
    await sealEverything(app.platform)
    expect(await chain()).toMatchObject({
      events: 11,
      sealed: 11,
      fault: { kind: 'missing', position: null },
    })
    await tamper('delete from app.audit_unsealed where account_id = $1')
  })

  test('the program itself can neither change nor delete a seal or an event', async () => {
    const { pool } = app.platform.database
    for (const table of ['audit_seals', 'audit_events']) {
      await expect(pool.query(`update app.${table} set event_id = event_id`)).rejects.toThrow(
        /permission denied/,
      )
      await expect(pool.query(`delete from app.${table}`)).rejects.toThrow(/permission denied/)
    }
  })
})

describe('whoever has the whole database is found out:', () => {
  const tampering: Array<[string, string, { kind: string; position: number | null }]> = [
    [
      'an event that was changed',
      `update app.audit_events set actor_name = 'Bert' where account_id = $1 and event_id = ${eventAt(4)}`,
      { kind: 'changed', position: 4 },
    ],
    [
      'an event whose time was changed by a microsecond',
      `update app.audit_events set at = at + interval '1 microsecond' where account_id = $1 and event_id = ${eventAt(4)}`,
      { kind: 'changed', position: 4 },
    ],
    [
      'an event whose details were changed',
      `update app.audit_events set details = details || '{"name": "Other"}' where account_id = $1 and event_id = ${eventAt(7)}`,
      { kind: 'changed', position: 7 },
    ],
    [
      'a hash that was changed',
      `update app.audit_seals set hash = sha256(hash) where account_id = $1 and position = 10`,
      { kind: 'changed', position: 10 },
    ],
    [
      'an event that was deleted',
      `delete from app.audit_events where account_id = $1 and event_id = ${eventAt(3)}`,
      { kind: 'missing', position: 3 },
    ],
    [
      'a seal that was deleted',
      `delete from app.audit_seals where account_id = $1 and position = 5`,
      { kind: 'missing', position: 5 },
    ],
    [
      'an event that was deleted with its seal',
      `with gone as (delete from app.audit_seals where account_id = $1 and position = 5 returning event_id) delete from app.audit_events where account_id = $1 and event_id in (select event_id from gone)`,
      { kind: 'missing', position: 5 },
    ],
    [
      'an event that was inserted',
      `insert into app.audit_events (account_id, event_id, at, actor_kind, action, subject_kind) values ($1, gen_random_uuid(), now(), 'user', 'user.added', 'user')`,
      { kind: 'inserted', position: null },
    ],
    [
      'a seal that was put in between',
      `with moved as (update app.audit_seals set position = position + 1000 where account_id = $1 and position > 6 returning 1), made as (insert into app.audit_events (account_id, event_id, at, actor_kind, action, subject_kind) values ($1, gen_random_uuid(), now(), 'user', 'user.added', 'user') returning event_id) insert into app.audit_seals select $1, 7, event_id, sha256('made up'), now() from made, (select count(*) from moved) m`,
      { kind: 'inserted', position: 7 },
    ],
    [
      'two seals that changed places',
      `update app.audit_seals set position = 1000 + 8 - position where account_id = $1 and position in (3, 5)`,
      { kind: 'reordered', position: 3 },
    ],
    [
      'two seals that changed their events',
      `update app.audit_seals s set position = 1000 + o.position, hash = o.hash from (select position, hash from app.audit_seals where account_id = $1 and position in (3, 6)) o where s.account_id = $1 and s.position in (3, 6) and s.position <> o.position`,
      { kind: 'reordered', position: 3 },
    ],
    [
      'two events that changed their ids',
      `with pair as (select * from app.audit_events where account_id = $1 and event_id in (${eventAt(2)}, ${eventAt(3)})) update app.audit_events e set at = p.at, subject_id = p.subject_id, details = p.details, action = p.action, subject_kind = p.subject_kind, request_id = p.request_id from pair p where e.account_id = $1 and e.event_id in (select event_id from pair) and p.event_id <> e.event_id`,
      { kind: 'reordered', position: 2 },
    ],
    [
      'an event that lost its seal at the end',
      `delete from app.audit_seals where account_id = $1 and position = 10`,
      { kind: 'inserted', position: null },
    ],
  ]

  test.each(tampering)('%s', async (_what, statement, fault) => {
    await tamper(statement)
    // What had to make room for another row comes back to its place.
    await tamper(
      'update app.audit_seals set position = position - 999 where account_id = $1 and position > 1006 and not exists (select from app.audit_seals s where s.account_id = $1 and s.position = 10)',
    )
    await tamper(
      'update app.audit_seals set position = position - 1000 where account_id = $1 and position > 1000',
    )
    expect((await chain()).fault).toMatchObject(fault)
  })

  test('an end that was cut off, with its events and seals, by a head that was noted down', async () => {
    const { head } = await chain()
    await tamper(
      `with gone as (delete from app.audit_seals where account_id = $1 and position > 8 returning event_id)
       delete from app.audit_events where account_id = $1 and event_id in (select event_id from gone)`,
    )
    expect((await chain()).fault).toBeNull()
    expect((await chain(head ?? undefined)).fault).toMatchObject({ kind: 'cut', position: 9 })
  })

  test('an event that was deleted before it was sealed', async () => {
    const { id } = await ada.post(`${acme.path}/locations`, { name: 'Unwanted' }).expect(201)
    await asSuperuser(
      app.database,
      'delete from app.audit_events where account_id = $1 and subject_id = $2',
      [acme.id, id],
    )
    await sealEverything(app.platform)
    expect((await chain()).fault).toMatchObject({ kind: 'missing', position: null })
  })

  test('a chain that was made anew with another key', async () => {
    const { head } = await chain()
    const platform = { ...app.platform, masterKey: masterKeyOf(Buffer.alloc(32, 7)) }
    await tamper(
      'insert into app.audit_unsealed select account_id, event_id from app.audit_seals where account_id = $1',
    )
    await tamper('delete from app.audit_seals where account_id = $1')
    await sealEverything(platform)
    expect((await chain()).fault).toMatchObject({ kind: 'changed', position: 1 })
    expect((await verifyChain(platform, acme.id, head ?? undefined)).fault).toMatchObject({
      kind: 'changed',
      position: 10,
    })
  })
})
