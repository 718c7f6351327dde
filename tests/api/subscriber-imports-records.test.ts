import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codes, importsOf, type Json } from '#features/imports/imports.testing.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber } from '../harness/people.ts'

let app: TestApp
let ada: ApiClient
let imports: ReturnType<typeof importsOf>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  imports = importsOf(ada)
})
afterAll(() => app.stop())

const overwrite = { overwrite: 'true' }

async function annaAndBob() {
  const customer = await aCustomer(ada)
  const anna: Json = await aSubscriber(ada, customer, {
    deploymentPin: '004711',
    directoryNumber: '+49891001',
    voicemailNumber: '0900',
  })
  const bob: Json = await aSubscriber(ada, customer, { lastName: 'Baker', pbxSipUserName: '1002' })
  return { customer, anna, bob }
}

describe('a record', () => {
  test('CD-10: named twice in a file, in any case, is a conflict that names the first row', async () => {
    const { customer, anna } = await annaAndBob()
    const file = `ID,First name\n${anna.id},One\n${anna.id.toUpperCase()},Two\n`
    const plan = await imports.planned(customer, file, overwrite)
    expect(plan.counts).toMatchObject({ change: 1, conflict: 1 })
    const [, second] = await imports.rows(customer, plan)
    expect(second.problems).toMatchObject([
      { field: 'id', code: 'row.twice', message: expect.stringContaining('Line 2') },
    ])
  })

  test('CD-10: is free for a later row once the earlier one is corrected, and the other way round', async () => {
    const { customer, anna, bob } = await annaAndBob()
    const file = `ID,First name\n${anna.id},One\n${anna.id},Two\n`
    const plan = await imports.planned(customer, file, overwrite)
    const path = `${customer.path}/subscriber-imports/${plan.id}`
    await ada.patch(`${path}/rows/1`, { cells: { id: bob.id } }).expect(200)
    expect((await ada.get(path).expect(200)).counts).toMatchObject({ change: 2, conflict: 0 })
    await ada.patch(`${path}/rows/2`, { cells: { id: bob.id } }).expect(200)
    expect((await imports.rows(customer, plan)).map((row) => row.verdict)).toEqual(['change', 'conflict'])
  })

  test('CD-10: does not get the PBX account of another, though the file names only half of it', async () => {
    const { customer, anna } = await annaAndBob()
    const plan = await imports.planned(customer, `ID,PBX SIP user name\n${anna.id},1002\n`, overwrite)
    const [row] = await imports.rows(customer, plan)
    expect(row.verdict).toBe('conflict')
    expect(codes(row)).toEqual(['row.conflict'])
  })

  test('CD-10: two records do not get one PBX account, though the file names only half of it', async () => {
    const { customer, anna, bob } = await annaAndBob()
    const file = `ID,PBX SIP user name\n${anna.id},7777\n${bob.id},7777\n`
    const plan = await imports.planned(customer, file, overwrite)
    expect((await imports.rows(customer, plan)).map((row) => row.verdict)).toEqual(['change', 'conflict'])
  })

  test('CD-10: that shares its PBX account already is unchanged when its export is read back', async () => {
    const { customer } = await annaAndBob()
    await aSubscriber(ada, customer, { lastName: 'Twin' })
    const selection = { all: true, filter: {} }
    const file = await ada.post(`${customer.path}/subscriber-exports`, { selection }).expect(200)
    const plan = await imports.planned(customer, file, overwrite)
    expect(plan.counts).toMatchObject({ unchanged: 3, conflict: 0 })
  })

  test('MU-11: whose PIN comes back without its zeros is an error, and a number without its + or zeros a warning', async () => {
    const { customer, anna } = await annaAndBob()
    const file = `ID,Directory number,Voicemail number,Deployment PIN\n${anna.id},49891001,900,4711\n`
    const plan = await imports.planned(customer, file, overwrite)
    const [row] = await imports.rows(customer, plan)
    expect(row.verdict).toBe('error')
    expect(row.problems.map((problem: Json) => [problem.field, problem.severity, problem.code])).toEqual([
      ['directoryNumber', 'warning', 'damage.leading-zeros'],
      ['voicemailNumber', 'warning', 'damage.leading-zeros'],
      ['deploymentPin', 'error', 'damage.leading-zeros'],
    ])
    expect(JSON.stringify(row.problems)).not.toContain('4711')
  })
})

test('CD-10: the vendor’s labels count whatever their case, spaces and hyphens, and unknown columns are told', async () => {
  const customer = await aCustomer(ada)
  const header =
    'FIRST-NAME;lastname;E mail Address;pbx sip host;PBX SIP user name / Device number;PBX-SIP-password;MiCollab Client Service Account;Deployed;Shoe size'
  const file = `${header}\nAnna;Kühn;anna@acme.example;pbx.acme.example;1001;s3cret;akuehn;yesterday;42\n`
  const plan = await imports.planned(customer, file)
  expect(plan).toMatchObject({ flavour: 'vendor', counts: { create: 1 } })
  expect(plan.warnings.map((warning: Json) => warning.code)).toEqual(['header.unknown', 'header.ignored'])
})
