import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languageCodes } from '#features/deployment/subscribers/fields.ts'
import type { CsvFlavour } from '#platform/csv/index.ts'
import { addFormulaPrefix, removeFormulaPrefix } from '#platform/csv/index.ts'
import { judgeRow } from '../reading/cells.ts'
import { columns, headerOf } from '../reading/columns.ts'
import { cellsByField, recogniseHeader } from '../reading/header.ts'
import { readTable } from '../reading/table.ts'
import { type ExportedSubscriber, subscriberCsv, templateCsv } from './subscribers-csv.ts'

const HEADER =
  'ID,Profile,First name,Last name,Email address,Language,Directory number,PBX SIP host,PBX SIP user name,' +
  'Voicemail number,MBG SIP host,MBG SIP user name,Client service host,Client service port,' +
  'Client service user name,Deployment PIN'

async function* each<T>(items: T[]) {
  yield* items
}

async function write(rows: ExportedSubscriber[], flavour: CsvFlavour): Promise<string> {
  let text = ''
  for await (const piece of subscriberCsv(each(rows), flavour)) text += piece
  return text
}

async function readBack(text: string) {
  const table = await readTable(each([Buffer.from(text)]))
  const rows: string[][] = []
  for await (const { cells, errors } of table.rows) {
    expect(errors).toEqual([])
    rows.push(cells)
  }
  return { ...table, rows }
}

const id = '0198c0de-7d3a-7e11-9c5b-2f6a1b3c4d5e'

test('the header is that of the design, without the four secrets (CD-9)', async () => {
  expect(await write([], 'spreadsheet')).toBe(`\uFEFF${HEADER}\r\n`)
  expect(await write([], 'exact')).toBe(`${HEADER}\n`)
})

test('an exact export quotes where RFC 4180 wants it, and nowhere else (CD-10)', async () => {
  const text = await write(
    [{ id, firstName: ' An "n"', lastName: "'=a,b", email: 'x\ny', language: 'z\rz' }],
    'exact',
  )
  expect(text).toBe(`${HEADER}\n${id},," An ""n""","'=a,b","x\ny","z\rz",,,,,,,,,,\n`)
})

test('the template has every column of the design, in its order (CD-10)', async () => {
  for (const flavour of ['spreadsheet', 'exact'] as const) {
    let text = ''
    for await (const piece of templateCsv(flavour)) text += piece
    const [header] = text.replace('\uFEFF', '').split(/\r?\n/)
    expect(header?.split(',')).toEqual(columns.map(({ field }) => headerOf(field)))
    expect(header?.split(',')[12]).toBe('MBG SIP host')
  }
})

test('secrets do not get out even if a record holds them (CD-9)', async () => {
  const leaking = {
    id,
    lastName: 'Kühn',
    pbxSipPassword: 's3cret',
    voicemailPin: '4711',
    deploymentPin: '0042',
  }
  for (const flavour of ['spreadsheet', 'exact'] as const) {
    const text = await write([leaking], flavour)
    expect(text).not.toMatch(/s3cret|4711/)
    expect(text).toContain('0042')
  }
})

test.each([
  '=1+1',
  '+49',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '  =1',
  '\n=1',
  '＝1',
  "'=1",
  "'t Hooft",
])('in a spreadsheet %j is text', (cell) => {
  expect(addFormulaPrefix(cell)).toBe(`'${cell}`)
  expect(removeFormulaPrefix(addFormulaPrefix(cell))).toBe(cell)
})

test('rows are pulled as the text is read, and closed when reading ends', async () => {
  let pulled = 0
  let closed = false
  async function* rows() {
    try {
      for (; pulled < 100_000; pulled++) yield { id, lastName: 'Kühn'.repeat(20) }
    } finally {
      closed = true
    }
  }
  for await (const _ of subscriberCsv(rows(), 'exact')) if (pulled > 0) break
  expect(pulled).toBeLessThan(1000)
  expect(closed).toBe(true)
})

test('a failure of the rows reaches the reader', async () => {
  async function* rows() {
    yield { id, lastName: 'Kühn' }
    throw new Error('connection lost')
  }
  const reading = async () => {
    for await (const _ of subscriberCsv(rows(), 'exact'));
  }
  await expect(reading()).rejects.toThrow('connection lost')
})

const exported = columns.filter((column) => column.exported)
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...'\'"=+-@,;\t\r\n aä–😀＝'), maxLength: 12 }),
  )
  .map((text) => text.replaceAll('\0', ''))
const anyRow = fc.tuple(...exported.map(() => anyText)).map((cells) => [id, ...cells.slice(1)])

test.each([
  'spreadsheet',
  'exact',
] as const)('whatever the cells hold, a %s export reads back the same', async (flavour) => {
  const property = fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 4 }), async (rows) => {
    const records = rows.map((row) => Object.fromEntries(exported.map(({ field }, at) => [field, row[at]])))
    const table = await readBack(await write(records, flavour))
    const read = table.formulaPrefixes
      ? table.rows.map((cells) => cells.map(removeFormulaPrefix))
      : table.rows
    expect(table.header.join(',')).toBe(HEADER)
    expect(table.formulaPrefixes).toBe(flavour === 'spreadsheet')
    expect(read).toEqual(rows)
  })
  await fc.assert(property, { numRuns: 200 })
})

const name = fc
  .oneof(
    fc.constantFrom('=1+1', "'t Hooft", "'=x", "''", '+Müller', '-', '@home', '“x” “y”', 'O"Neill, "Bo"; x'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  )
  .filter(
    (text) => /^[^\s\p{C}\p{Zl}\p{Zp}#](?:.*[^\s\p{C}])?$/u.test(text) && /^[^\p{Cc}\uFFFD?]*$/u.test(text),
  )
const number = fc
  .string({ unit: fc.constantFrom(...'0123456789*#+'), minLength: 1, maxLength: 20 })
  .filter((n) => !/^#{4,}$/.test(n))

test.each([
  'spreadsheet',
  'exact',
] as const)('subscribers survive a %s export and its import (CD-10)', async (flavour) => {
  const subscriber = fc.record({
    firstName: name,
    lastName: name,
    directoryNumber: number,
    deploymentPin: fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 4, maxLength: 20 }),
    clientServicePort: fc.integer({ min: 1, max: 65535 }),
    language: fc.constantFrom(...languageCodes),
  })
  const property = fc.asyncProperty(subscriber, async (values) => {
    const given = { id, email: 'anna@example.com', ...values }
    const table = await readBack(await write([{ ...given, profile: 'Mobile' }], flavour))
    const record = cellsByField(recogniseHeader(table.header).columns, table.rows[0] ?? [])
    const judged = judgeRow(record, {
      languages: languageCodes,
      profiles: new Map([['Mobile', 'profile-1']]),
      emptyClears: false,
      formulaPrefixes: table.formulaPrefixes,
    })
    expect(judged).toEqual({
      values: { ...given, profileId: 'profile-1' },
      kept: [],
      errors: [],
      warnings: [],
    })
  })
  await fc.assert(property, { numRuns: 200 })
})
