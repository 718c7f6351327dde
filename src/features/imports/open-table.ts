import { headerTwice, headerUnknown } from './errors.ts'
import { type RecognisedHeader, recogniseHeader } from './reading/header.ts'
import { readTable, type Table, tableLimits } from './reading/table.ts'
import { looksLikeWorkbook, readWorkbook } from './reading/workbook.ts'

/**
 * Opens a CSV file, pasted text or a workbook as a table.
 * @throws TableError when it is none
 */
export async function openTable(bytes: AsyncIterable<Buffer>): Promise<Table> {
  const source = bytes[Symbol.asyncIterator]()
  const first = await source.next()
  const all = rejoined(first.done ? [] : [first.value], source)
  if (first.done || !looksLikeWorkbook(first.value)) return readTable(all)
  return readWorkbook(await gathered(all), tableLimits)
}

/** Finds our fields in the header. @throws Refusal `imports.header-unknown`, `imports.header-twice` */
export function readableHeader(table: Table): RecognisedHeader {
  const header = recogniseHeader(table.header)
  const twice = header.duplicates[0]
  if (twice) throw headerTwice(twice.labels)
  if (header.columns.every((field) => field === null)) throw headerUnknown(table.warnings)
  return header
}

async function* rejoined(begun: Buffer[], rest: AsyncIterator<Buffer>) {
  try {
    yield* begun
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
