import { expect, test } from 'vitest'
import { decodeText, HEAD_LENGTH_BYTES } from './decode.ts'
import type { TableError } from './findings.ts'

const ANNA = 'Last name,Email address\r\nKühn – €,anna@example.com\r\n'
const SMILE = `${ANNA}😀Łódź,x@example.com\n`

async function* chunks(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, size = bytes.length || 1) {
  const { encoding, warnings, text } = await decodeText(chunks(bytes, size))
  let all = ''
  for await (const piece of text) all += piece
  return { encoding, warnings: warnings.map(({ code, line }) => ({ code, line })), text: all }
}

function windows1252(text: string): Buffer {
  return Buffer.from(text.replace('–', '\x96').replace('€', '\x80'), 'latin1')
}

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

test.each([
  ['utf-8', Buffer.from(SMILE), SMILE],
  ['utf-8-bom', Buffer.from(`\uFEFF${SMILE}`), SMILE],
  ['utf-16le', utf16(SMILE, 'le'), SMILE],
  ['utf-16be', utf16(SMILE, 'be'), SMILE],
  ['windows-1252', windows1252(ANNA), ANNA],
])('%s is recognised and decoded, however the bytes are cut', async (encoding, bytes, text) => {
  for (const size of [1, 2, 3, 7, bytes.length]) {
    expect(await read(bytes, size)).toMatchObject({ encoding, text })
  }
})

test('Windows-1252 is an assumption, and is told with the line that shows it', async () => {
  expect((await read(windows1252(ANNA))).warnings).toEqual([{ code: 'encoding.cp1252-assumed', line: 2 }])
  expect((await read(Buffer.from(SMILE))).warnings).toEqual([])
})

test('a character cut by the end of the examined head is no sign of Windows-1252', async () => {
  const text = `${'a'.repeat(HEAD_LENGTH_BYTES - 1)}ü\nb`
  expect(await read(Buffer.from(text), HEAD_LENGTH_BYTES)).toMatchObject({ encoding: 'utf-8', text })
})

test('bytes that contradict UTF-8 after the head are an error that names the line', async () => {
  const before = 'Smith,smith@example.com\r\n'.repeat(HEAD_LENGTH_BYTES / 20)
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from('a\r\nK\xFChn\r\n', 'latin1')])
  const line = before.split('\r\n').length + 1
  for (const size of [999, 65536]) {
    await expect(read(bytes, size)).rejects.toMatchObject({ code: 'encoding.invalid-utf8', line })
  }
})

test('a character that the end of the file cuts is an error, not a lost letter', async () => {
  const bytes = Buffer.concat([Buffer.from(`${'a\n'.repeat(HEAD_LENGTH_BYTES)}x`), Buffer.from([0xc3])])
  await expect(read(bytes, 65536)).rejects.toMatchObject({
    code: 'encoding.invalid-utf8',
    line: HEAD_LENGTH_BYTES + 1,
  })
})

test('one damaged line in UTF-8 does not turn every umlaut into two letters', async () => {
  const bytes = Buffer.concat([
    Buffer.from('Kühn\nMüller\n'),
    Buffer.from('B\xF6hm\n', 'latin1'),
    Buffer.from('Jäger\n'),
  ])
  await expect(read(bytes)).rejects.toMatchObject({ code: 'encoding.mixed', line: 3 })
})

test('bytes that are not UTF-8 after a UTF-8 mark are an error at once', async () => {
  const bytes = Buffer.concat([Buffer.from('\uFEFFName\n'), Buffer.from('K\xFChn', 'latin1')])
  await expect(read(bytes)).rejects.toMatchObject({ code: 'encoding.invalid-utf8', line: 2 })
})

test.each([
  ['table.workbook', Buffer.from('PK\x03\x04rest', 'latin1'), 'Save as'],
  ['table.workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), 'Save as'],
  ['table.nul', Buffer.from('Name\nA\0B'), 'Line 2'],
  ['table.nul', Buffer.from('Name', 'utf16le'), 'UTF-16'],
])('%s is refused with what to do about it', async (code, bytes, advice) => {
  const error: TableError = await read(bytes).catch((caught) => caught)
  expect(error).toMatchObject({ name: 'TableError', code })
  expect(error.message).toContain(advice)
})

test('a text may begin with the letters PK', async () => {
  expect(await read(Buffer.from('PK,Name\n'))).toMatchObject({ encoding: 'utf-8', text: 'PK,Name\n' })
})

test('an empty source is an empty text', async () => {
  expect(await read(Buffer.alloc(0))).toMatchObject({ encoding: 'utf-8', text: '' })
})
