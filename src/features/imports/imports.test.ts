import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, auditTrailOf, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

type Customer = Awaited<ReturnType<typeof aCustomer>>
// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
type Json = any

const header = 'First name,Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
const people = [
  'Anna,Kühn,anna@acme.example,pbx.acme.example,1001,s3cret-Anna',
  'Bob,"O""Brien, <x>",bob@acme.example,pbx.acme.example,1002,s3cret-Bob',
  'Carol,Díaz,carol@acme.example,pbx.acme.example,1003,s3cret-Carol',
]
const csv = (lines: string[], columns = header) => [columns, ...lines, ''].join('\n')

const plan = (customer: Customer, content: string | Buffer, options: Record<string, string> = {}) =>
  ada.upload(`${customer.path}/subscriber-imports`, { name: 'people.csv', content }, options)

/** Plans with the customer's deploying profile, which is stand-alone. */
const planned = (
  customer: Customer,
  content: string | Buffer,
  options: Record<string, string> = {},
): Promise<Json> => plan(customer, content, { profileId: customer.profileId, ...options }).expect(201)

async function applied(customer: Customer, { id }: { id: string }): Promise<Json> {
  const operation = await ada.post(`${customer.path}/subscriber-imports/${id}/application`).expect(202)
  return finished(ada, customer, operation.id)
}
const rows = async (customer: Customer, { id }: { id: string }, query = '') =>
  (await ada.get(`${customer.path}/subscriber-imports/${id}/rows?limit=500${query}`).expect(200)).items
const subscribers = async (customer: Customer): Promise<Json[]> =>
  (await ada.get(`${customer.path}/subscribers?limit=500`).expect(200)).items
const codes = (row: Json) => row.problems.map((problem: { code: string }) => problem.code)

describe('a new file', () => {
  test('CD-10: is a plan first, and three people when it is applied', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(customer, csv(people))
    expect(made).toMatchObject({
      status: 'ready',
      fileName: 'people.csv',
      counts: { create: 3, change: 0, unchanged: 0, conflict: 0, error: 0 },
      columns: ['firstName', 'lastName', 'email', 'pbxSipHost', 'pbxSipUserName', 'pbxSipPassword'],
    })
    expect(await subscribers(customer)).toEqual([])
    expect(await applied(customer, made)).toMatchObject({ status: 'done', total: 3, done: 3, failed: 0 })
    expect(await subscribers(customer)).toMatchObject([
      { firstName: 'Carol', lastName: 'Díaz', directoryNumber: '1003' },
      {
        firstName: 'Anna',
        lastName: 'Kühn',
        directoryNumber: '1001',
        profileId: customer.profileId,
        origin: 'manual',
      },
      { firstName: 'Bob', lastName: 'O"Brien, <x>', secretsSet: { pbxSipPassword: true } },
    ])
    const after = await ada.get(`${customer.path}/subscriber-imports/${made.id}`).expect(200)
    expect(after).toMatchObject({ status: 'applied', appliedAt: expect.any(String) })
    expect(await auditTrailOf(ada, customer)).toEqual(
      expect.arrayContaining(['import.planned', 'import.applied']),
    )
  })

  test('is applied once', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(customer, csv(people))
    const path = `${customer.path}/subscriber-imports/${made.id}/application`
    const answers = await Promise.all([ada.post(path), ada.post(path)])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
    const operation = answers.find(({ status }) => status === 202)?.body
    await finished(ada, customer, operation.id)
    expect(await ada.post(path)).toMatchObject({ status: 409, body: { code: 'imports.not-ready' } })
    expect(await subscribers(customer)).toHaveLength(3)
  })

  test("with the vendor's column labels, in any order, is understood", async () => {
    const customer = await aCustomer(ada)
    const vendor = 'E-mail Address,LastName,PBX SIP User Name/Device Number,pbx-sip-host,PBX SIP password'
    const made = await planned(customer, csv(['eve@acme.example,Evers,1009,pbx.acme.example,s3cret'], vendor))
    expect(made.columns).toEqual(['email', 'lastName', 'pbxSipUserName', 'pbxSipHost', 'pbxSipPassword'])
    expect(made.counts).toMatchObject({ create: 1, error: 0 })
  })

  test('chooses profiles by name; one chosen for all rows beats the column', async () => {
    const customer = await aCustomer(ada)
    const columns = 'Profile,Last name,Email address'
    const made: Json = await plan(
      customer,
      csv(['Do not deploy,A,a@acme.example', 'Nowhere,B,b@acme.example'], columns),
    ).expect(201)
    expect(made.counts).toMatchObject({ create: 1, error: 1 })
    const [, bad] = await rows(customer, made)
    expect(bad.problems[0]).toMatchObject({ field: 'profile', severity: 'error' })
    const beaten = await planned(customer, csv(['Do not deploy,A,a@acme.example'], columns))
    expect(codes((await rows(customer, beaten))[0])).toContain('row.stand-alone')
  })

  test.each([
    ['unknown', () => newId()],
    ['of another account', (other: Customer) => other.profileId],
  ])('for a profile that is %s is refused, and nothing is kept', async (_what, profileOf) => {
    const customer = await aCustomer(ada)
    const other = await aCustomer(ada, { name: 'Globex' })
    const answer = await plan(customer, csv(people), { profileId: profileOf(other) })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'profileId' }] } })
    expect((await ada.get(`${customer.path}/subscriber-imports`).expect(200)).items).toEqual([])
  })

  test.each([
    ['no file', undefined, 'imports.file-missing'],
    ['columns nobody knows', 'Colour,Shape\nred,round\n', 'imports.header-unknown'],
    [
      'two columns for one thing',
      'Last name,PBX SIP user name,PBX SIP user name/device number\na,1,2\n',
      'imports.header-twice',
    ],
    ['a quote that never ends', `${header}\n"Anna,Kühn\n`, 'imports.file-unreadable'],
    ['nothing in it', '', 'imports.file-unreadable'],
    ['a workbook', Buffer.from('PK\u0003\u0004xxxxxxxxxxxxxxxxxxxx'), 'imports.file-unreadable'],
  ])('with %s is refused with a sentence', async (_what, content, code) => {
    const customer = await aCustomer(ada)
    const path = `${customer.path}/subscriber-imports`
    const answer =
      content === undefined
        ? await fetch(`${app.serviceOrigin}/api/v1${path}`, {
            method: 'POST',
            headers: { cookie: ada.cookie() },
            body: (() => {
              const form = new FormData()
              form.set('partial', 'true')
              return form
            })(),
          }).then(async (got) => ({ status: got.status, body: await got.json() }))
        : await plan(customer, content)
    expect(answer).toMatchObject({ status: 422, body: { code } })
    expect(answer.body.detail).toMatch(/\.$/)
  })

  test('with an option that does not exist, or a bad value, is refused at that field', async () => {
    const customer = await aCustomer(ada)
    for (const options of [{ partial: 'perhaps' }, { profileId: 'x' }]) {
      const answer = await plan(customer, csv(people), options as unknown as Record<string, string>)
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: Object.keys(options)[0] }] } })
    }
  })

  test('MU-15: a bad cell names row, field and what to enter', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(customer, csv([people[0] as string, 'Bob,Brown,bob,sip:pbx,10 02,x']))
    expect(made.counts).toMatchObject({ create: 1, error: 1 })
    const [bad] = await rows(customer, made, '&verdict=error')
    expect(bad).toMatchObject({ row: 2, line: 3, verdict: 'error', subjectId: null })
    const fields = bad.problems.map((problem: { field: string }) => problem.field)
    expect(fields).toEqual(expect.arrayContaining(['email', 'pbxSipHost', 'pbxSipUserName']))
    for (const problem of bad.problems) expect(problem.message).toContain('example')
  })

  test('MU-9: stand-alone rows need the PBX fields, with the reason', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(customer, csv(['Kühn,anna@acme.example'], 'Last name,Email address'))
    const [row] = await rows(customer, made)
    expect(row.verdict).toBe('error')
    expect(row.problems.map((problem: { field: string }) => problem.field)).toEqual([
      'pbxSipHost',
      'pbxSipUserName',
      'pbxSipPassword',
    ])
    expect(row.problems[0].message).toContain('no border gateway')
  })
})

describe('conflicts', () => {
  test('the same PBX account twice in the file: the second is a conflict that names the first', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(
      customer,
      csv([...people, 'Dan,Dorn,dan@acme.example,PBX.acme.example,1002,x']),
    )
    expect(made.counts).toMatchObject({ create: 3, conflict: 1 })
    const [conflict] = await rows(customer, made, '&verdict=conflict')
    expect(conflict.problems).toMatchObject([
      { code: 'row.twice', message: expect.stringContaining('Row 2') },
    ])
  })

  test('the same PBX account or client service account in the account, without ID', async () => {
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer, { clientServiceUserName: 'akuehn' })
    const made = await planned(
      customer,
      csv(
        ['A,a@acme.example,pbx.acme.example,1001,x,', 'B,b@acme.example,pbx.acme.example,7,x,akuehn'],
        'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password,Client service user name',
      ),
    )
    expect(made.counts).toMatchObject({ create: 0, conflict: 2 })
    expect((await rows(customer, made)).map(codes)).toEqual([['row.conflict'], ['row.conflict']])
  })

  test('a like account at another customer is none', async () => {
    const [customer, other] = [await aCustomer(ada), await aCustomer(ada, { name: 'Globex' })]
    await aSubscriber(ada, other)
    expect((await planned(customer, csv(people))).counts).toMatchObject({ create: 3, conflict: 0 })
  })
})

describe('an edited export', () => {
  const idColumns = 'ID,First name,Voicemail number,Deployment PIN'

  test('CD-10: with overwrite, changes the record of the ID: an absent column and an empty cell leave data alone', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, { voicemailNumber: '9000', deploymentPin: '1111' })
    const made = await planned(customer, csv([`${anna.id},Änne,,`], idColumns), { overwrite: 'true' })
    expect(made.counts).toMatchObject({ change: 1, create: 0, error: 0 })
    expect(await applied(customer, made)).toMatchObject({ done: 1 })
    expect(await subscribers(customer)).toMatchObject([
      {
        id: anna.id,
        firstName: 'Änne',
        lastName: 'Kühn',
        voicemailNumber: '9000',
        pbxSipHost: 'pbx.acme.example',
        secretsSet: { pbxSipPassword: true, deploymentPin: true },
        version: 2,
      },
    ])
  })

  test('an empty cell clears when that was ticked, and never a secret whose column is absent', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, { voicemailNumber: '9000', deploymentPin: '1111' })
    const made = await planned(customer, csv([`${anna.id},,,`], idColumns), {
      overwrite: 'true',
      emptyClears: 'true',
    })
    await applied(customer, made)
    expect(await subscribers(customer)).toMatchObject([
      { firstName: '', voicemailNumber: null, secretsSet: { deploymentPin: false, pbxSipPassword: true } },
    ])
  })

  test('that says nothing new is unchanged, and nothing is written', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer)
    const made = await planned(customer, csv([`${anna.id},Anna,,`], idColumns), { overwrite: 'true' })
    expect(made.counts).toMatchObject({ unchanged: 1, change: 0 })
    expect(await applied(customer, made)).toMatchObject({ total: 0, status: 'done' })
    expect((await subscribers(customer))[0].version).toBe(1)
  })

  test('without overwrite an ID is an error; an ID of another account is as unknown as none', async () => {
    const [customer, other] = [await aCustomer(ada), await aCustomer(ada, { name: 'Globex' })]
    const anna = await aSubscriber(ada, customer)
    const foreign = await aSubscriber(ada, other)
    const without = await planned(customer, csv([`${anna.id},Änne,,`], idColumns))
    expect(codes((await rows(customer, without))[0])).toContain('row.exists')
    const made = await planned(customer, csv([`${foreign.id},X,,`, `${newId()},X,,`], idColumns), {
      overwrite: 'true',
    })
    const [one, two] = await rows(customer, made)
    expect(one.verdict).toBe('error')
    expect(one.problems).toEqual(two.problems)
    expect(codes(one)).toEqual(['row.id-unknown'])
  })

  test('MU-7: a changed cell of a field that a component owns is an error naming the owner; an equal one is not', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer)
    const owner = newId()
    await asSuperuser(app.database, 'update app.subscribers set owners = $1 where subscriber_id = $2', [
      JSON.stringify({ firstName: owner }),
      anna.id,
    ])
    const changed = await planned(customer, csv([`${anna.id},Änne,,1234`], idColumns), { overwrite: 'true' })
    const [row] = await rows(customer, changed)
    expect(row.problems).toMatchObject([{ field: 'firstName', code: 'row.field-owned' }])
    expect(row.problems[0].message).toContain(owner)
    const equal = await planned(customer, csv([`${anna.id},Anna,,1234`], idColumns), { overwrite: 'true' })
    expect(await applied(customer, equal)).toMatchObject({ status: 'done', done: 1, failed: 0 })
    expect((await subscribers(customer))[0]).toMatchObject({
      firstName: 'Anna',
      secretsSet: { deploymentPin: true },
    })
  })

  test('MU-9: a change that leaves a stand-alone record without what it needs is an error of its row', async () => {
    const customer = await aCustomer(ada)
    const [anna, bob] = [
      await aSubscriber(ada, customer),
      await aSubscriber(ada, customer, { pbxSipUserName: '1002' }),
    ]
    const options = { overwrite: 'true', emptyClears: 'true', partial: 'true' }
    const columns = 'ID,First name,PBX SIP host'
    const made = await planned(
      customer,
      csv([`${anna.id},Änne,`, `${bob.id},Bob,new.acme.example`], columns),
      options,
    )
    expect(made.counts).toMatchObject({ change: 1, error: 1 })
    expect(codes((await rows(customer, made, '&verdict=error'))[0])).toEqual(['row.stand-alone'])
    expect(await applied(customer, made)).toMatchObject({ status: 'done', done: 1 })
  })
})

describe('partial', () => {
  const lines = [...people, 'Dan,,dan,x,,']

  test('off: with one error nothing is written', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(customer, csv(lines))
    expect(made.counts).toMatchObject({ create: 3, error: 1 })
    const answer = await ada.post(`${customer.path}/subscriber-imports/${made.id}/application`)
    expect(answer).toMatchObject({ status: 409, body: { code: 'imports.has-errors', count: 1 } })
    expect(await subscribers(customer)).toEqual([])
    expect((await ada.get(`${customer.path}/subscriber-imports/${made.id}`).expect(200)).status).toBe('ready')
  })

  test('on: the good rows are written and the others left out', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(customer, csv(lines), { partial: 'true' })
    expect(await applied(customer, made)).toMatchObject({ status: 'done', done: 3 })
    expect(await subscribers(customer)).toHaveLength(3)
  })

  test('off: when a record came in between that makes a row a conflict, nothing is written', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(customer, csv(people))
    await aSubscriber(ada, customer, { pbxSipUserName: '1002', lastName: 'Faster' })
    const operation = await applied(customer, made)
    expect(operation).toMatchObject({ status: 'failed', done: 0 })
    expect(operation.failure).toContain('Nothing was imported')
    expect((await subscribers(customer)).map((each) => each.lastName)).toEqual(['Faster'])
    expect(await ada.get(`${customer.path}/subscriber-imports/${made.id}`).expect(200)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('Nothing was imported'),
    })
  })

  test('on: then that row fails and the others are written', async () => {
    const customer = await aCustomer(ada)
    const made = await planned(customer, csv(people), { partial: 'true' })
    await aSubscriber(ada, customer, { pbxSipUserName: '1002', lastName: 'Faster' })
    expect(await applied(customer, made)).toMatchObject({ status: 'done', done: 2, failed: 1 })
    expect(await subscribers(customer)).toHaveLength(3)
  })

  test('off: a fault in the middle leaves nothing half-written', async () => {
    const customer = await aCustomer(ada)
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Leaving', pinRequired: false })
      .expect(201)
    const columns = `Profile,${header}`
    const made: Json = await plan(
      customer,
      csv([`Leaving,${people[0]}`, `Softphones,${people[1]}`], columns),
    ).expect(201)
    expect(made.counts).toMatchObject({ create: 2 })
    await ada.delete(`${customer.path}/deployment-profiles/${profileId}`).expect(204)
    expect(await applied(customer, made)).toMatchObject({ status: 'failed', done: 0 })
    expect(await subscribers(customer)).toEqual([])
  })
})

describe('a plan', () => {
  test('MU-14: shows no secret, neither in its rows, nor stored, nor in the log', async () => {
    const customer = await aCustomer(ada)
    const secrets = ['PBX-s3cret-77', '80808080', 'MBG-s3cret-77', 'CS-s3cret-77', '31415926']
    const columns =
      'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password,Voicemail PIN,MBG SIP password,Client service password,Deployment PIN'
    const made = await planned(
      customer,
      csv([`X,x@acme.example,pbx.acme.example,77,${secrets.join(',')}`], columns),
    )
    expect(made.counts).toMatchObject({ create: 1 })
    const shown = await rows(customer, made)
    expect(shown[0].cells).toMatchObject({
      lastName: 'X',
      pbxSipPassword: '(kept)',
      voicemailPin: '(kept)',
      mbgSipPassword: '(kept)',
      clientServicePassword: '(kept)',
      deploymentPin: '(kept)',
    })
    const operation = await applied(customer, made)
    const stored = await asSuperuser(
      app.database,
      `select (select json_agg(t) from app.imports t) as imports, (select json_agg(t) from app.import_rows t) as rows,
              (select json_agg(t) from app.subscribers t) as subscribers, (select json_agg(t) from app.audit_events t) as events,
              (select json_agg(t) from app.operations t) as operations`,
    )
    const everything = JSON.stringify([made, shown, operation, stored, app.logged])
    for (const secret of secrets) expect(everything).not.toContain(secret)
  })

  test('of another account is as unknown as one that does not exist', async () => {
    const [customer, other] = [await aCustomer(ada), await aCustomer(ada, { name: 'Globex' })]
    const made = await planned(customer, csv(people))
    for (const id of [made.id, newId()]) {
      const path = `${other.path}/subscriber-imports/${id}`
      for (const answer of [
        await ada.get(path),
        await ada.get(`${path}/rows`),
        await ada.post(`${path}/application`),
      ]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
      }
    }
  })

  test('CD-10: the same PIN in many rows is imported with a warning that names the risk', async () => {
    const customer = await aCustomer(ada)
    const columns = `${header},Deployment PIN`
    const made = await planned(
      customer,
      csv(
        people.map((line) => `${line},482913`),
        columns,
      ),
    )
    expect(made.counts).toMatchObject({ create: 3 })
    expect(made.warnings.map((warning: { code: string }) => warning.code)).toContain('pins.shared')
    expect(JSON.stringify(made.warnings)).not.toContain('482913')
  })
})
