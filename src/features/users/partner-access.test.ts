import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startBackgroundWork } from '#cli/wire.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, aPerson } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { addKnownUsers } from './many-users.testing.ts'

const password = 'carla counts the stairs'
const mailsOf = { carla: 'carla@acme.example', dora: 'dora@acme.example', ada: 'ada@northwind.example' }
const open = { partnerAccess: { mode: 'open', until: null } }
const closed = { partnerAccess: { mode: 'closed', until: null } }
const gone = { status: 404, body: { code: 'http.not-found' } }

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let globex: Awaited<ReturnType<typeof aCustomer>>
let carla: ApiClient

// Whatever the job does, nothing below waits for it: no worker runs.
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
  globex = await aCustomer(ada, { name: 'Globex' })
  carla = await anAdminOf(app, acme, { email: mailsOf.carla, password })
})

const openUntil = (span: { hours: number }) => ({
  partnerAccess: {
    mode: 'open',
    until: new Date(app.clock.now().getTime() + span.hours * 3_600_000).toISOString(),
  },
})

/** Whom of the customer a partner's admin sees in the list of all customers, by name and by a search. */
async function seenOf(account: { id: string }, admin = ada): Promise<string[]> {
  const lists = await Promise.all(
    ['', 'search=example&'].map((search) => admin.get(`/customer-users?${search}limit=500`).expect(200)),
  )
  const [listed, found] = lists.map(({ items }) =>
    (items as Array<{ email: string; account: { id: string } }>)
      .filter((person) => person.account.id === account.id)
      .map(({ email }) => email),
  )
  expect(found).toEqual(listed)
  return listed as string[]
}

const partnersOf = async (account: { id: string }) => {
  const rows = await asSuperuser(
    app.database,
    `select u.partner_id is not null as listed, s.partner_id is not null as found, count(*)::int
       from app.users u join app.user_search s using (account_id, user_id) where account_id = $1 group by 1, 2`,
    [account.id],
  )
  return rows.map(({ listed, found, count }) => ({ listed, found, count }))
}

describe('threats "Malicious partner administrator": whether the partner may enter', () => {
  test('is said by an admin of the customer with a fresh proof: not by the partner, nor a key, nor of a partner’s own account', async () => {
    const refused = { status: 403, body: { code: 'accounts.partner-access-of-customer' } }
    expect(await ada.patch(acme.path, closed)).toMatchObject(refused)
    const northwind = (await ada.get('/sessions/current').expect(200)).account
    expect(await ada.patch(`/accounts/${northwind.id}`, closed)).toMatchObject(refused)
    const nightly = app.bearing((await anApiKey(carla, acme)).key)
    expect(await nightly.patch(acme.path, closed)).toMatchObject({
      status: 403,
      body: { code: 'auth.session-needed' },
    })
    app.clock.advance({ minutes: 6 })
    expect(await carla.patch(acme.path, closed)).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required' },
    })
    expect((await carla.get(acme.path).expect(200)).partnerAccess).toEqual(open.partnerAccess)
    await carla.post('/sessions/current/step-ups', { password }).expect(201)
    const { partnerAccess, version } = await carla.patch(acme.path, closed).expect(200)
    expect(partnerAccess).toEqual(closed.partnerAccess)
    expect(version).toBe(2)
  })

  test('is no asking first, which is not offered yet; ends in the time to come, and only where it is open', async () => {
    const refusalOf = async (mode: string, until: string | null) => {
      const { status, body } = await carla.patch(acme.path, { partnerAccess: { mode, until } })
      return [status, body.errors?.[0].path, body.detail]
    }
    const soon = openUntil({ hours: 1 }).partnerAccess.until
    expect(await refusalOf('ask', null)).toEqual([
      422,
      'partnerAccess.mode',
      expect.stringContaining('not offered yet'),
    ])
    expect(await refusalOf('closed', soon)).toEqual([422, 'partnerAccess.until', expect.any(String)])
    expect(await refusalOf('open', app.clock.now().toISOString())).toEqual([
      422,
      'partnerAccess.until',
      expect.stringContaining('still to come'),
    ])
    expect((await carla.get(acme.path).expect(200)).partnerAccess).toEqual(open.partnerAccess)
  })

  test('is told to the other admins and to those of the partner, and stands in the customer’s history with what it was', async () => {
    await anAdminOf(app, acme, { email: mailsOf.dora, password })
    const until = openUntil({ hours: 1 })
    for (const change of [until, closed, closed, open]) await carla.patch(acme.path, change).expect(200)
    const told = await asSuperuser(
      app.database,
      `select recipient, parameters -> 'notice' ->> 'what' as what from app.outgoing_mails
        where account_id = $1 and parameters -> 'notice' ->> 'what' like 'partner-access%' order by mail_id`,
      [acme.id],
    )
    for (const recipient of [mailsOf.dora, mailsOf.ada]) {
      expect(told.filter((mail) => mail.recipient === recipient).map(({ what }) => what)).toEqual([
        'partner-access-until',
        'partner-access-closed',
        'partner-access-open',
      ])
    }
    expect(told.map(({ recipient }) => recipient)).not.toContain(mailsOf.carla)
    const { items } = await carla.get(`${acme.path}/events?subjectId=${acme.id}`).expect(200)
    const changes = items.filter(
      ({ action }: { action: string }) => action === 'account.partner-access-changed',
    )
    expect(changes).toHaveLength(3)
    expect(changes[1].changes).toEqual([
      { field: 'partnerAccessMode', before: 'open', after: 'closed' },
      { field: 'partnerAccessUntil', before: until.partnerAccess.until, after: null },
    ])
  })
})

describe('threats "Malicious partner administrator": from the moment on that it is closed', () => {
  const inside = ['', '/users', '/subscribers', '/events', '/sign-in-policy', '/locations']

  test('there is no such account for the partner and its keys, and nobody of it among the users of all customers, until it is opened', async () => {
    const northwind = (await ada.get('/sessions/current').expect(200)).account
    const nightly = app.bearing((await anApiKey(ada, northwind)).key)
    await aPerson(app, globex, { email: 'gina@globex.example' })
    expect(await seenOf(acme)).toEqual([mailsOf.carla])
    await carla.patch(acme.path, closed).expect(200)
    for (const client of [ada, nightly]) {
      for (const path of inside) expect(await client.get(`${acme.path}${path}`), path).toMatchObject(gone)
      expect(await client.patch(acme.path, { name: 'Ours' })).toMatchObject(gone)
      expect(await client.post(`${acme.path}/users`, {})).toMatchObject(gone)
    }
    expect(await ada.patch(acme.path, open)).toMatchObject(gone)
    expect(await seenOf(acme)).toEqual([])
    expect(await seenOf(globex)).toEqual(['gina@globex.example'])
    await carla.get(`${acme.path}/users`).expect(200)
    await carla.patch(acme.path, open).expect(200)
    for (const path of inside) await ada.get(`${acme.path}${path}`).expect(200)
    expect(await seenOf(acme)).toEqual([mailsOf.carla])
  })

  test('or that it ends by itself, without anything having to run', async () => {
    await carla.patch(acme.path, openUntil({ hours: 1 })).expect(200)
    await ada.get(`${acme.path}/users`).expect(200)
    expect(await seenOf(acme)).toEqual([mailsOf.carla])
    app.clock.advance({ minutes: 61 })
    for (const path of inside) expect(await ada.get(`${acme.path}${path}`), path).toMatchObject(gone)
    expect(await seenOf(acme)).toEqual([])
    const { items } = await ada.get('/accounts?search=acme&sort=-createdAt&limit=1').expect(200)
    expect(items[0]).toMatchObject({ id: acme.id, figures: null })
    await carla.post('/sessions', { email: mailsOf.carla, password, account: acme.id }).expect(201)
    await carla.patch(acme.path, openUntil({ hours: 1 })).expect(200)
    await ada.get(`${acme.path}/users`).expect(200)
    expect(await seenOf(acme)).toEqual([mailsOf.carla])
  })

  test('who is added is nobody’s that the partner could see', async () => {
    const isSeen = async (email: string) => {
      const added = await carla.post(`${acme.path}/users`, { firstName: 'Eve', lastName: 'Ehrlich', email })
      expect(added.status).toBe(201)
      const [row] = await asSuperuser(app.database, 'select partner_id from app.users where user_id = $1', [
        added.body.id,
      ])
      return row?.partner_id !== null
    }
    expect(await isSeen('before@acme.example')).toBe(true)
    await carla.patch(acme.path, closed).expect(200)
    expect(await isSeen('closed@acme.example')).toBe(false)
    await carla.patch(acme.path, openUntil({ hours: 1 })).expect(200)
    expect(await isSeen('until@acme.example')).toBe(true)
    app.clock.advance({ minutes: 61 })
    await carla.post('/sessions', { email: mailsOf.carla, password, account: acme.id }).expect(201)
    expect(await isSeen('ended@acme.example')).toBe(false)
  })
})

test('threats "Malicious partner administrator": of a customer that asks for a second factor, nobody is among the users of all customers for an admin of the partner who has none', async () => {
  const northwind = (await ada.get('/sessions/current').expect(200)).account
  const paul = await anAdminOf(app, northwind, { email: 'paul@northwind.example', password })
  await aSecondFactor(app, carla)
  await carla.patch(`${acme.path}/sign-in-policy`, { adminsNeedSecondFactor: true }).expect(200)
  expect(await seenOf(acme, paul)).toEqual([])
  await aSecondFactor(app, paul)
  expect(await seenOf(acme, paul)).toEqual([mailsOf.carla])
  expect(await seenOf(acme)).toEqual([])
})

describe('UA-6: what the partner could see behind the fence', () => {
  const all = (there: boolean) => [{ listed: there, found: there, count: 2_501 }]

  test('follows in chunks, is finished after it was cut off, and again when access ends by itself', async () => {
    await addKnownUsers(
      app,
      acme,
      Array.from({ length: 2_500 }, (_, n) => ({ email: `p${n}@acme.example` })),
    )
    expect(await partnersOf(acme)).toEqual(all(true))
    await carla.patch(acme.path, closed).expect(200)
    // As a worker leaves it that is killed after some chunks: its job is given back.
    for (const table of ['users', 'user_search']) {
      await asSuperuser(
        app.database,
        `update app.${table} set partner_id = null where user_id in
           (select user_id from app.users where account_id = $1 order by user_id limit 1200)`,
        [acme.id],
      )
    }
    const work = await startBackgroundWork(app.platform, {
      smtpUrl: undefined,
      mailFrom: 'Rollcall <rollcall@rollcall.example>',
    })
    try {
      const follows = (there: boolean) =>
        waitUntil(async () => JSON.stringify(await partnersOf(acme)) === JSON.stringify(all(there)), {
          what: `the people of the account are ${there ? '' : 'not '}the partner's to see`,
        })
      await follows(false)
      await carla.patch(acme.path, openUntil({ hours: 1 })).expect(200)
      await follows(true)
      const atEnd = `from graphile_worker._private_jobs where key = 'partner-sight-end:${acme.id}'`
      await waitUntil(async () => (await asSuperuser(app.database, `select 1 ${atEnd}`, [])).length === 1, {
        what: 'somebody looks again at the end',
      })
      const [due] = await asSuperuser(
        app.database,
        `select extract(epoch from run_at - now())::float8 as seconds ${atEnd}`,
        [],
      )
      expect(Math.abs(Number(due?.seconds) - 3_600)).toBeLessThan(60)
      app.clock.advance({ minutes: 61 })
      await asSuperuser(
        app.database,
        `update graphile_worker._private_jobs set run_at = now() where key = 'partner-sight-end:${acme.id}'`,
        [],
      )
      await follows(false)
    } finally {
      await work.stop()
    }
  })
})
