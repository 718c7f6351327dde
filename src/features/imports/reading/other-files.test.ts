import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { readTable, tableLimits } from './table.ts'
import { readWorkbook } from './workbook.ts'
import { zipped } from './zipped.testing.ts'

async function* source(bytes: Buffer) {
  yield bytes
}

const refusalOf = (reading: Promise<unknown>): Promise<{ code: string; message: string }> =>
  reading.then(
    () => ({ code: 'none', message: '' }),
    (error) => error,
  )
const refusal = (bytes: Buffer) => refusalOf(readTable(source(bytes)))
const latin1 = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['a PDF document', latin1('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj'), 'from the program it comes from'],
  ['a PDF document', latin1('%PDF-1.4'), 'from the program it comes from'],
  ['a web page (HTML)', latin1('<!DOCTYPE html>\n<html lang="en"><head><title>Sign in</title>'), 'sign-in'],
  ['a web page (HTML)', latin1('\r\n<html>\n<body>'), 'copy them into a sheet'],
  ['a web page (HTML)', latin1('\xEF\xBB\xBF<HTML\nxmlns:x="urn:x">'), 'copy them into a sheet'],
  ['a web page (HTML)', Buffer.from('\uFEFF<html><table>', 'utf16le'), 'copy them into a sheet'],
  [
    'a web page (HTML)',
    latin1('<!-- saved from a site -->\n<!-- again -->\n<html>'),
    'copy them into a sheet',
  ],
  ['an XML file', latin1('<?xml version="1.0"?>\n<people><person/></people>'), 'as CSV'],
  ['a JSON file', latin1('{"people": []}'), 'as CSV'],
  ['a JSON file', latin1('[\n  {\n    "lastName": "Kühn"\n'), 'as CSV'],
  ['a JSON file', latin1('["Kühn", "Berg"]'), 'as CSV'],
  ['a text document (RTF)', latin1('{\\rtf1\\ansi'), 'Copy the table'],
  ['a file of contacts (vCard)', latin1('BEGIN:VCARD\r\nVERSION:3.0'), 'as CSV'],
  ['a picture (PNG)', latin1('\x89PNG\r\n\x1A\n\0\0\0\rIHDR'), 'into a sheet'],
  ['a picture (JPEG)', latin1('\xFF\xD8\xFF\xE0\0\x10JFIF'), 'into a sheet'],
  ['a picture (GIF)', latin1('GIF89a\x01\0'), 'into a sheet'],
  ['a compressed file (.gz)', latin1('\x1F\x8B\x08\0'), 'Unpack it'],
  ['a 7-Zip archive', latin1('7z\xBC\xAF\x27\x1C'), 'Unpack it'],
  ['a RAR archive', latin1('Rar!\x1A\x07\0'), 'Unpack it'],
  ['an empty zip archive', latin1(`PK\x05\x06${'\0'.repeat(18)}`), 'as CSV'],
  ['a database (SQLite)', latin1('SQLite format 3\0\x10'), 'as CSV'],
])('CD-10: %s that was renamed is no table, and the sentence names it and what to do', async (what, bytes, advice) => {
  const { code, message } = await refusal(bytes)
  expect(code).toBe('table.not-a-table')
  expect(message).toContain(`This is not a table: it looks like ${what}. `)
  expect(message).toContain(advice)
})

test.each([
  ['a Word document (.docx)', { '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }],
  ['a presentation (.pptx)', { '[Content_Types].xml': '<Types/>', 'ppt/presentation.xml': '<p/>' }],
  ['a document of Numbers', { 'Index/Document.iwa': 'x', 'Index/CalculationEngine.iwa': 'x' }],
  ['a zip archive', { 'people.csv': 'Last name\nKühn\n', 'holiday.png': 'x' }],
  [
    'a text document (.odt)',
    // The type follows its name at once, since it is not packed.
    { 'mimetypeapplication/vnd.oasis.opendocument.text': '', 'META-INF/manifest.xml': '<m/>' },
  ],
])('CD-10: %s is no workbook, and the sentence names it', async (what, parts) => {
  const { code, message } = await refusalOf(readWorkbook(zipped(parts), tableLimits))
  expect(code).toBe('table.not-a-table')
  expect(message).toContain(`looks like ${what}`)
})

test('a workbook is none of these', async () => {
  const rows = [['Last name'], ['Kühn']]
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'People', rows }] }))
  expect(await refusalOf(readWorkbook(bytes, tableLimits))).toMatchObject({ code: 'none' })
})

test.each([
  '{Last name},Email address',
  '<Last name>,Email address',
  '[Last name],Email address',
  '%PDF,Email address',
  'GIF,Email address',
  '"<html>",Email address',
])('a header may begin as in %s', async (header) => {
  expect(await refusal(Buffer.from(`${header}\nKühn,a@example.com\n`))).toMatchObject({ code: 'none' })
})
