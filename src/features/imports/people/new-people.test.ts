import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let imports: ReturnType<typeof userImportsOf>

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
  imports = userImportsOf(ada, acme)
})

const three = peopleCsv([
  'Anna,Kühn,anna@acme.example,',
  'Bob,Brown,bob@acme.example,User',
  'Carol,Díaz,carol@acme.example,Account Admin',
])
// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
const told = (row: any) => row.problems.map((problem: any) => [problem.field, problem.code])
const welcomed = async () =>
  (
    await asSuperuser(
      app.database,
      `select m.recipient, l.used_at from app.outgoing_mails m join app.set_up_links l on l.link_id = m.subject_id
        where m.account_id = $1 and m.kind = 'welcome' order by m.recipient`,
      [acme.id],
    )
  ).map(({ recipient }) => recipient)

describe('UA-30: a file of people', () => {
  test('is a plan first, and changes nothing', async () => {
    const plan = await imports.planned(three)
    expect(plan).toMatchObject({
      kind: 'users',
      status: 'ready',
      acrossCustomers: false,
      options: { partial: false, overwrite: false, emptyClears: false, sendWelcome: true },
      counts: { create: 3, change: 0, unchanged: 0, conflict: 0, error: 0 },
      columns: ['firstName', 'lastName', 'email', 'role'],
    })
    expect(await imports.people()).toEqual([])
    expect((await imports.rows(plan)).map(({ account }) => account)).toEqual([null, null, null])
    expect(await ada.get(`${acme.path}/subscriber-imports/${plan.id}`)).toMatchObject({ status: 404 })
    expect((await ada.get(`${acme.path}/subscriber-imports`).expect(200)).items).toEqual([])
  })

  test('adds its people, who are found, here and among those of all customers, and mails each (UA-16)', async () => {
    const plan = await imports.planned(three)
    const operation = await imports.applied(plan)
    expect(operation).toMatchObject({ kind: 'user-import', status: 'done', total: 3, done: 3, failed: 0 })
    expect(
      (await imports.people()).map(({ email, role, status, version }) => [email, role, status, version]),
    ).toEqual([
      ['bob@acme.example', 'user', 'invited', 1],
      ['carol@acme.example', 'admin', 'invited', 1],
      ['anna@acme.example', 'user', 'invited', 1],
    ])
    const found = await ada.get(`${acme.path}/users?search=${encodeURIComponent('kühn anna')}`).expect(200)
    expect(found.items).toHaveLength(1)
    const everywhere = await ada
      .get(`/customer-users?limit=500&search=${encodeURIComponent('díaz')}`)
      .expect(200)
    expect(everywhere.items.map((one: { account: { id: string } }) => one.account.id)).toContain(acme.id)
    expect(await welcomed()).toEqual(['anna@acme.example', 'bob@acme.example', 'carol@acme.example'])
    const trail = await auditTrailOf(ada, acme)
    expect(trail.filter((action) => action === 'user.added')).toHaveLength(3)
    expect(trail).toContain('import.applied')
  })

  test('mails nobody where that was not asked for', async () => {
    await imports.applied(await imports.planned(three, { sendWelcome: 'false' }))
    expect((await imports.people()).map(({ status }) => status)).toEqual(Array(3).fill('unregistered'))
    expect(await welcomed()).toEqual([])
  })

  test('says which option it does not know', async () => {
    expect(await imports.upload(three, { profileId: acme.profileId })).toMatchObject({ status: 422 })
    expect(await imports.upload('PBX SIP host\npbx.acme.example\n')).toMatchObject({
      status: 422,
      body: {
        code: 'imports.header-unknown',
        detail: expect.stringContaining('First name, Last name, Email, Role'),
      },
    })
  })
})

describe('UA-30: an e-mail address is used once', () => {
  test('in the file: the later line is a conflict that names both', async () => {
    const plan = await imports.planned(
      peopleCsv([
        'Anna,Kühn,anna@acme.example,',
        'Bob,Brown,bob@acme.example,',
        'Ann,Kuehn,ANNA@acme.example,',
      ]),
    )
    expect(plan.counts).toMatchObject({ create: 2, conflict: 1 })
    const [conflict] = await imports.rows(plan, '&verdict=conflict')
    expect(conflict).toMatchObject({ line: 4, problems: [{ field: 'email', code: 'row.twice' }] })
    expect(conflict.problems[0].message).toContain('Lines 2 and 4')
  })

  test('in the account: a conflict; not where another customer has it', async () => {
    await aPerson(app, acme, { email: 'Anna@acme.example' })
    expect(told((await imports.rows(await imports.planned(three)))[0])).toEqual([['email', 'row.conflict']])
    const globex = userImportsOf(ada, await aCustomer(ada, { name: 'Globex' }))
    expect((await globex.planned(three)).counts).toMatchObject({ create: 3, conflict: 0 })
  })

  test('and a conflict ends when the row it is with is corrected, and comes when it is', async () => {
    const plan = await imports.planned(
      peopleCsv(['Anna,Kühn,anna@acme.example,', 'Ann,Kuehn,anna@acme.example,']),
    )
    expect(plan.counts).toMatchObject({ create: 1, conflict: 1 })
    await imports.corrected(plan, 1, { email: 'anna.kuehn@acme.example' })
    expect((await imports.read(plan)).counts).toMatchObject({ create: 2, conflict: 0 })
    const row = await imports.corrected(plan, 2, { email: 'anna.kuehn@acme.example' })
    expect(told(row)).toEqual([['email', 'row.twice']])
  })
})

describe('locations', () => {
  test('are found by name in whatever case, and never made: one that is not there is an error that names it', async () => {
    const site = await ada.post(`${acme.path}/locations`, { name: 'Hauptstraße' }).expect(201)
    const plan = await imports.planned(
      peopleCsv(
        ['Anna Kühn,anna@acme.example,HAUPTSTRASSE', 'Bob Brown,bob@acme.example,Moon'],
        'Name,Email,Location',
      ),
      { partial: 'true' },
    )
    const [anna, bob] = await imports.rows(plan)
    expect(anna.verdict).toBe('create')
    expect(bob.problems).toMatchObject([{ field: 'location', code: 'cell.location' }])
    expect(bob.problems[0].message).toContain('Moon')
    await imports.applied(plan)
    expect(await imports.people()).toMatchObject([{ email: 'anna@acme.example', locationId: site.id }])
    expect((await ada.get(`${acme.path}/locations`).expect(200)).items).toHaveLength(1)
  })
})

describe('1,000 people with 37 faulty rows', () => {
  const isFaulty = (at: number) => at % 27 === 5
  const line = (at: number) => `P${at},Person,${isFaulty(at) ? 'nobody' : `p${at}@acme.example`},`
  const content = peopleCsv(Array.from({ length: 1_000 }, (_, at) => line(at)))

  test('UA-30: are fixed in place, applied, undone without a trace, and applied again', async () => {
    const plan = await imports.planned(content, { sendWelcome: 'false' })
    expect(plan.counts).toMatchObject({ create: 963, error: 37 })
    expect(await ada.post(`${imports.path}/${plan.id}/application`)).toMatchObject({
      status: 409,
      body: { code: 'imports.has-errors' },
    })
    for (const { row, cells } of await imports.rows(plan, '&verdict=error'))
      await imports.corrected(plan, row, { email: `${cells.firstName.toLowerCase()}@acme.example` })
    expect((await imports.read(plan)).counts).toMatchObject({ create: 1_000, error: 0 })
    expect(await imports.applied(plan)).toMatchObject({ status: 'done', done: 1_000 })
    expect(await ada.get(`${acme.path}/users/count`).expect(200)).toMatchObject({ count: 1_000 })
    expect(await imports.undone(plan)).toMatchObject({
      kind: 'user-import-undo',
      status: 'done',
      done: 1_000,
    })
    expect(await ada.get(`${acme.path}/users/count`).expect(200)).toMatchObject({ count: 0 })
    const again = await imports.planned(content, { sendWelcome: 'false', partial: 'true' })
    expect(await imports.applied(again)).toMatchObject({ status: 'done', done: 963 })
    expect(await ada.get(`${acme.path}/users/count`).expect(200)).toMatchObject({ count: 963 })
  })
})
