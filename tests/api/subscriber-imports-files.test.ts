import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureDebianPackages } from '../../scripts/debian-packages.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anAdminOf, aSubscriber, auditTrailOf, finished } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let folder: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  folder = await mkdtemp(join(tmpdir(), 'rollcall-spreadsheet-'))
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true })
})

type Customer = Awaited<ReturnType<typeof aCustomer>>
// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
type Json = any

const everybody = { selection: { all: true, filter: {} } }
const exported = (customer: Customer, body: Json = everybody): Promise<string> =>
  ada.post(`${customer.path}/subscriber-exports`, body).expect(200)
const upload = (customer: Customer, content: string | Buffer, options: Record<string, string> = {}) =>
  ada.upload(`${customer.path}/subscriber-imports`, { name: 'people', content }, options)
const rows = async (customer: Customer, { id }: Json): Promise<Json[]> =>
  (await ada.get(`${customer.path}/subscriber-imports/${id}/rows`).expect(200)).items

const nasty = ['=1+1', '@SUM(A1)', "'=x", '+49', '-1', 'O"Neill, "Bo"; x']

/** People whose names a spreadsheet would run, if they were not made inert. */
async function aNastyCustomer(): Promise<Customer> {
  const customer = await aCustomer(ada)
  for (const [at, lastName] of nasty.entries()) {
    await aSubscriber(ada, customer, {
      lastName,
      pbxSipUserName: `${1000 + at}`,
      deploymentPin: `000${at}`,
      directoryNumber: `+4989${at}`,
      voicemailPin: '31415926',
      language: 'de',
    })
  }
  return customer
}

describe('an export', () => {
  test('CD-9: holds everything but the four secrets, the deployment PIN in clear, and is recorded', async () => {
    const customer = await aNastyCustomer()
    const text = await exported(customer, { ...everybody, flavour: 'exact' })
    expect(text).toMatch(/,0003$/m)
    expect(text).not.toMatch(/s3cret|31415926/)
    expect(text.trim().split('\n')).toHaveLength(nasty.length + 1)
    expect(await auditTrailOf(ada, customer)).toContain('subscribers.exported')
  })

  test('CD-9: holds the selected only', async () => {
    const customer = await aNastyCustomer()
    const { items } = await ada.get(`${customer.path}/subscribers`).expect(200)
    const [one, two] = items
    const some = await exported(customer, { selection: { ids: [one.id] }, flavour: 'exact' })
    expect(some.trim().split('\n')).toHaveLength(2)
    const others = { all: true, filter: { search: 'kuehn' }, except: [one.id, two.id] }
    const found = await exported(customer, { selection: others, flavour: 'exact' })
    expect(found.trim().split('\n')).toHaveLength(nasty.length - 1)
    const elsewhere = await aCustomer(ada)
    const selection = { ids: [one.id] }
    expect(
      await ada.post(`${elsewhere.path}/subscriber-exports`, { selection, flavour: 'exact' }),
    ).toMatchObject({ status: 409, body: { code: 'operations.count-changed' } })
  })

  test('CD-10: exact, read back, says nothing new, and comes out byte for byte the same', async () => {
    const customer = await aNastyCustomer()
    for (const flavour of ['exact', 'spreadsheet']) {
      const text = await exported(customer, { ...everybody, flavour })
      const made = await upload(customer, text, { overwrite: 'true' }).expect(201)
      expect(made.counts).toEqual({ create: 0, change: 0, unchanged: nasty.length, conflict: 0, error: 0 })
      const applying = await ada
        .post(`${customer.path}/subscriber-imports/${made.id}/application`)
        .expect(202)
      await finished(ada, customer, applying.id)
      expect(await exported(customer, { ...everybody, flavour })).toBe(text)
    }
  })

  test('CD-10: edited, with one PIN for all rows, changes the PINs with a warning', async () => {
    const customer = await aNastyCustomer()
    const text = await exported(customer, { ...everybody, flavour: 'exact' })
    const made = await upload(customer, text.replace(/,000\d$/gm, ',4711'), { overwrite: 'true' }).expect(201)
    expect(made.counts).toMatchObject({ change: nasty.length })
    const warning = made.warnings.find(({ code }: Json) => code === 'pins.shared')
    expect(warning.message).toContain('Generate different PINs for the selection')
  })

  test('with PINs needs the password again, and is told to the other admins', async () => {
    const customer = await aNastyCustomer()
    const carla = await anAdminOf(app, customer)
    await exported(customer)
    await waitUntil(
      () => app.mail.messages.some((mail: Json) => JSON.stringify(mail).includes('carla@acme')),
      {
        what: 'Carla is told',
      },
    )
    app.clock.advance({ minutes: 6 })
    const answer = await carla.post(`${customer.path}/subscriber-exports`, everybody)
    expect(answer).toMatchObject({ status: 403, body: { code: expect.stringContaining('step-up') } })
    ada = await app.ada()
  })
})

describe('a workbook', () => {
  const header = [
    'Last name',
    'Email address',
    'PBX SIP host',
    'PBX SIP user name',
    'PBX SIP password',
    'Deployment PIN',
  ]
  const workbook = async (cells: Json[][]) =>
    Buffer.from(await writeXlsx({ sheets: [{ name: 'People', rows: [header, ...cells] }] }))

  test('MU-11: keeps texts as they are and numbers in full', async () => {
    const customer = await aCustomer(ada)
    const file = await workbook([
      ['Kühn', 'a@acme.example', 'pbx.acme.example', 498912345678, 'x', '0042'],
      ['Lost', 'b@acme.example', 'pbx.acme.example', 12, 'x', 42],
      ['Short', 'c@acme.example', 'pbx.acme.example', 13, 'x'],
      ['Long', 'd@acme.example', 'pbx.acme.example', 14, 'x', 1.2345678901234567e19],
    ])
    const made = await upload(customer, file, { profileId: customer.profileId }).expect(201)
    const [kuehn, lost, short, long] = await rows(customer, made)
    expect(kuehn).toMatchObject({ verdict: 'create', line: 2, cells: { pbxSipUserName: '498912345678' } })
    expect(lost.problems).toMatchObject([{ code: 'damage.leading-zeros' }])
    expect(short).toMatchObject({ verdict: 'create', cells: { deploymentPin: '' } })
    expect(long.problems).toMatchObject([{ code: expect.stringContaining('damage.scientific') }])
  })

  test('that would unpack to more than people need, or is none, is refused', async () => {
    const customer = await aCustomer(ada)
    const bomb = await workbook([['Kühn', 'a@acme.example']])
    // The first entry of the table of contents says that it holds three gigabytes.
    const at = bomb.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    bomb.writeUInt32LE(3_000_000_000, at + 24)
    expect((await upload(customer, bomb)).body.errors).toMatchObject([{ code: 'table.workbook-too-large' }])
    const broken = (await workbook([['Kühn', 'a@acme.example']])).subarray(0, 200)
    expect((await upload(customer, broken)).body.errors).toMatchObject([{ code: 'table.workbook' }])
  })
})

const spreadsheet = await ensureDebianPackages('spreadsheet')
describe.skipIf(!spreadsheet.available && !process.env.CI)('in LibreOffice', () => {
  test('CD-9: a spreadsheet export opens inert: every cell is text or number, none a formula', async () => {
    const customer = await aNastyCustomer()
    await writeFile(join(folder, 'export.csv'), await exported(customer))
    const profile = `-env:UserInstallation=file://${folder}/profile`
    // 44 is the comma, 34 the quote, 76 UTF-8; the sheet's own guesses at numbers and formulas are left on.
    const options = ['--infilter=CSV:44,34,76,1', '--convert-to', 'fods', '--outdir', folder]
    await promisify(execFile)('soffice', [profile, '--headless', ...options, join(folder, 'export.csv')])
    const sheet = await readFile(join(folder, 'export.fods'), 'utf8')
    expect(sheet).toContain('SUM(A1)')
    expect(sheet.match(/table:formula=/g)).toBeNull()
  }, 120_000)

  test('an .xlsx that it wrote is read', async () => {
    const customer = await aNastyCustomer()
    await writeFile(
      join(folder, 'again.csv'),
      await exported(customer, { ...everybody, flavour: 'spreadsheet' }),
    )
    const profile = `-env:UserInstallation=file://${folder}/profile`
    // Every column as text (2), as an admin does who knows about leading zeros.
    const asText = Array.from({ length: 16 }, (_, at) => `${at + 1}/2`).join('/')
    const options = [`--infilter=CSV:44,34,76,1,${asText}`, '--convert-to', 'xlsx', '--outdir', folder]
    await promisify(execFile)('soffice', [profile, '--headless', ...options, join(folder, 'again.csv')])
    const made = await upload(customer, await readFile(join(folder, 'again.xlsx')), {
      overwrite: 'true',
    }).expect(201)
    expect(made.counts).toEqual({ create: 0, change: 0, unchanged: nasty.length, conflict: 0, error: 0 })
  }, 120_000)
})
