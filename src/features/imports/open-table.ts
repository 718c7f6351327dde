import type { ColumnSet } from './column-set.ts'
import { headerTwice, headerUnknown } from './errors.ts'
import type { RecognisedHeader } from './reading/header.ts'
import { HeaderOnly, readTable, type Table, tableLimits } from './reading/table.ts'
import { looksLikeWorkbook, readWorkbook } from './reading/workbook.ts'

/**
 * Opens a CSV file, pasted text or a workbook as a table.
 * @throws TableError when it is none; Refusal `imports.header-unknown`, `imports.header-twice` when all it has is one line, and that names no columns
 */
export async function openTable(bytes: AsyncIterable<Buffer>, columnSet: ColumnSet): Promise<Table> {
  const source = bytes[Symbol.asyncIterator]()
  const head = await headOf(source)
  const all = rejoined(head, source)
  try {
    if (!looksLikeWorkbook(head)) return await readTable(all)
    return await readWorkbook(await gathered(all), tableLimits)
  } catch (error) {
    // That rows are missing helps nobody whose only line is no header.
    if (error instanceof HeaderOnly) readableHeader(error, columnSet)
    throw error
  }
}

/** Finds our fields in the header. @throws Refusal `imports.header-unknown`, `imports.header-twice` */
export function readableHeader(
  table: Pick<Table, 'header' | 'warnings'>,
  { recognise, example }: ColumnSet,
): RecognisedHeader {
  const header = recognise(table.header)
  const twice = header.duplicates[0]
  if (twice) throw headerTwice(twice.labels)
  if (header.columns.every((field) => field === null)) throw headerUnknown(table.warnings, example)
  return header
}

/** The first piece, or so many as tell a workbook: a slow sender may send its first letter alone. */
async function headOf(source: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 4) {
    const next = await source.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  return head
}

async function* rejoined(head: Buffer, rest: AsyncIterator<Buffer>) {
  try {
    yield head
    for (;;) {
      const next = await rest.next()
      if (next.done) return
      yield next.value
    }
  } finally {
    await rest.return?.()
  }
}

/** A zip's table of contents stands at its end, so a workbook is the one file that is held whole; uploads are bounded. */
async function gathered(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}
