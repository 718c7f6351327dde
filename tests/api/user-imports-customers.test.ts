import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anAdminOf, aPerson, aSecondPartner, finished } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { peopleCsv, userImportsOf } from '../harness/user-imports.ts'

let app: TestApp
let ada: ApiClient
let northwind: { id: string; name: string }
let acme: Awaited<ReturnType<typeof aCustomer>>
let globex: Awaited<ReturnType<typeof aCustomer>>
let imports: ReturnType<typeof userImportsOf>
let round = 0

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  const { account } = await ada.get('/sessions/current').expect(200)
  northwind = account
})
afterAll(() => app.stop())
beforeEach(async () => {
  round++
  acme = await aCustomer(ada, { name: `Acme ${round}`, customerNumber: `N-${round}` })
  globex = await aCustomer(ada, { name: `Globex ${round}` })
  imports = userImportsOf(ada, northwind)
})

// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
type Json = any
const told = (row: Json) => row.problems.map((problem: Json) => [problem.field, problem.code])
const header = 'Customer,Name,Email'
const noMails = { sendWelcome: 'false' }
const planned = (lines: string[], options: Record<string, string> = {}) =>
  imports.planned(peopleCsv(lines, header), { ...noMails, ...options })
const emailsIn = async (account: { id: string }) =>
  (await userImportsOf(ada, account).people()).map(({ email }) => email).sort()
const accessMode = (mode: 'open' | 'closed') => (account: { id: string }) =>
  asSuperuser(app.database, 'update app.accounts set partner_access_mode = $2 where account_id = $1', [
    account.id,
    mode,
  ])
const close = accessMode('closed')
const open = accessMode('open')

describe('UA-30: a partner imports people into its customers', () => {
  test('by name, customer number or id; each row says which, and the file may be of its own people too', async () => {
    const plan = await planned([
      `acme ${round},Anna Kühn,anna@acme.example`,
      `n-${round},Bob Brown,bob@acme.example`,
      `${globex.id},Anna Kühn,anna@acme.example`,
      `${northwind.name},Nora Partner,nora${round}@northwind.example`,
    ])
    expect(plan).toMatchObject({ acrossCustomers: true, counts: { create: 4, conflict: 0, error: 0 } })
    expect((await imports.rows(plan)).map(({ account }) => account.id)).toEqual([
      acme.id,
      acme.id,
      globex.id,
      northwind.id,
    ])
    const operation = await imports.applied(plan)
    expect(operation).toMatchObject({ kind: 'customer-user-import', status: 'done', total: 3, done: 3 })
    expect(await emailsIn(acme)).toEqual(['anna@acme.example', 'bob@acme.example'])
    expect(await emailsIn(globex)).toEqual(['anna@acme.example'])
    expect(await emailsIn(northwind)).toContain(`nora${round}@northwind.example`)
  })

  test('each customer’s event history tells that its partner did it', async () => {
    const plan = await planned([`Acme ${round},Anna Kühn,anna@acme.example`])
    await imports.applied(plan)
    const { items } = await ada.get(`${acme.path}/events?limit=500`).expect(200)
    const ofImport = items.filter(({ action }: Json) => ['import.applied', 'user.added'].includes(action))
    expect(ofImport.map(({ action, fromPartner }: Json) => [action, fromPartner]).sort()).toEqual([
      ['import.applied', true],
      ['user.added', true],
    ])
    // The import is a record of the partner's account: there it has a page.
    const applied = ofImport.find(({ action }: Json) => action === 'import.applied')
    expect(applied).toMatchObject({
      subjectKind: 'account',
      subjectId: acme.id,
      details: { importId: plan.id },
    })
    const { items: own } = await ada.get(`/accounts/${northwind.id}/events?subjectId=${plan.id}`).expect(200)
    expect(own.map(({ subjectKind }: Json) => subjectKind)).toEqual(['user-import', 'user-import'])
  })

  test('a customer that does not exist, one of another partner and one that lets nobody in are the same error', async () => {
    const soylent = await aCustomer((await aSecondPartner(app)).admin, { name: 'Soylent' })
    await close(globex)
    const plan = await planned(
      ['Nobody', soylent.id, 'Soylent', `Globex ${round}`, globex.id, ''].map(
        (call, at) => `${call},Anna Kühn,anna${at}@acme.example`,
      ),
    )
    const rows = await imports.rows(plan)
    expect(rows.map(told)).toEqual([
      ...Array(5).fill([['account', 'cell.account']]),
      [['account', 'cell.required']],
    ])
    const sentences = rows
      .slice(0, 5)
      .map(({ problems, cells }) => problems[0].message.replace(cells.account, '…'))
    expect(new Set(sentences)).toHaveLength(1)
    expect(rows.map(({ account }) => account)).toEqual(Array(6).fill(null))
  })

  test('a name that two customers have is an error of its row', async () => {
    await aCustomer(ada, { name: `acme ${round}` })
    const [row] = await imports.rows(await planned([`Acme ${round},Anna Kühn,anna@acme.example`]))
    expect(row.problems).toMatchObject([
      { code: 'cell.account', message: expect.stringContaining('2 customers') },
    ])
  })

  test('in a customer’s own account a row that names another account is an error', async () => {
    const inAcme = userImportsOf(ada, acme)
    const plan = await inAcme.planned(
      peopleCsv(
        [`Acme ${round},Anna Kühn,anna@acme.example`, `Globex ${round},Bob Brown,bob@acme.example`],
        header,
      ),
    )
    expect((await inAcme.rows(plan)).map(told)).toEqual([[], [['account', 'cell.account']]])
    expect(plan.acrossCustomers).toBe(false)
  })

  test('without the column it is of the partner’s own people', async () => {
    const plan = await imports.planned(peopleCsv([`Nils,Own,nils${round}@northwind.example,`]), noMails)
    expect(plan.acrossCustomers).toBe(false)
    await imports.applied(plan)
    expect(await emailsIn(northwind)).toContain(`nils${round}@northwind.example`)
  })
})

describe('each customer is applied for itself', () => {
  test('all or nothing: one in which an address was taken meanwhile gets nobody and says the line, the others are done', async () => {
    const plan = await planned([
      `Acme ${round},Anna Kühn,anna@acme.example`,
      `Acme ${round},Bob Brown,bob@acme.example`,
      `Globex ${round},Carol Díaz,carol@globex.example`,
    ])
    await aPerson(app, acme, { email: 'bob@acme.example' })
    const operation = await imports.applied(plan)
    expect(operation).toMatchObject({ status: 'done', done: 1, failed: 1 })
    const failed = (await imports.items(operation)).find(({ outcome }) => outcome === 'failed')
    expect(failed).toMatchObject({
      subjectId: acme.id,
      code: 'imports.plan-outdated',
      message: expect.stringContaining('line 3'),
    })
    expect(await emailsIn(acme)).toEqual(['bob@acme.example'])
    expect(await emailsIn(globex)).toEqual(['carol@globex.example'])
  })

  test('with partial, the customer gets the others, and its record names the line that was left out', async () => {
    const lines = [`Acme ${round},Anna Kühn,anna@acme.example`, `Acme ${round},Bob Brown,bob@acme.example`]
    const plan = await planned(lines, { partial: 'true' })
    await aPerson(app, acme, { email: 'bob@acme.example' })
    const operation = await imports.applied(plan)
    expect(await imports.items(operation)).toMatchObject([
      { outcome: 'done', code: 'imports.rows-left-out', message: expect.stringContaining('line 3') },
    ])
    expect(await emailsIn(acme)).toEqual(['anna@acme.example', 'bob@acme.example'])
  })

  test('one that has closed its door since the plan was made gets nobody, and says so', async () => {
    const plan = await planned([
      `Acme ${round},Anna Kühn,anna@acme.example`,
      `Globex ${round},Carol Díaz,carol@globex.example`,
    ])
    const carla = await anAdminOf(app, globex, { email: `carla${round}@globex.example` })
    await close(globex)
    const operation = await imports.applied(plan)
    const failed = (await imports.items(operation)).find(({ outcome }) => outcome === 'failed')
    expect(failed).toMatchObject({ subjectId: globex.id, code: 'imports.customer-closed' })
    expect(await emailsIn(acme)).toEqual(['anna@acme.example'])
    expect((await userImportsOf(carla, globex).people()).map(({ email }) => email)).toEqual([
      `carla${round}@globex.example`,
    ])
  })

  test('one that has closed its door keeps its people when the import is undone, which names it and can be undone again', async () => {
    const plan = await planned([
      `Acme ${round},Anna Kühn,anna@acme.example`,
      `Globex ${round},Carol Díaz,carol@globex.example`,
    ])
    await imports.applied(plan)
    await close(globex)
    expect(await imports.undone(plan)).toMatchObject({ status: 'done', done: 1, failed: 1 })
    expect(await imports.read(plan)).toMatchObject({
      status: 'applied',
      undoneAt: null,
      failure: expect.stringMatching(`^Nothing was undone in Globex ${round}\\. `),
    })
    expect(await emailsIn(acme)).toEqual([])
    await open(globex)
    expect(await emailsIn(globex)).toEqual(['carol@globex.example'])
    expect(await imports.undone(plan)).toMatchObject({ status: 'done', done: 1, failed: 0 })
    expect(await imports.read(plan)).toMatchObject({ status: 'undone', failure: null })
    expect(await emailsIn(globex)).toEqual([])
  })

  test('a fault in the middle leaves nothing of the customer, and done again it adds each person once', async () => {
    const plan = await planned(
      Array.from({ length: 1_200 }, (_, at) => `Acme ${round},P${at} Person,p${at}@acme.example`),
    )
    // The second thousand fails after the first was written.
    await asSuperuser(
      app.database,
      `create function app.fail_late() returns trigger language plpgsql as $$ begin
         if new.email = 'p1100@acme.example' then raise exception 'the disk is full'; end if; return new; end $$`,
    )
    await asSuperuser(
      app.database,
      'create trigger fail_late before insert on app.users for each row execute function app.fail_late()',
    )
    const failed = await imports.applied(plan)
    await asSuperuser(app.database, 'drop function app.fail_late() cascade')
    expect(failed).toMatchObject({ status: 'done', done: 0, failed: 1 })
    expect(await ada.get(`${acme.path}/users/count`).expect(200)).toMatchObject({ count: 0 })
    const path = `/accounts/${northwind.id}`
    await ada.post(`${path}/operations/${failed.id}/retries`).expect(200)
    expect(await finished(ada, { path }, failed.id)).toMatchObject({ done: 1, failed: 0 })
    expect(await ada.get(`${acme.path}/users/count`).expect(200)).toMatchObject({ count: 1_200 })
  })
})

describe('undo', () => {
  test('takes people back from each customer; who was changed since stays, and the customer’s record names them', async () => {
    const plan = await planned([
      `Acme ${round},Anna Kühn,anna@acme.example`,
      `Globex ${round},Carol Díaz,carol@globex.example`,
      `Globex ${round},Dan Dorn,dan@globex.example`,
    ])
    await imports.applied(plan)
    const [carol] = (await userImportsOf(ada, globex).people()).filter(({ email }) =>
      email.startsWith('carol'),
    )
    await ada.patch(`${globex.path}/users/${carol.id}`, { language: 'es' }).expect(200)
    const operation = await imports.undone(plan)
    expect(operation).toMatchObject({ kind: 'customer-user-import-undo', done: 1, skipped: 1 })
    const left = (await imports.items(operation)).find(({ outcome }) => outcome === 'skipped')
    expect(left).toMatchObject({
      subjectId: globex.id,
      code: 'undo.some-left',
      message: expect.stringContaining('Carol Díaz'),
    })
    expect(await emailsIn(acme)).toEqual([])
    expect(await emailsIn(globex)).toEqual(['carol@globex.example'])
  })

  test('gives changed people back what they had', async () => {
    const dora = await aPerson(app, acme, { email: 'dora@acme.example', columns: { language: 'de' } })
    const plan = await imports.planned(peopleCsv([`Acme ${round},${dora.id},fr`], 'Account,ID,Language'), {
      overwrite: 'true',
    })
    expect(plan.counts).toMatchObject({ change: 1 })
    await imports.applied(plan)
    const language = async () => (await ada.get(`${acme.path}/users/${dora.id}`).expect(200)).language
    expect(await language()).toBe('fr')
    await imports.undone(plan)
    expect(await language()).toBe('de')
  })
})
