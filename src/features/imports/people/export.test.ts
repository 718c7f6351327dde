import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aPerson, aSubscriber } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { userImportsOf } from '#tests/harness/user-imports.ts'

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
const everybody = { all: true, filter: {}, except: [] }
const exported = async (selection: Json, flavour = 'spreadsheet'): Promise<string> =>
  (await ada.post(`${acme.path}/user-exports`, { selection, flavour }).expect(200)) as string
const header =
  'ID,First name,Last name,Email,Role,Language,Mobile,Location,Extension,SMS number,Status,Licences,Last sign-in'

/** Dora with something in every column, whose name a spreadsheet would run. */
async function aFullPerson() {
  const site = await ada.post(`${acme.path}/locations`, { name: 'Berlin, Mitte' }).expect(201)
  return aPerson(app, acme, {
    email: 'dora@acme.example',
    firstName: '=Dora',
    lastName: '-Weiss',
    licences: ['micollab', 'miteam-meetings'],
    columns: {
      mobile: '+491711111111',
      extension: '1001',
      smsNumber: '+491722222222',
      locationId: site.id,
      language: 'de',
      owners: { mobile: 'Entra' },
    },
  })
}

test('people leave with all that is known of them, inert in a spreadsheet or exactly as it is', async () => {
  const { id } = await aFullPerson()
  expect(await exported(everybody, 'exact')).toBe(
    `${header}\n${id},=Dora,-Weiss,dora@acme.example,User,de,+491711111111,"Berlin, Mitte",1001,+491722222222,registered,"micollab, miteam-meetings",\n`,
  )
  const inert = await exported(everybody)
  expect(inert).toContain(`${id},'=Dora,'-Weiss,dora@acme.example,User,de,'+491711111111,`)
})

test.each([
  'spreadsheet',
  'exact',
])('UA-30: a %s export is read back by an import of people, and says nothing new', async (flavour) => {
  await aFullPerson()
  await aPerson(app, acme, { email: 'emil@acme.example', role: 'admin' })
  const imports = userImportsOf(ada, acme)
  const plan = await imports.planned(await exported(everybody, flavour), { overwrite: 'true' })
  expect(plan.counts).toEqual({ create: 0, change: 0, unchanged: 2, conflict: 0, error: 0 })
  const cleared = await imports.planned(await exported(everybody, flavour), {
    overwrite: 'true',
    emptyClears: 'true',
  })
  expect(cleared.counts).toMatchObject({ unchanged: 2 })
})

test('an export of the selected holds them alone, and one of all but some leaves these out', async () => {
  const [one, two] = [
    await aPerson(app, acme, { email: 'one@acme.example' }),
    await aPerson(app, acme, { email: 'two@acme.example' }),
  ]
  await aPerson(app, acme, { email: 'boss@acme.example', role: 'admin' })
  const emails = async (selection: Json) => (await exported(selection, 'exact')).match(/\w+@acme\.example/g)
  expect(await emails({ ids: [two.id] })).toEqual(['two@acme.example'])
  expect(await emails({ ...everybody, except: [one.id] })).not.toContain('one@acme.example')
  expect(await emails({ ...everybody, filter: { property: ['admins'] } })).toEqual(['boss@acme.example'])
})

test('an export is recorded, and told to a customer’s own admins when its partner makes it', async () => {
  await anAdminOf(app, acme)
  await exported(everybody)
  const { items } = await ada.get(`${acme.path}/events?limit=500`).expect(200)
  expect(items.find(({ action }: Json) => action === 'users.exported')).toMatchObject({
    fromPartner: true,
    details: { records: 1, flavour: 'spreadsheet' },
  })
  const notices = await asSuperuser(
    app.database,
    `select recipient from app.outgoing_mails where account_id = $1 and parameters->'notice'->>'what' = 'export-made'`,
    [acme.id],
  )
  expect(notices).toEqual([{ recipient: 'carla@acme.example' }])
})

test('the template is a file that can be imported', async () => {
  const imports = userImportsOf(ada, acme)
  const template = await ada.get(`${imports.path}/template?flavour=exact`).expect(200)
  expect(template).toContain('First name,Last name,Email,Role,Language,Mobile,Location\n')
  expect((await imports.planned(template)).counts).toMatchObject({ create: 2, error: 0 })
})

test('rows that need correction come as a file with their reasons, and go back into their plan', async () => {
  const imports = userImportsOf(ada, acme)
  const plan = await imports.planned('Name,Email\nAnna Kühn,anna\nBob Brown,bob@acme.example\n')
  const file: string = await ada.get(`${imports.path}/${plan.id}/fix-file?flavour=exact`).expect(200)
  expect(file.split('\n')[0]).toBe('Line,Name,Email,Problem')
  expect(file).toContain('2,Anna Kühn,anna,')
  const corrected = file.replace('anna,', 'anna@acme.example,')
  expect(await imports.planned(corrected, { planId: plan.id })).toMatchObject({
    id: plan.id,
    counts: { create: 2, error: 0 },
  })
})

test.each([
  'user',
  'subscriber',
])('UA-30: a %s export of another number than was seen, or of somebody who is not there, is refused before its first line', async (kind) => {
  const { id: userId } = await aPerson(app, acme, { email: 'anna@acme.example' })
  const { id: subscriberId } = await aSubscriber(ada, acme, { pbxSipUserName: '1001' })
  await aPerson(app, acme, { email: 'ben@acme.example' })
  await aSubscriber(ada, acme, { pbxSipUserName: '1002' })
  const id = kind === 'user' ? userId : subscriberId
  const { items } = await ada.get(`${acme.path}/${kind}s`).expect(200)
  const there = items.length
  const ask = (selection: Json) => ada.post(`${acme.path}/${kind}-exports`, { selection, flavour: 'exact' })
  for (const selection of [
    { ...everybody, expectedCount: there + 1 },
    { ...everybody, except: [id], expectedCount: there },
    { ...everybody, filter: { search: 'nobody' }, expectedCount: 1 },
    { ids: [id, newId()] },
  ]) {
    expect(await ask(selection)).toMatchObject({ status: 409, body: { code: 'operations.count-changed' } })
  }
  for (const selection of [
    { ...everybody, expectedCount: there },
    { ...everybody, except: [id, newId()], expectedCount: there - 1 },
    { ...everybody, filter: { search: 'nobody' }, except: [id], expectedCount: 0 },
    { ids: [id, id] },
  ]) {
    await ask(selection).expect(200)
  }
})
