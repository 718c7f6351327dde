import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer } from '../harness/people.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

const plan = (content: string | Buffer) =>
  ada.upload(
    `${customer.path}/subscriber-imports`,
    { name: 'people.csv', content },
    { profileId: customer.profileId },
  )
const header = 'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'

describe('a file that a spreadsheet has saved', () => {
  test('CD-10: a number that lost the + of all others is a warning of the file that names its line', async () => {
    const person = (at: number, number: string, voicemail: string) =>
      `P${at},p${at}@acme.example,pbx.acme.example,${at},s3cret,${number},${voicemail}`
    const made = await plan(
      [
        `${header},Directory number,Voicemail number`,
        person(1, '+498912341', '90'),
        person(2, '+498912342', '+498912399'),
        person(3, '498912343', '+498912399'),
        person(4, '44', '498912399'),
        '',
      ].join('\n'),
    ).expect(201)
    expect(made.counts).toMatchObject({ create: 4, error: 0 })
    expect(made.warnings).toEqual([
      {
        code: 'damage.international-prefix',
        message: expect.stringContaining(
          'Directory number: most long numbers begin with +, but the one in line 4',
        ),
      },
      {
        code: 'damage.international-prefix',
        message: expect.stringContaining(
          'Voicemail number: most long numbers begin with +, but the one in line 5',
        ),
      },
    ])
  })
})

describe('a file that is no table', () => {
  test.each([
    ['a PDF document', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj', 'latin1')],
    ['a web page (HTML)', '<!DOCTYPE html>\n<html><body>Sign in</body></html>\n'],
    ['a JSON file', '{"people": [{"lastName": "Kühn"}]}'],
    ['a picture (PNG)', Buffer.from('\x89PNG\r\n\x1A\n\0\0\0\rIHDR', 'latin1')],
  ])('CD-10: %s named people.csv is called what it is, and no plan is kept', async (what, content) => {
    const answer = await plan(content)
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'imports.file-unreadable', errors: [{ path: 'file', code: 'table.not-a-table' }] },
    })
    expect(answer.body.detail).toContain(`This is not a table: it looks like ${what}.`)
    expect(answer.body.detail).toMatch(/upload that file\.$|the workbook in it\.$|download the file again\.$/)
  })

  test('CD-10: of one line that names no columns, that is said before the missing rows', async () => {
    const workbook = await writeXlsx({ sheets: [{ name: 'Notes', rows: [['Remember the milk']] }] })
    for (const content of ['Remember the milk', 'Remember the milk\n', Buffer.from(workbook)]) {
      const answer = await plan(content)
      expect(answer).toMatchObject({ status: 422, body: { code: 'imports.header-unknown' } })
    }
  })

  test('CD-10: of a header line alone, it is said that nothing stands below it', async () => {
    const workbook = await writeXlsx({ sheets: [{ name: 'People', rows: [header.split(',')] }] })
    for (const content of [header, `${header}\n`, `\uFEFF${header}\r\n,,,,\r\n`, Buffer.from(workbook)]) {
      const answer = await plan(content)
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ code: 'table.no-rows' }] } })
      expect(answer.body.detail).toBe(
        'The file has its header line and nothing below it. Add one row per person, and upload it again.',
      )
    }
    const { items } = await ada.get(`${customer.path}/subscriber-imports`).expect(200)
    expect(items.filter(({ status }: { status: string }) => status === 'failed')).toEqual([])
  })
})

describe('a sentence about one', () => {
  const good = 'Kühn,k@acme.example,pbx.acme.example,8001,s3cret'
  const refusalOf = async (lines: string[]) => {
    const { id } = await plan([header, ...lines, ''].join('\n')).expect(201)
    return ada.post(`${customer.path}/subscriber-imports/${id}/application`)
  }

  test('row with an error is as right as that about two', async () => {
    const [one, two] = [await refusalOf([good, 'Berg']), await refusalOf([good, 'Berg', 'Dorn'])]
    expect(one).toMatchObject({ status: 409, body: { code: 'imports.has-errors', count: 1 } })
    expect(one.body.detail).toBe(
      'One row has an error or a conflict, so nothing was imported. Correct it, or import with "partial" to leave it out.',
    )
    expect(two.body.detail).toBe(
      '2 rows have errors or conflicts, so nothing was imported. Correct them, or import with "partial" to leave them out.',
    )
  })

  test('cell, and one digit, is right', async () => {
    const { id } = await plan(`${header},Deployment PIN\nBerg\n${good},7\n`).expect(201)
    const { items } = await ada.get(`${customer.path}/subscriber-imports/${id}/rows`).expect(200)
    const told = items.map(({ problems }: { problems: { message: string }[] }) =>
      problems.map(({ message }) => message).join('\n'),
    )
    expect(told).toEqual([
      expect.stringContaining('Line 2 has 1 cell and the header 6'),
      expect.stringContaining('1 digit is too few'),
    ])
  })
})
