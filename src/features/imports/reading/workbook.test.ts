import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { tableLimits } from './table.ts'
import { readWorkbook } from './workbook.ts'
import { zipped } from './zipped.testing.ts'

const header = ['Last name', 'Email address', 'Deployment PIN']
const anna = ['Kühn', 'anna@acme.example', '0042']

const sheet = (rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`
const row = (at: number, cells: string[]) => `<row r="${at}">${cells.join('')}</row>`
const text = (cell: string) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const package_ = 'http://schemas.openxmlformats.org/package/2006'
/** The parts of a workbook: what a spreadsheet writes, with some parts replaced. */
const workbookOf = (first: string, more: Record<string, string> = {}) =>
  zipped({
    '[Content_Types].xml': `<Types xmlns="${package_}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${package_}/relationships"><Relationship Id="a" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="One" sheetId="1" r:id="b"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${package_}/relationships"><Relationship Id="b" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="c" Type="${office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="d" Type="${office}/styles" Target="/xl/styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': first,
    ...more,
  })

async function read(bytes: Buffer) {
  const table = await readWorkbook(bytes, tableLimits)
  const rows: string[][] = []
  for await (const { cells } of table.rows) rows.push(cells)
  return { rows, warnings: table.warnings }
}

async function refusal(bytes: Buffer): Promise<{ code: string; message: string }> {
  return read(bytes).then(
    () => ({ code: 'none', message: '' }),
    (error) => error,
  )
}

test('the first sheet that is not hidden is read, and told where there are others (CD-10)', async () => {
  const bytes = await writeXlsx({
    sheets: [
      { name: 'Old', hidden: true, rows: [['nothing']] },
      { name: 'People', rows: [header, anna] },
    ],
  })
  const { rows, warnings } = await read(Buffer.from(bytes))
  expect(rows).toEqual([anna])
  expect(warnings).toMatchObject([{ code: 'table.first-sheet' }])
  expect(warnings[0]?.message).toContain('2 sheets, and only “People”')
})

test('a workbook whose first sheet is empty says that there is another', async () => {
  const bytes = await writeXlsx({
    sheets: [
      { name: 'Cover', rows: [] },
      { name: 'People', rows: [header, anna] },
    ],
  })
  const error = await refusal(Buffer.from(bytes))
  expect(error).toMatchObject({ code: 'table.empty' })
  expect(error.message).toContain('only “Cover” was read')
})

test('a formula is its last shown value and never evaluated; an error, a date and a truth value stay visible', async () => {
  const cells = [
    '<c t="str"><f>CONCAT("a","b")</f><v>shown</v></c>',
    '<c><f>1+1</f></c>',
    '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c t="b"><v>1</v></c>',
    '<c><v>4.98912345678E11</v></c>',
  ]
  const first = sheet(row(1, ['a', 'b', 'c', 'd', 'e'].map(text)) + row(2, cells))
  expect((await read(workbookOf(first))).rows).toEqual([['shown', '', '#DIV/0!', 'TRUE', '498912345678']])
})

test('a number has the leading zeros that its format shows, as programs write it and as spreadsheets do (CD-10)', async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: 'People',
        columns: [{}, { numFmt: '0000' }],
        rows: [
          ['Last name', 'Deployment PIN'],
          ['Kühn', 42],
          ['Berg', 12345],
        ],
      },
    ],
  })
  expect((await read(Buffer.from(bytes))).rows).toEqual([
    ['Kühn', '0042'],
    ['Berg', '12345'],
  ])
})

/** Styles of which the second shows numbers by this code. */
const stylesOf = (code: string) =>
  `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${code.replace(/</g, '&lt;').replace(/"/g, '&quot;')}"/></numFmts>
    <cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`

test.each([
  ['00000', 42, '00042'],
  ['0000;-0000', 42, '0042'],
  ['[Red]0000_)', 42, '0042'],
  // Digits that are grouped, in thousands or otherwise, are read without what groups them.
  ['00-00', 42, '0042'],
  ['(000) 000', 42, '000042'],
  ['#,##0', 498_912_345_678, '498912345678'],
  ['[<=9999999]###-####;(###) ###-####', 5_551_234_567, '5551234567'],
  // What is shown besides the digits belongs to the value.
  ['+0', 498_912, '+498912'],
  ['"+"## ## ##', 498_912, '+498912'],
  ['\\+General', 498_912, '+498912'],
  ['"ext-"000', 42, 'ext-042'],
  ['0%', 0.07, '7%'],
  ['0.00%', 0.4242, '42.42%'],
  // A number is never shortened, and decimals that are only shown are none.
  ['0.00E+00', 498_912_345_678, '498912345678'],
  ['0.00', 1001, '1001'],
  ['0000', 12.5, '12.5'],
  ['General', 42, '42'],
])('in the format %s the number %d is read as %s (CD-10)', async (code, value, shown) => {
  const first = sheet(
    row(1, [text('Last name'), text('Floor'), text('Deployment PIN')]) +
      `<row r="2"/><row r="3"><c r="A3" s="1"/><c r="C3" s="1"><v>${value}</v></c></row>` +
      row(4, [text('Kühn'), '<c><v>42</v></c>', `<c s="1"><f>7*6</f><v>${value}</v></c>`]),
  )
  expect((await read(workbookOf(first, { 'xl/styles.xml': stylesOf(code) }))).rows).toEqual([
    ['', '', shown],
    ['Kühn', '42', shown],
  ])
})

test('a format longer than any spreadsheet writes is not applied', async () => {
  const first = sheet(row(1, [text('Deployment PIN')]) + row(2, ['<c s="1"><v>42</v></c>']))
  const styles = stylesOf('0'.repeat(300))
  expect((await read(workbookOf(first, { 'xl/styles.xml': styles }))).rows).toEqual([['42']])
})

test('a percentage and a date that stand for a PIN or a number are not taken for one (CD-10)', async () => {
  const styles =
    '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>'
  const first = sheet(
    row(1, ['a', 'b', 'c'].map(text)) +
      row(2, ['<c s="1"><v>1</v></c>', '<c s="2"><v>46023</v></c>', '<c><v>1</v></c>']),
  )
  expect((await read(workbookOf(first, { 'xl/styles.xml': styles }))).rows).toEqual([
    ['100%', '2026-01-01', '1'],
  ])
})

test('entities of a document type are not expanded, nor files read', async () => {
  const first = `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${sheet(row(1, [text('Last name')]) + row(2, [text('&amp;&a;')]))}`
  expect((await read(workbookOf(first))).rows).toEqual([['&&a;']])
})

const people = sheet(row(1, header.map(text)) + row(2, anna.map(text)))
test.each([
  [
    'millions of shared strings',
    workbookOf(people, { 'xl/sharedStrings.xml': `<sst>${'<si/>'.repeat(4_000_001)}</sst>` }),
  ],
  ['one endless cell', workbookOf(sheet(row(1, [text('x'.repeat(5_000_000))])))],
  ['millions of cells', workbookOf(sheet(`<row>${'<c/>'.repeat(12_000_001)}</row>`))],
])('%s in a small file are refused before anything is held of them', async (_, bytes) => {
  expect(bytes.length).toBeLessThan(200_000)
  expect(await refusal(bytes)).toMatchObject({ code: 'table.workbook-too-large' })
})

test('an OpenDocument file is named, and damage is no workbook', async () => {
  const mimetype = 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet'
  expect((await refusal(Buffer.from(`PK\x03\x04${mimetype}`))).message).toContain('.ods')
  const damaged = workbookOf(people)
  damaged.fill(0, 60, 120)
  expect(await refusal(damaged)).toMatchObject({ code: 'table.workbook' })
})
