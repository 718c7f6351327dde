import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeRow } from './cells.ts'
import { cellsByField, recogniseHeader } from './header.ts'
import { watchInternationalPrefixes } from './international-prefixes.ts'
import { readTable } from './table.ts'

/** What the watcher says of a column of directory numbers, the first of them in line 2. */
function said(numbers: string[]): string[] {
  const watcher = watchInternationalPrefixes()
  for (const [at, directoryNumber] of numbers.entries()) watcher.note(at + 2, { directoryNumber })
  return watcher.findings().map(({ message }) => message)
}

const advice = 'and format the column as text before the file is saved.'

test('CD-10: a number that lacks the + of most of its column is named by its line', () => {
  expect(said(['+498912341', '+498912342', '498912343'])).toEqual([
    `Directory number: most long numbers begin with +, but the one in line 4 does not. A spreadsheet may have removed it. Check this line, ${advice}`,
  ])
  expect(said(['498912340', '+498912341', '+498912342', '498912343', '+498912344'])).toEqual([
    `Directory number: most long numbers begin with +, but those in lines 2, 5 do not. A spreadsheet may have removed it. Check these lines, ${advice}`,
  ])
})

test('CD-10: the first twenty lines are named, and how many more there are', () => {
  const numbers = Array.from({ length: 60 }, (_, at) => `${at < 35 ? '+' : ''}49891234${at + 10}`)
  const [message] = said(numbers)
  expect(message).toContain('lines 37, 38, 39, ')
  expect(message).toContain('55, 56 and 5 more do not')
})

test('CD-10: 00 stands for +, and a spreadsheet takes it off as well', () => {
  expect(said(['00498912341', '00498912342', '498912343'])[0]).toContain(
    'begin with 00, but the one in line 4',
  )
  expect(said(['+498912341', '00498912342', '498912343'])[0]).toContain(
    'begin with + or 00, but the one in line 4',
  )
  expect(said(['+498912341', '+498912342', '00498912343'])).toEqual([])
})

test('CD-10: a number with a single 0 before it has lost nothing, and speaks against a column of +', () => {
  expect(said(['+498912341', '+498912342', '08912343434'])).toEqual([])
  expect(said(['+498912341', '+498912342', '08912343434', '08912343435', '498912343'])).toEqual([])
})

test('CD-10: where most have no + it is nobody’s, and neither is it in a column of one each', () => {
  expect(said(['+498912341', '498912342', '498912343'])).toEqual([])
  expect(said(['+498912341', '498912342'])).toEqual([])
  expect(said(['498912342', '498912343'])).toEqual([])
  expect(said([])).toEqual([])
})

test('CD-10: a number much shorter than all that begin with + may be an extension; that of a reception is not', () => {
  expect(said(['+4989123412341', '+4989123412342', '89123412'])).toEqual([])
  expect(said(['+498912341234', '+498912341235', '498912340'])[0]).toContain('the one in line 4')
})

test('CD-10: each column of numbers is watched by itself', () => {
  const watcher = watchInternationalPrefixes()
  for (const [at, prefix] of ['+', '+', ''].entries()) {
    const number = `${prefix}49891234${at}`
    const lost = { voicemailNumber: number, pbxSipUserName: number, mbgSipUserName: number }
    watcher.note(at + 2, {
      ...lost,
      directoryNumber: `+49891234${at}`,
      deploymentPin: '49891234',
      firstName: number,
    })
  }
  expect(watcher.findings().map(({ message }) => message.split(':')[0])).toEqual([
    'PBX SIP user name',
    'Voicemail number',
    'MBG SIP user name',
  ])
})

const extension = fc.stringMatching(/^[*#+]?\d{1,7}$/)
const other = fc.oneof(
  fc.constant(''),
  fc.stringMatching(/^[a-z]{1,9}$/),
  fc.stringMatching(/^\*\d{2}\*\d{8}$/),
)
const whole = fc.stringMatching(/^\+[1-9]\d{9,11}$/)

test('CD-10: short extensions are never spoken about, whatever else the column holds', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(extension, other, whole), { maxLength: 60 }), (numbers) => {
      expect(said(numbers)).toEqual([])
    }),
  )
})

test('CD-10: extensions between them change nothing about which numbers are named', () => {
  const lines = (message = '') => /in lines? ([\d, ]+)/.exec(message)?.[1]?.trim()
  fc.assert(
    fc.property(
      fc.array(whole, { minLength: 5, maxLength: 15 }),
      fc.array(fc.oneof(extension, other), { maxLength: 30 }),
      fc.stringMatching(/^[1-9]\d{9,11}$/),
      (numbers, short, lost) => {
        const column = [...numbers.slice(1), ...short, lost, ...numbers.slice(0, 1)]
        expect(said(column).map(lines)).toEqual([`${numbers.length - 1 + short.length + 2}`])
      },
    ),
  )
})

test('CD-10: a file that a spreadsheet saved is read, and the lost + told', async () => {
  async function* file() {
    yield Buffer.from(
      'Last name;E-mail address;Number\r\nA;a@x.example;+498912341\r\nB;b@x.example;"+498912342"\r\n\r\nC;c@x.example;498912343\r\nD;d@x.example;44\r\n',
    )
  }
  await using table = await readTable(file())
  const { columns } = recogniseHeader(table.header)
  const watcher = watchInternationalPrefixes()
  for await (const { line, cells } of table.rows) {
    const record = cellsByField(columns, cells)
    watcher.note(line, judgeRow(record, { languages: [], profiles: new Map(), emptyClears: false }).values)
  }
  expect(watcher.findings()).toMatchObject([
    { code: 'damage.international-prefix', message: expect.stringContaining('line 5 does not') },
  ])
})
