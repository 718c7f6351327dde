import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importsOf, type Json } from '#features/imports/imports.testing.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { userImportsOf } from '#tests/harness/user-imports.ts'
import { asStored, fourAtATime, naughtyNames, naughtyStrings } from './naughty-strings.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

/** What a cell of a file in UTF-8 can hold: no half of an emoji, no NUL, which makes it another kind of file, and at most 1,000 characters. */
const cells = naughtyStrings.filter(
  (text) => text.isWellFormed() && !text.includes('\0') && text.length <= 1_000,
)
/** Every second cell: files of subscribers and of people are read by the same code, and share them. */
const halfOf = (kind: Kind) => cells.filter((_text, index) => index % 2 === (kind === people ? 1 : 0))
/** The text that stands so many places after another, round and round. */
const textAfter = (index: number, places: number) => cells[(index + places) % cells.length] as string

/** Quoted as our exact export is, so that a file is read as it is written. */
const quoted = (row: readonly string[]) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
const fileOf = (header: string[], rows: string[][]) => [header, ...rows].map(quoted).join('\r\n')

interface Kind {
  name: string
  path: string
  /** Of the two names and the address, and what else a row needs. */
  header: string[]
  rest(index: number): string[]
  /** Columns of free text beside the names, none of which is a secret. */
  others: Array<{ label: string; field: string }>
}

const subscribers: Kind = {
  name: 'subscribers',
  path: 'subscriber-imports',
  header: [
    'First name',
    'Last name',
    'E-mail address',
    'PBX SIP host',
    'PBX SIP user name',
    'PBX SIP password',
  ],
  rest: (index) => ['pbx.acme.example', `${index + 1_000}`, 's3cret'],
  others: [
    { label: 'Profile', field: 'profile' },
    { label: 'Language', field: 'language' },
    { label: 'Directory number', field: 'directoryNumber' },
    { label: 'MBG SIP user name', field: 'mbgSipUserName' },
    { label: 'Client service host', field: 'clientServiceHost' },
    { label: 'Client service port', field: 'clientServicePort' },
    { label: 'Client service user name', field: 'clientServiceUserName' },
    { label: 'ID', field: 'id' },
  ],
}
const people: Kind = {
  name: 'users',
  path: 'user-imports',
  header: ['First name', 'Last name', 'Email'],
  rest: () => [],
  others: [
    { label: 'Role', field: 'role' },
    { label: 'Language', field: 'language' },
    { label: 'Mobile', field: 'mobile' },
    { label: 'Location', field: 'location' },
    { label: 'Extension', field: 'extension' },
    { label: 'Account', field: 'account' },
    { label: 'ID', field: 'id' },
  ],
}

const emailOf = (index: number) => `n${index}@acme.example`
const isName = (text: string) => naughtyNames.includes(text)

/** The imports of a kind in a customer of their own; nobody is mailed. */
async function importsIn(kind: Kind) {
  const customer = await aCustomer(ada, { name: `Acme ${kind.name}` })
  const options: Record<string, string> =
    kind === subscribers ? { profileId: customer.profileId } : { sendWelcome: 'false' }
  const users = userImportsOf(ada, customer)
  const ofSubscribers = importsOf(ada)
  const path = `${customer.path}/${kind.path}`
  return {
    upload: (content: string | Buffer, given: Record<string, string> = {}, name = 'people.csv') =>
      ada.upload(path, { name, content }, { ...options, ...given }),
    async rows({ id }: Json): Promise<Json[]> {
      return (await ada.get(`${path}/${id}/rows?limit=500`).expect(200)).items
    },
    apply: (plan: Json) => ada.post(`${path}/${plan.id}/application`),
    applied: (plan: Json) =>
      kind === subscribers ? ofSubscribers.applied(customer, plan) : users.applied(plan),
    async kept(): Promise<Json[]> {
      return (await ada.get(`${customer.path}/${kind.name}?limit=500`).expect(200)).items
    },
  }
}

describe.each([subscribers, people])('Naughty strings: in a file of $name', (kind) => {
  test('names are planned, written and listed as they stand in their cells, or their rows say which cell is wrong', async () => {
    const imports = await importsIn(kind)
    const rows = cells.map((text, index) => [text, textAfter(index, 1), emailOf(index), ...kind.rest(index)])
    const plan = await imports.upload(fileOf(kind.header, rows), { partial: 'true' }).expect(201)
    const planned = await imports.rows(plan)
    expect(planned).toHaveLength(cells.length)
    for (const [index, row] of planned.entries()) {
      const [firstName = '', lastName = ''] = rows[index] ?? []
      expect([row.cells.firstName, row.cells.lastName].map(asStored)).toEqual(
        [firstName, lastName].map(asStored),
      )
      if (isName(firstName) && isName(lastName)) expect(row).toMatchObject({ verdict: 'create' })
      if (row.verdict === 'create') continue
      expect(row.verdict).toBe('error')
      const fields = row.problems.map((problem: Json) => problem.field)
      expect(['firstName', 'lastName']).toEqual(expect.arrayContaining([...new Set(fields)]))
      expect(fields.length).toBeGreaterThan(0)
    }
    const { done, failed } = await imports.applied(plan)
    expect({ done, failed }).toEqual({ done: plan.counts.create, failed: 0 })

    const kept = new Map((await imports.kept()).map((one) => [one.email, one]))
    expect(kept.size).toBe(plan.counts.create)
    for (const [index, { verdict, problems }] of planned.entries()) {
      const one = kept.get(emailOf(index))
      expect(one !== undefined, `row ${index}`).toBe(verdict === 'create')
      if (!one) continue
      // Marks of the reading direction around a value come from spreadsheets: they are taken off, and the plan warns of it.
      const warned = problems.map((problem: Json) => problem.field)
      for (const [field, given] of [
        ['firstName', cells[index] as string],
        ['lastName', textAfter(index, 1)],
      ] as const) {
        if (warned.includes(field)) expect(given).toContain(one[field])
        else expect(one[field] ?? '').toBe(asStored(given))
      }
    }
    expect(kept.size).toBeGreaterThan(400)
  })

  test('every other cell is taken or named, and without *partial* nothing of such a file is written', async () => {
    const imports = await importsIn(kind)
    const header = [...kind.header, ...kind.others.map(({ label }) => label)]
    const rows = cells.map((_text, index) => [
      'Anna',
      'Kühn',
      emailOf(index),
      ...kind.rest(index),
      ...kind.others.map((_column, place) => textAfter(index, place * 7)),
    ])
    const plan = await imports.upload(fileOf(header, rows)).expect(201)
    const planned = await imports.rows(plan)
    expect(planned).toHaveLength(cells.length)
    const known = [...kind.others.map(({ field }) => field), null]
    for (const { verdict, problems } of planned) {
      if (verdict === 'create') continue
      for (const { field } of problems) expect(known).toContain(field)
      expect(problems.length).toBeGreaterThan(0)
    }
    expect(plan.counts.error + plan.counts.conflict).toBeGreaterThan(400)
    expect((await imports.apply(plan)).status).toBeOneOf([409, 422])
    expect(await imports.kept()).toEqual([])
  })

  test('names of columns and of the file, and what else is no file of ours, are refused or taken, and add nobody', async () => {
    const imports = await importsIn(kind)
    const nul = Buffer.from(fileOf(kind.header, [['Anna\0', 'Kühn', emailOf(0), ...kind.rest(0)]]))
    const broken = Buffer.from([
      ...Buffer.from('"First name","Last name"\r\n"'),
      0xff,
      0xed,
      0xa0,
      0x80,
      0x22,
    ])
    const files: Array<[string | Buffer, string]> = [
      [
        fileOf([...kind.header, ...cells], [['Anna', 'Kühn', emailOf(0), ...kind.rest(0), ...cells]]),
        'people.csv',
      ],
      [nul, 'people.csv'],
      [broken, 'people.csv'],
      ...halfOf(kind).map((text): [string, string] => [
        fileOf([text], [[text]]),
        text.replace(/[\r\n]/g, '') || 'x',
      ]),
    ]
    await fourAtATime(files, async ([content, name]) => {
      const { status, body } = await imports.upload(content, {}, name)
      expect(status, `${name}: ${JSON.stringify(body)}`).toBeLessThan(500)
    })
    expect(await imports.kept()).toEqual([])
  })

  test('options of a file are taken or refused, and add nobody', async () => {
    const imports = await importsIn(kind)
    const file = fileOf(kind.header, [['Anna', 'Kühn', emailOf(0), ...kind.rest(0)]])
    const options = ['profileId', 'partial', 'overwrite', 'emptyClears', 'planId', 'sendWelcome', 'text']
    const tries = halfOf(kind).map((text, index): [string, string] => [
      options[index % options.length] as string,
      text,
    ])
    await fourAtATime(tries, async ([option, text]) => {
      const { status, body } = await imports.upload(file, { [option]: text })
      expect(status, `${option} ${text}: ${JSON.stringify(body)}`).toBeLessThan(500)
      if (status === 422) expect(JSON.stringify(body)).toContain(option)
    })
    expect(await imports.kept()).toEqual([])
  })
})
