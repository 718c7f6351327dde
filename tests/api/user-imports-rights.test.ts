import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aColleague, aCustomer, anAdminOf, anApiKey, aPerson, finished } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { peopleCsv, userImportsOf } from '../harness/user-imports.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
})

// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
type Json = any
const told = (row: Json) => row.problems.map((problem: Json) => [problem.field, problem.code])
const noMails = { sendWelcome: 'false' }
const anna = 'Anna,Kühn,anna@acme.example,'
/** A key that Carla of the account made. */
const aKey = async () => {
  const carla = await anAdminOf(app, acme)
  return app.bearing((await anApiKey(carla, acme, { scopes: ['users.import'] })).key)
}

describe('an import of people never grants more than its importer has', () => {
  test('an API key makes no admins, and changes none; a person does', async () => {
    const boss = await aColleague(app, acme, { email: 'boss@acme.example' })
    const content = peopleCsv(
      [
        'Anna Kühn,,anna@acme.example,Account Admin,',
        `,${boss.id},,,fr`,
        'Bob Brown,,bob@acme.example,User,',
      ],
      'Name,ID,Email,Role,Language',
    )
    const byKey = userImportsOf(await aKey(), acme)
    const rows = await byKey.rows(await byKey.planned(content, { ...noMails, overwrite: 'true' }))
    expect(rows.map(told)).toEqual([[['role', 'users.admin-by-key']], [['role', 'users.admin-by-key']], []])
    const byAda = userImportsOf(ada, acme)
    expect((await byAda.planned(content, { ...noMails, overwrite: 'true' })).counts).toMatchObject({
      create: 2,
      change: 1,
    })
  })

  test('what a person planned, an API key does not apply when it makes an admin', async () => {
    const byAda = userImportsOf(ada, acme)
    const plan = await byAda.planned(peopleCsv(['Anna,Kühn,anna@acme.example,Admin']), noMails)
    const key = await aKey()
    const { id } = await key.post(`${byAda.path}/${plan.id}/application`).expect(202)
    expect(await finished(ada, acme, id)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('line 2'),
    })
    expect((await byAda.people()).map(({ email }) => email)).toEqual(['carla@acme.example'])
  })

  test('who is no longer an admin when it is applied adds nobody any more', async () => {
    const carla = await anAdminOf(app, acme)
    const byCarla = userImportsOf(carla, acme)
    const plan = await byCarla.planned(peopleCsv([anna]), noMails)
    await asSuperuser(
      app.database,
      `create function app.demote() returns trigger language plpgsql as $$ begin
         update app.users set role = 'user' where account_id = new.account_id and email = 'carla@acme.example'; return new; end $$`,
    )
    await asSuperuser(
      app.database,
      'create trigger demote after insert on app.operations for each row execute function app.demote()',
    )
    const { id } = await carla.post(`${byCarla.path}/${plan.id}/application`).expect(202)
    const operation = await finished(ada, acme, id)
    await asSuperuser(app.database, 'drop function app.demote() cascade')
    expect(operation).toMatchObject({ status: 'failed', failure: expect.stringContaining('Carla Rossi') })
    expect((await userImportsOf(ada, acme).people()).map(({ email }) => email)).toEqual([
      'carla@acme.example',
    ])
  })

  test('the other admins are told of all new ones by one mail', async () => {
    await anAdminOf(app, acme)
    const imports = userImportsOf(ada, acme)
    const lines = ['Anna,Kühn,anna@acme.example,Admin', 'Bob,Brown,bob@acme.example,Admin']
    await imports.applied(await imports.planned(peopleCsv(lines), noMails))
    const notices = await asSuperuser(
      app.database,
      `select recipient, parameters->'notice'->>'what' as what from app.outgoing_mails where account_id = $1 and kind = 'admin-notice'
        and parameters->'notice'->>'what' like 'admin%made'`,
      [acme.id],
    )
    expect(notices).toEqual([{ recipient: 'carla@acme.example', what: 'admins-made' }])
  })
})

describe('two admins at once', () => {
  test('who import the same address: one wins, the other adds nobody and names the line', async () => {
    const imports = userImportsOf(ada, acme)
    const plans = [
      await imports.planned(peopleCsv([anna, 'Bob,Brown,bob@acme.example,']), noMails),
      await imports.planned(peopleCsv(['Dan,Dorn,dan@acme.example,', anna]), noMails),
    ]
    const ends = await Promise.all(plans.map((plan) => imports.applied(plan)))
    expect(ends.map(({ status }) => status).sort()).toEqual(['done', 'failed'])
    expect(ends.find(({ status }) => status === 'failed').failure).toContain('line')
    expect(await imports.people()).toHaveLength(2)
  })

  test('with partial, the row that came too late fails with its reason and the others are added', async () => {
    const imports = userImportsOf(ada, acme)
    const plan = await imports.planned(peopleCsv([anna, 'Bob,Brown,bob@acme.example,']), {
      ...noMails,
      partial: 'true',
    })
    await aPerson(app, acme, { email: 'anna@acme.example' })
    const operation = await imports.applied(plan)
    expect(operation).toMatchObject({ status: 'done', done: 1, failed: 1 })
    const failed = (await imports.items(operation)).find(({ outcome }) => outcome === 'failed')
    expect(failed).toMatchObject({ code: 'row.conflict', message: expect.stringContaining('e-mail address') })
  })
})
