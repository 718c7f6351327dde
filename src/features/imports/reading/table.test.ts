import { expect, test } from 'vitest'
import type { TableError } from './findings.ts'
import { readTable, type TableRow } from './table.ts'

async function* chunks(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(text: string | Buffer, { size = 1_000_000, maxRows = 100_000 } = {}) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const { rows, ...table } = await readTable(chunks(bytes, size), { maxRows, maxCellLength: 1000 })
  const read: TableRow[] = []
  for await (const row of rows) read.push(row)
  return { ...table, rows: read }
}

async function refusal(text: string | Buffer): Promise<TableError> {
  const outcome = await read(text).catch((error) => error)
  expect(outcome).toMatchObject({ name: 'TableError' })
  return outcome
}

const encodings: [string, (text: string) => Buffer][] = [
  ['utf-8', (text) => Buffer.from(text)],
  ['utf-8-bom', (text) => Buffer.from(`\uFEFF${text}`)],
  ['utf-16le', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['utf-16be', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ['windows-1252', (text) => Buffer.from(text, 'latin1')],
]
const delimiters = [',', ';', '\t']
const lineEnds = ['\n', '\r\n', '\r']
const matrix = encodings.flatMap(([encoding, encode]) =>
  delimiters.flatMap((delimiter) => lineEnds.map((lineEnd) => ({ encoding, encode, delimiter, lineEnd }))),
)

test.each(matrix)('$encoding with $delimiter and $lineEnd is read', async ({
  encoding,
  encode,
  delimiter,
  lineEnd,
}) => {
  const lines = [
    ['Last name', 'First name', 'Email address'],
    ['Kühn', `"Anna${delimiter} ""Annie"""`, 'anna@example.com'],
    ['Böhm', '', 'bert@example.com'],
  ]
  const bytes = encode(lines.map((cells) => cells.join(delimiter) + lineEnd).join(''))
  for (const size of [1, 5, bytes.length]) {
    expect(await read(bytes, { size })).toMatchObject({
      header: lines[0],
      encoding,
      delimiter,
      rows: [
        { line: 2, row: 1, cells: ['Kühn', `Anna${delimiter} "Annie"`, 'anna@example.com'], errors: [] },
        { line: 3, row: 2, cells: ['Böhm', '', 'bert@example.com'], errors: [] },
      ],
    })
  }
})

test('the sep= line of Excel decides the delimiter, and lines are still those of the file', async () => {
  const table = await read('sep=;\r\nName, all;Email, all\r\nKühn;a@example.com\r\n')
  expect(table).toMatchObject({ header: ['Name, all', 'Email, all'], delimiter: ';' })
  expect(table.rows).toMatchObject([{ line: 3, row: 1 }])
})

test('a bar may divide the cells', async () => {
  for (const text of [
    'Last name|Email address\nKühn|a@example.com\n',
    'sep=|\nLast name|Email address\nKühn|a@example.com\n',
  ]) {
    expect((await read(text)).rows.map(({ cells }) => cells)).toEqual([['Kühn', 'a@example.com']])
  }
})

test('a separator that is stated and not supported is refused', async () => {
  expect(await refusal('sep=^\na^b\n1^2\n')).toMatchObject({ code: 'table.delimiter-unknown', line: 1 })
})

test('delimiters inside quoted labels do not count', async () => {
  expect(await read('"a,b,c";"d,e"\n1;2\n')).toMatchObject({ delimiter: ';', header: ['a,b,c', 'd,e'] })
})

test('a single column is a table', async () => {
  expect(await read('Last name\nKühn\n')).toMatchObject({
    header: ['Last name'],
    rows: [{ cells: ['Kühn'] }],
  })
})

test('line and row are told apart where cells hold line breaks and lines are blank', async () => {
  const text = '\r\na,b\r\n\r\n1,"x\r\ny\nz\rw"\r\n,\r\n2,"x\r\ny"\r\n   \r\n3,"p"\r\n'
  for (const size of [1, 4, 1000]) {
    const { rows } = await read(text, { size })
    expect(rows.map(({ line, row, cells }) => [line, row, cells[1]])).toEqual([
      [4, 1, 'x\r\ny\nz\rw'],
      [9, 2, 'x\r\ny'],
      [12, 3, 'p'],
    ])
  }
})

test('a row with too many or too few cells is an error of this row, and reading goes on', async () => {
  const { rows } = await read('a,b\n1\n1,2,3\n1,2\n1,2,,\n')
  expect(rows.map(({ errors }) => errors.map(({ code, line }) => `${code} ${line}`))).toEqual([
    ['table.cells-missing 2'],
    ['table.cells-extra 3'],
    [],
    [],
  ])
  expect(rows[3]?.cells).toEqual(['1', '2'])
})

test('a sentence about one cell too few or too many is as right as that about several', async () => {
  const { rows, warnings } = await read('a,b,c\n1\n1,2\n1,2,3,4\n1,2,3,4,5\n')
  expect(warnings).toEqual([])
  expect(rows.map(({ errors }) => errors[0]?.message)).toEqual([
    'Line 2 has 1 cell and the header 3: cells are missing. Add the missing delimiters, so that each value stands below its label.',
    'Line 3 has 2 cells and the header 3: one cell is missing. Add the missing delimiter, so that each value stands below its label.',
    'Line 4 has 4 cells and the header 3: there is one too many. Put a value that holds the delimiter in quotes.',
    'Line 5 has 5 cells and the header 3: there are too many. Put a value that holds the delimiter in quotes.',
  ])
  expect((await read('a,,b\n1,2,3\n')).warnings[0]?.message).toContain('Column 2 has no name')
  expect((await read('a,,,b\n1,2,3,4\n')).warnings[0]?.message).toContain('not read: 2, 3.')
})

test('a cell that is too long is an error of its row', async () => {
  const { rows } = await read(`a,b\n1,${'x'.repeat(1001)}\n1,2\n`)
  expect(rows.map(({ errors }) => errors.map(({ code }) => code))).toEqual([['table.cell-too-long'], []])
})

test('blank columns at the end of the header are cut, and those within it are told', async () => {
  const { header, warnings } = await read('a,,b,,\n1,2,3,,\n')
  expect(header).toEqual(['a', '', 'b'])
  expect(warnings).toMatchObject([{ code: 'header.unnamed-columns', line: 1 }])
})

test('text pasted from a sheet keeps quotes that nobody doubled', async () => {
  const { rows } = await read('Last name\tFirst name\n"Big" Kühn\tAnna "Annie"\n')
  expect(rows[0]?.cells).toEqual(['"Big" Kühn', 'Anna "Annie"'])
})

test.each([
  ['', 'table.empty', 'header'],
  ['\uFEFF\r\n\r\n', 'table.empty', 'header'],
  ['a,b\n', 'table.no-rows', 'row per person'],
  ['a,b', 'table.no-rows', 'header line and nothing below it'],
  ['sep=;\r\na;b\r\n', 'table.no-rows', 'header line and nothing below it'],
  ['a,b\n,\n\n', 'table.no-rows', 'row per person'],
  ['E-mail,e mail\n1,2\n', 'table.duplicate-header', '“E-mail” and “e mail”'],
  ['a,b\n1,\0\n', 'table.nul', 'Line 2'],
  ['PK\x03\x04', 'table.workbook', 'Save as'],
])('%j is refused as %s, saying what to do', async (text, code, advice) => {
  const error = await refusal(text)
  expect(error.code).toBe(code)
  expect(error.message).toContain(advice)
})

test('a quote that is not closed names the line in which its row begins', async () => {
  expect(await refusal('a,b\n1,2\n3,"x\ny\n')).toMatchObject({ code: 'table.quote', line: 3 })
  expect(await refusal('a,b\n1,"x"y\n')).toMatchObject({ code: 'table.quote', line: 2 })
})

test('a quote that is not closed is noticed before the whole file has been swallowed', async () => {
  let pulled = 0
  async function* source() {
    yield Buffer.from('a,b\n1,2\n3,"x\n')
    for (; pulled < 1000; pulled++) yield Buffer.from('4,5\n'.repeat(16_384))
  }
  const reading = async () => {
    for await (const _ of (await readTable(source())).rows);
  }
  await expect(reading()).rejects.toMatchObject({ code: 'table.row-too-long', line: 3 })
  expect(pulled).toBeLessThan(20)
})

test('one row more than allowed ends reading, after those before it', async () => {
  await expect(read('a\n1\n2\n', { maxRows: 2 })).resolves.toBeDefined()
  await expect(read('a\n1\n2\n\n3\n', { maxRows: 2 })).rejects.toMatchObject({
    code: 'table.too-many-rows',
    line: 5,
  })
})

test('a failure of the source reaches the reader as it is', async () => {
  async function* source() {
    yield Buffer.from('a\n1\n'.repeat(40_000))
    throw new Error('connection lost')
  }
  const reading = async () => {
    for await (const _ of (await readTable(source())).rows);
  }
  await expect(reading()).rejects.toThrow('connection lost')
})

function largeFile(rowCount: number) {
  const line = 'Kühn,Anna,anna.kuehn@example.com,1001,pbx.example.com,482913\n'
  const seen = { pulledRows: 0, closed: false }
  async function* source() {
    try {
      yield Buffer.from('Last name,First name,Email address,Directory number,PBX SIP host,Deployment PIN\n')
      while (seen.pulledRows < rowCount) {
        seen.pulledRows += 100
        yield Buffer.from(line.repeat(100))
      }
    } finally {
      seen.closed = true
    }
  }
  return { seen, source: source(), rowsPerMegabyte: Math.ceil(1_000_000 / line.length) }
}

test('100,000 rows pass in bounded memory: the source is never a megabyte ahead of the reader', async () => {
  const { seen, source, rowsPerMegabyte } = largeFile(100_000)
  const table = await readTable(source)
  let read = 0
  let aheadMax = 0
  for await (const { row, errors } of table.rows) {
    read = row
    aheadMax = Math.max(aheadMax, seen.pulledRows - row)
    if (errors.length > 0) throw new Error(`row ${row} does not fit`)
  }
  expect(read).toBe(100_000)
  expect(aheadMax).toBeLessThan(rowsPerMegabyte)
  expect(seen.closed).toBe(true)
}, 30_000)

test('a reader that stops, or never begins, closes the source', async () => {
  const stopped = largeFile(100_000)
  const table = await readTable(stopped.source)
  for await (const { row } of table.rows) if (row === 10) break
  expect(stopped.seen.closed).toBe(true)

  const unread = largeFile(100_000)
  {
    await using _ = await readTable(unread.source)
  }
  expect(unread.seen.closed).toBe(true)
  expect(unread.seen.pulledRows).toBeLessThan(unread.rowsPerMegabyte)
})

test('a table that is refused closes the source', async () => {
  let closed = false
  async function* source() {
    try {
      yield Buffer.from('a,A\n1,2\n'.repeat(100_000))
      yield Buffer.from('1,2\n')
    } finally {
      closed = true
    }
  }
  await expect(readTable(source())).rejects.toMatchObject({ code: 'table.duplicate-header' })
  expect(closed).toBe(true)
})
