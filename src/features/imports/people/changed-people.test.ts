import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { markRegistered } from '#features/users/index.ts'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, aPerson } from '#tests/harness/people.ts'
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
  app.mail.refuse(() => undefined)
  ada = await app.ada()
  acme = await aCustomer(ada)
  imports = userImportsOf(ada, acme)
})

const overwrite = { overwrite: 'true' }
// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
type Json = any
const told = (row: Json) => row.problems.map((problem: Json) => [problem.field, problem.code])
const dora = (columns: Json = {}, given: Json = {}) =>
  aPerson(app, acme, { email: 'dora@acme.example', columns, ...given })
const person = (id: string): Promise<Json> => ada.get(`${acme.path}/users/${id}`).expect(200)
/** The one row of a plan with this line. */
const judged = async (header: string, line: string, options: Record<string, string> = overwrite) =>
  (await imports.rows(await imports.planned(peopleCsv([line], header), options)))[0]

describe('a row with an ID', () => {
  test('changes role, mobile, location, language and e-mail address, and what is empty stays', async () => {
    const { id } = await dora({ mobile: '+491711111111' })
    const site = await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    const plan = await imports.planned(
      peopleCsv(
        [`${id},Dora,Weiss,d.weiss@acme.example,Account Admin,fr,,Berlin`],
        'ID,First name,Last name,Email,Role,Language,Mobile,Location',
      ),
      overwrite,
    )
    expect(plan.counts).toMatchObject({ change: 1, error: 0 })
    await imports.applied(plan)
    const changed = {
      email: 'd.weiss@acme.example',
      role: 'admin',
      language: 'fr',
      locationId: site.id,
      mobile: '+491711111111',
      version: 2,
    }
    expect(await person(id)).toMatchObject(changed)
    expect((await ada.get(`${acme.path}/users?search=d.weiss`).expect(200)).items).toHaveLength(1)
    const { items } = await ada.get(`${acme.path}/events?limit=500`).expect(200)
    expect(items.find(({ action }: Json) => action === 'user.changed')).toMatchObject({ subjectId: id })
  })

  test('changes nothing of the others: whose number stays is found by it as before', async () => {
    const { id } = await dora({ mobile: '+491711111111' })
    const fred = await aPerson(app, acme, {
      email: 'fred@acme.example',
      columns: { mobile: '+491722222222', phone_digits: '491722222222 01722222222' },
    })
    const lines = [`${id},+491733333333,`, `${fred.id},,fr`]
    await imports.applied(await imports.planned(peopleCsv(lines, 'ID,Mobile,Language'), overwrite))
    expect(await person(id)).toMatchObject({ mobile: '+491733333333', language: null, version: 2 })
    expect(await person(fred.id)).toMatchObject({ mobile: '+491722222222', language: 'fr', version: 2 })
    const digits = 'select phone_digits from app.users where user_id = $1'
    expect(await asSuperuser(app.database, digits, [id])).toEqual([
      { phone_digits: '491733333333 01733333333' },
    ])
    expect(await asSuperuser(app.database, digits, [fred.id])).toEqual([
      { phone_digits: '491722222222 01722222222' },
    ])
  })

  test('clears what an empty cell may clear when that was asked for', async () => {
    const { id } = await dora({ mobile: '+491711111111', language: 'de' })
    const plan = await imports.planned(peopleCsv([`${id},,`], 'ID,Mobile,Language'), {
      ...overwrite,
      emptyClears: 'true',
    })
    await imports.applied(plan)
    expect(await person(id)).toMatchObject({ mobile: null, language: null, role: 'user' })
  })

  test('is an error without overwrite, and when nobody of the account has it', async () => {
    const { id } = await dora()
    expect(told(await judged('ID,Email,Name', `${id},dora@acme.example,Dora Weiss`, {}))).toEqual([
      ['id', 'row.exists'],
    ])
    expect(told(await judged('ID,Mobile', `${newId()},+491711111111`))).toEqual([['id', 'row.id-unknown']])
    const elsewhere = await aPerson(app, await aCustomer(ada, { name: 'Globex' }), {
      email: 'x@globex.example',
    })
    expect(told(await judged('ID,Mobile', `${elsewhere.id},+491711111111`))).toEqual([
      ['id', 'row.id-unknown'],
    ])
  })

  test('twice in the file is a conflict that names both lines', async () => {
    const { id } = await dora()
    const plan = await imports.planned(peopleCsv([`${id},fr`, `${id},de`], 'ID,Language'), overwrite)
    const [conflict] = await imports.rows(plan, '&verdict=conflict')
    expect(conflict.problems).toMatchObject([
      { code: 'row.twice', message: expect.stringContaining('Lines 2 and 3') },
    ])
  })

  test('cannot take the address of somebody else', async () => {
    const { id } = await dora()
    await aPerson(app, acme, { email: 'emil@acme.example' })
    expect(told(await judged('ID,Email', `${id},EMIL@acme.example`))).toEqual([['email', 'row.conflict']])
    expect((await judged('ID,Email', `${id},dora@acme.example`)).verdict).toBe('unchanged')
  })
})

describe('what a file cannot change', () => {
  test.each([
    ['First name', 'Theodora', 'firstName'],
    ['Last name', 'Schwarz', 'lastName'],
    ['Name', 'Dora Schwarz', 'name'],
    ['Extension', '4711', 'extension'],
  ])('UA-40: %s is an error of its row when it differs, and nothing when it is the same', async (header, given, field) => {
    const { id } = await dora({ extension: '1001' })
    const stored: Json = { firstName: 'Dora', lastName: 'Weiss', name: 'Dora Weiss', extension: '1001' }
    expect(told(await judged(`ID,${header}`, `${id},${given}`))).toEqual([[field, 'users.field-fixed']])
    expect((await judged(`ID,${header}`, `${id},${stored[field]}`)).verdict).toBe('unchanged')
  })

  test('UA-40: nobody is added with an extension: a PBX sets it', async () => {
    const row = await judged('Name,Email,Extension', 'Anna Kühn,anna@acme.example,1001', {})
    expect(told(row)).toEqual([['extension', 'users.field-fixed']])
    expect(row.problems[0].message).toContain('PBX')
  })

  test('UA-41: a field that a source owns is an error that names the source; the same value is none', async () => {
    const { id } = await dora({ mobile: '+491711111111', owners: { mobile: 'Entra', locationId: 'Entra' } })
    await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    const row = await judged('ID,Mobile,Location', `${id},+491712222222,Berlin`)
    expect(told(row).sort()).toEqual([
      ['location', 'users.field-owned'],
      ['mobile', 'users.field-owned'],
    ])
    expect(row.problems[0].message).toContain('Entra')
    expect((await judged('ID,Mobile,Language', `${id},+49 171 1111111,`)).verdict).toBe('unchanged')
  })

  test('the last administrator who can sign in keeps the role, however many the file would take it from', async () => {
    const [one, two] = [
      await aColleague(app, acme, { email: 'one@acme.example' }),
      await aColleague(app, acme, { email: 'two@acme.example' }),
    ]
    const plan = await imports.planned(peopleCsv([`${one.id},User`, `${two.id},User`], 'ID,Role'), {
      ...overwrite,
      partial: 'true',
    })
    expect(plan.counts).toMatchObject({ change: 1, error: 1 })
    expect(told((await imports.rows(plan, '&verdict=error'))[0])).toEqual([['role', 'users.last-admin']])
    await imports.applied(plan)
    expect([(await person(one.id)).role, (await person(two.id)).role]).toEqual(['user', 'admin'])
  })
})

describe('undo', () => {
  test('gives changed people back what they had, and leaves those who were changed since, by name', async () => {
    const site = await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    await aColleague(app, acme, { email: 'boss@acme.example' })
    const one = await dora({ language: 'de', mobile: '+491711111111' })
    const two = await aPerson(app, acme, { email: 'emil@acme.example', firstName: 'Emil', lastName: 'Frey' })
    const plan = await imports.planned(
      peopleCsv(
        [`${one.id},fr,new@acme.example,Berlin,Account Admin`, `${two.id},fr,,,`],
        'ID,Language,Email,Location,Role',
      ),
      overwrite,
    )
    await imports.applied(plan)
    expect(await person(one.id)).toMatchObject({ role: 'admin', locationId: site.id })
    await ada.patch(`${acme.path}/users/${two.id}`, { language: 'es' }).expect(200)
    const operation = await imports.undone(plan)
    expect(operation).toMatchObject({ status: 'done', done: 1, skipped: 1 })
    const left = (await imports.items(operation)).find(({ outcome }) => outcome === 'skipped')
    expect(left).toMatchObject({
      subjectId: two.id,
      code: 'undo.changed-since',
      message: expect.stringContaining('Emil Frey'),
    })
    expect(await person(one.id)).toMatchObject({
      email: 'dora@acme.example',
      role: 'user',
      language: 'de',
      locationId: null,
    })
    expect(await person(two.id)).toMatchObject({ language: 'es' })
  })

  test('removes who was added with the link of the welcome e-mail that waits; who has registered or was changed since stays, by name', async () => {
    app.mail.refuse(() => 450)
    const lines = [
      'Anna,Kühn,anna@acme.example,',
      'Bob,Brown,bob@acme.example,',
      'Carol,Díaz,carol@acme.example,',
    ]
    const plan = await imports.planned(peopleCsv(lines))
    await imports.applied(plan)
    const people = await imports.people()
    const idOf = (email: string) => people.find((one: Json) => one.email === email).id
    await ada.patch(`${acme.path}/users/${idOf('bob@acme.example')}`, { language: 'fr' }).expect(200)
    await app.platform.database.inAccount(acme.id, (tx) =>
      markRegistered(tx, idOf('carol@acme.example'), app.clock.now()),
    )
    const operation = await imports.undone(plan)
    expect(operation).toMatchObject({ done: 1, skipped: 2 })
    const messages = (await imports.items(operation)).flatMap(({ message }) => message ?? [])
    expect(messages.sort()).toEqual([
      'Bob Brown was changed after the import, and was left as they are.',
      'Carol Díaz has registered since the import, and was left as they are.',
    ])
    expect((await imports.people()).map(({ email }) => email)).toEqual([
      'bob@acme.example',
      'carol@acme.example',
    ])
    // Without its link the mail that waits is not sent.
    const links = `select m.recipient from app.outgoing_mails m join app.set_up_links l on l.link_id = m.subject_id
      where m.account_id = $1 order by m.recipient`
    expect((await asSuperuser(app.database, links, [acme.id])).map(({ recipient }) => recipient)).toEqual([
      'bob@acme.example',
      'carol@acme.example',
    ])
  })

  test('cannot be done twice, nor of what was not applied', async () => {
    const plan = await imports.planned(peopleCsv(['Anna,Kühn,anna@acme.example,']), { sendWelcome: 'false' })
    const path = `${imports.path}/${plan.id}/application`
    expect(await ada.delete(path)).toMatchObject({ status: 409, body: { code: 'imports.not-applied' } })
    await imports.applied(plan)
    await imports.undone(plan)
    expect((await imports.read(plan)).status).toBe('undone')
    expect(await ada.delete(path)).toMatchObject({ status: 409, body: { code: 'imports.not-applied' } })
  })
})
