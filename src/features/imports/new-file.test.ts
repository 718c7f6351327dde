import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, auditTrailOf, finished } from '#tests/harness/people.ts'
import {
  type Customer,
  codes,
  csv,
  header,
  type Imports,
  importsOf,
  type Json,
  people,
} from './imports.testing.ts'

let app: TestApp
let ada: ApiClient
let imports: Imports

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  imports = importsOf(ada)
})
afterAll(() => app.stop())

describe('a new file', () => {
  test('CD-10: is a plan first, and three people when it is applied', async () => {
    const customer = await aCustomer(ada)
    const made = await imports.planned(customer, csv(people))
    expect(made).toMatchObject({
      status: 'ready',
      fileName: 'people.csv',
      counts: { create: 3, change: 0, unchanged: 0, conflict: 0, error: 0 },
      columns: ['firstName', 'lastName', 'email', 'pbxSipHost', 'pbxSipUserName', 'pbxSipPassword'],
    })
    expect(await imports.subscribers(customer)).toEqual([])
    expect(await imports.applied(customer, made)).toMatchObject({
      status: 'done',
      total: 3,
      done: 3,
      failed: 0,
    })
    expect(await imports.subscribers(customer)).toMatchObject([
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
    const made = await imports.planned(customer, csv(people))
    const path = `${customer.path}/subscriber-imports/${made.id}/application`
    const answers = await Promise.all([ada.post(path), ada.post(path)])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
    const operation = answers.find(({ status }) => status === 202)?.body
    await finished(ada, customer, operation.id)
    expect(await ada.post(path)).toMatchObject({ status: 409, body: { code: 'imports.not-ready' } })
    expect(await imports.subscribers(customer)).toHaveLength(3)
  })

  test("with the vendor's column labels, in any order, is understood", async () => {
    const customer = await aCustomer(ada)
    const vendor = 'E-mail Address,LastName,PBX SIP User Name/Device Number,pbx-sip-host,PBX SIP password'
    const made = await imports.planned(
      customer,
      csv(['eve@acme.example,Evers,1009,pbx.acme.example,s3cret'], vendor),
    )
    expect(made.columns).toEqual(['email', 'lastName', 'pbxSipUserName', 'pbxSipHost', 'pbxSipPassword'])
    expect(made.counts).toMatchObject({ create: 1, error: 0 })
  })

  test('chooses profiles by name; one chosen for all rows beats the column', async () => {
    const customer = await aCustomer(ada)
    const columns = 'Profile,Last name,Email address'
    const made: Json = await imports
      .plan(customer, csv(['Do not deploy,A,a@acme.example', 'Nowhere,B,b@acme.example'], columns))
      .expect(201)
    expect(made.counts).toMatchObject({ create: 1, error: 1 })
    const [, bad] = await imports.rows(customer, made)
    expect(bad.problems[0]).toMatchObject({ field: 'profile', severity: 'error' })
    const beaten = await imports.planned(customer, csv(['Do not deploy,A,a@acme.example'], columns))
    expect(codes((await imports.rows(customer, beaten))[0])).toContain('row.stand-alone')
  })

  test.each([
    ['unknown', () => newId()],
    ['of another account', (other: Customer) => other.profileId],
  ])('for a profile that is %s is refused, and nothing is kept', async (_what, profileOf) => {
    const customer = await aCustomer(ada)
    const other = await aCustomer(ada, { name: 'Globex' })
    const answer = await imports.plan(customer, csv(people), { profileId: profileOf(other) })
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
        : await imports.plan(customer, content)
    expect(answer).toMatchObject({ status: 422, body: { code } })
    expect(answer.body.detail).toMatch(/\.$/)
  })

  test('with an option that does not exist, or a bad value, is refused at that field', async () => {
    const customer = await aCustomer(ada)
    for (const options of [{ partial: 'perhaps' }, { profileId: 'x' }]) {
      const answer = await imports.plan(customer, csv(people), options as unknown as Record<string, string>)
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: Object.keys(options)[0] }] } })
    }
  })

  test('an unknown option is named by its own path and code', async () => {
    const customer = await aCustomer(ada)
    const options = { colour: 'red', overwrit: 'true' }
    const answer = await imports.plan(customer, csv(people), options as unknown as Record<string, string>)
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    const code = 'field.unrecognized-keys'
    expect(answer.body.errors).toMatchObject([
      { path: 'colour', code },
      { path: 'overwrit', code },
    ])
    const correction = { planId: newId(), partial: 'true' }
    const refused = await imports.plan(customer, csv(people), correction as unknown as Record<string, string>)
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'partial', code }] } })
  })

  test('MU-15: a bad cell names row, field and what to enter', async () => {
    const customer = await aCustomer(ada)
    const made = await imports.planned(customer, csv([people[0] as string, 'Bob,Brown,bob,sip:pbx,10 02,x']))
    expect(made.counts).toMatchObject({ create: 1, error: 1 })
    const [bad] = await imports.rows(customer, made, '&verdict=error')
    expect(bad).toMatchObject({ row: 2, line: 3, verdict: 'error', subjectId: null })
    const fields = bad.problems.map((problem: { field: string }) => problem.field)
    expect(fields).toEqual(expect.arrayContaining(['email', 'pbxSipHost', 'pbxSipUserName']))
    for (const problem of bad.problems) expect(problem.message).toContain('example')
  })

  test('MU-9: stand-alone rows need the PBX fields, with the reason', async () => {
    const customer = await aCustomer(ada)
    const made = await imports.planned(customer, csv(['Kühn,anna@acme.example'], 'Last name,Email address'))
    const [row] = await imports.rows(customer, made)
    expect(row.verdict).toBe('error')
    expect(row.problems.map((problem: { field: string }) => problem.field)).toEqual([
      'pbxSipHost',
      'pbxSipUserName',
      'pbxSipPassword',
    ])
    expect(row.problems[0].message).toContain('no border gateway')
  })
})
