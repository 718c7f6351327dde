import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber, finished } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'

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

const columns = 'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
const csv = (lines: string[], header = columns) => [header, ...lines, ''].join('\n')
const person = (at: number, more = '') =>
  `P${at},p${at}@acme.example,pbx.acme.example,${at},s3cret-${at}${more}`
const imports = (customer: Customer) => `${customer.path}/subscriber-imports`
const plan = (customer: Customer, content: string, options: Record<string, string> = {}): Promise<Json> =>
  ada
    .upload(imports(customer), { name: 'people.csv', content }, { profileId: customer.profileId, ...options })
    .expect(201)
const planOf = (customer: Customer, { id }: Json): Promise<Json> =>
  ada.get(`${imports(customer)}/${id}`).expect(200)
const rows = async (customer: Customer, { id }: Json): Promise<Json[]> =>
  (await ada.get(`${imports(customer)}/${id}/rows?limit=500`).expect(200)).items
const apply = async (customer: Customer, { id }: Json): Promise<Json> =>
  finished(ada, customer, (await ada.post(`${imports(customer)}/${id}/application`).expect(202)).id)
const correct = (customer: Customer, { id }: Json, row: number, changes: Json) =>
  ada.patch(`${imports(customer)}/${id}/rows/${row}`, changes)
const codes = (row: Json) => row.problems.map((problem: Json) => problem.code)
const subscribers = async (customer: Customer): Promise<Json[]> =>
  (await ada.get(`${customer.path}/subscribers?limit=500`).expect(200)).items

describe('a plan that waits', () => {
  test('can be cancelled once, and an applied one cannot', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv([person(1)]))
    expect(await ada.post(`${imports(customer)}/${made.id}/cancellation`).expect(200)).toMatchObject({
      status: 'cancelled',
    })
    expect((await ada.post(`${imports(customer)}/${made.id}/cancellation`)).status).toBe(409)
    const other = await plan(customer, csv([person(1)]))
    await apply(customer, other)
    expect((await ada.post(`${imports(customer)}/${other.id}/cancellation`)).status).toBe(409)
  })

  test('text pasted from a sheet is taken like a file', async () => {
    const customer = await aCustomer(ada)
    const form = new FormData()
    form.set('profileId', customer.profileId)
    form.set('text', `${columns}\n${person(1)}`.replaceAll(',', '\t'))
    const answer = await fetch(`${app.serviceOrigin}/api/v1${imports(customer)}`, {
      method: 'POST',
      headers: { cookie: ada.cookie() },
      body: form,
    })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({ fileName: null, counts: { create: 1 } })
  })

  test('a file of the vendor is named as one', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv(['K,k@acme.example,7'], 'Lastname,E-mail address,MBG UserName'))
    expect(made.flavour).toBe('vendor')
    expect((await plan(customer, csv([person(1)]))).flavour).toBe('rollcall')
  })

  test('the same e-mail address or number twice, in the file or the account, is a warning', async () => {
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer, {
      email: 'Desk@acme.example',
      pbxSipUserName: '900',
      directoryNumber: '77',
    })
    const made = await plan(
      customer,
      csv([
        'A,desk@acme.example,pbx.acme.example,1,x',
        'B,b@acme.example,other.acme.example,77,x',
        'C,B@acme.example,pbx.acme.example,3,x',
      ]),
    )
    expect(made.counts).toMatchObject({ create: 3 })
    expect((await rows(customer, made)).map(codes)).toEqual([
      ['row.email-shared'],
      ['row.number-shared'],
      ['row.email-shared'],
    ])
  })

  test('ends after 30 days, with its rows', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv([person(1)]))
    app.clock.advance({ hours: 30 * 24 + 1 })
    await asSuperuser(
      app.database,
      `update graphile_worker._private_jobs set run_at = now() where payload ->> 'importId' = $1`,
      [made.id],
    )
    await waitUntil(
      async () =>
        (await asSuperuser(app.database, 'select from app.import_rows where import_id = $1', [made.id]))
          .length === 0,
      { what: 'its rows are gone' },
    )
    ada = await app.ada()
    expect(await planOf(customer, made)).toMatchObject({
      status: 'cancelled',
      failure: expect.stringContaining('30 days'),
    })
  })
})

describe('a row is corrected in place', () => {
  test('MU-15: its errors clear, and the counts follow', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv([person(1), 'X,nonsense,pbx.acme.example,2,s3cret-X']))
    expect(made.counts).toMatchObject({ create: 1, error: 1 })
    const row = await correct(customer, made, 2, { cells: { email: 'x@acme.example' } }).expect(200)
    expect(row).toMatchObject({ verdict: 'create', problems: [], cells: { email: 'x@acme.example' } })
    expect(await planOf(customer, made)).toMatchObject({ counts: { create: 2, error: 0 } })
    expect(await apply(customer, made)).toMatchObject({ status: 'done', done: 2 })
  })

  test('MU-14: a secret is replaced and never read; (kept) keeps it', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv([person(1)]))
    const kept = await correct(customer, made, 1, { cells: { pbxSipPassword: '(kept)', lastName: 'Q' } })
    expect(kept.body).toMatchObject({ verdict: 'create', cells: { lastName: 'Q', pbxSipPassword: '(kept)' } })
    const without = await correct(customer, made, 1, { cells: { pbxSipPassword: '' } }).expect(200)
    expect(codes(without)).toEqual(['row.stand-alone'])
    const replaced = await correct(customer, made, 1, { cells: { pbxSipPassword: 'n3w-secret' } }).expect(200)
    expect(replaced).toMatchObject({ verdict: 'create', cells: { pbxSipPassword: '(kept)' } })
    expect(JSON.stringify(replaced)).not.toContain('n3w-secret')
  })

  test('rows that were in conflict with it are judged again', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv([person(1), person(1), person(3)]))
    expect(made.counts).toMatchObject({ create: 2, conflict: 1 })
    await correct(customer, made, 1, { cells: { pbxSipUserName: '3' } }).expect(200)
    expect((await rows(customer, made)).map((row) => row.verdict)).toEqual(['create', 'create', 'conflict'])
    expect(codes((await rows(customer, made))[2])).toEqual(['row.twice'])
    expect(await planOf(customer, made)).toMatchObject({ counts: { create: 2, conflict: 1 } })
    await correct(customer, made, 1, { cells: { pbxSipUserName: '4' } }).expect(200)
    expect((await planOf(customer, made)).counts).toMatchObject({ create: 3, conflict: 0 })
  })

  test('MU-9: the profile chosen for a row beats that of the file, which beats the column', async () => {
    const customer = await aCustomer(ada)
    const { id: none } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'None', doNotDeploy: true, pinRequired: false })
      .expect(201)
    const made = await plan(customer, csv([',K,k@acme.example'.slice(1)], 'Last name,Email address'))
    expect(made.counts).toMatchObject({ error: 1 })
    const row = await correct(customer, made, 1, { profileId: none }).expect(200)
    expect(row).toMatchObject({ verdict: 'create', profileId: none })
    await apply(customer, made)
    expect(await subscribers(customer)).toMatchObject([{ profileId: none }])
  })

  test('a field, profile or row that does not exist is refused, and so is a plan that is over', async () => {
    const customer = await aCustomer(ada)
    const other = await aCustomer(ada, { name: 'Globex' })
    const made = await plan(customer, csv([person(1)]))
    expect((await correct(customer, made, 1, { cells: { owners: 'x' } })).status).toBe(422)
    expect((await correct(customer, made, 1, { profileId: other.profileId })).status).toBe(422)
    expect((await correct(customer, made, 2, { cells: { lastName: 'x' } })).status).toBe(404)
    expect((await ada.patch(`${imports(other)}/${made.id}/rows/1`, { cells: {} })).status).toBe(404)
    await apply(customer, made)
    expect((await correct(customer, made, 1, { cells: { lastName: 'x' } })).body.code).toBe(
      'imports.not-ready',
    )
  })
})

describe('rows that need correction', () => {
  const header = `${columns},Deployment PIN`
  const lines = [person(1, ',1111'), 'X,nonsense,pbx.acme.example,2,s3cret-X,0042', person(1, ',3333')]

  test('CD-10: come as a file with a reason and without secrets, and go back into their plan', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv(lines, header))
    const file = await ada.get(`${imports(customer)}/${made.id}/fix-file?flavour=exact`).expect(200)
    expect(file.split('\n')).toHaveLength(4)
    expect(file).toMatch(/^Line,.*,Problem\n/)
    expect(file).not.toMatch(/s3cret|0042|3333/)
    const corrected = file.replace('nonsense', 'x@acme.example').replace(',1,(kept)', ',5,(kept)')
    const after = await ada
      .upload(imports(customer), { name: 'corrected.csv', content: corrected }, { planId: made.id })
      .expect(201)
    expect(after).toMatchObject({
      id: made.id,
      status: 'ready',
      counts: { create: 3, conflict: 0, error: 0 },
    })
    expect(await apply(customer, after)).toMatchObject({ status: 'done', done: 3 })
    const [x] = (await subscribers(customer)).filter((each) => each.lastName === 'X')
    expect((await ada.post(`${customer.path}/subscribers/${x.id}/pin-disclosures`)).body.pin).toBe('0042')
  })

  test('in a new file (kept) is an error of its cell', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv(['X,x@acme.example,pbx.acme.example,2,(kept)']))
    expect(codes((await rows(customer, made))[0])).toContain('cell.kept')
  })

  test('a file without its Row column, or with one of another plan, changes nothing', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv(lines, header))
    const send = (content: string) =>
      ada.upload(imports(customer), { name: 'corrected.csv', content }, { planId: made.id })
    expect((await send(csv([person(9)]))).body.code).toBe('imports.fix-column-missing')
    expect((await send(csv([`99,${person(9)}`], `Line,${columns}`))).body.code).toBe(
      'imports.fix-row-unknown',
    )
    expect(await planOf(customer, made)).toMatchObject({ status: 'ready', counts: made.counts })
  })

  test('the template is a file that can be imported', async () => {
    const customer = await aCustomer(ada)
    for (const flavour of ['spreadsheet', 'exact']) {
      const answer = await ada.get(`${imports(customer)}/template?flavour=${flavour}`)
      expect(answer.headers.get('content-type')).toContain('text/csv')
      expect((await plan(customer, answer.body)).counts).toMatchObject({ create: 1, error: 0 })
    }
  })
})
