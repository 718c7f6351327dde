import { once } from 'node:events'
import { badInput, tell } from './ends.ts'
import { cellOf, fieldsTable, labelOf, openTable } from './table.ts'
import { harmlessJson } from './text.ts'

/** Writes to standard output and waits where its reader is slower. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Writes a record: as the API gave it, or one field a line. */
export async function writeRecord(record: object, json: boolean): Promise<void> {
  await write(json ? `${harmlessJson(record, 2)}\n` : fieldsTable(record))
}

/** So many rows of a table tell how wide its columns are. */
const measuredRows = 5_000

/**
 * Writes a list as one array of JSON, page by page as they come, or as a table, whose first rows are measured before any is written: no length of it
 * fills memory.
 * @returns how many there were
 */
export async function writeList(
  pages: AsyncIterable<object[]>,
  columns: string[],
  json: boolean,
): Promise<number> {
  const linesOf = openTable()
  const waiting = [columns.map(labelOf)]
  let count = 0
  let isOpen = false
  for await (const page of pages) {
    // Not before there is a page: a list that is refused has no beginning either.
    if (json && !isOpen) await write('[')
    isOpen = true
    for (const record of page) {
      if (json) await write(`${count === 0 ? '\n' : ',\n'}${harmlessJson(record)}`)
      else waiting.push(columns.map((column) => cellOf(record, column)))
      count += 1
    }
    if (waiting.length > measuredRows) await write(linesOf(waiting.splice(0)))
  }
  if (json) await write(count > 0 ? '\n]\n' : isOpen ? ']\n' : '[]\n')
  else if (count > 0) await write(linesOf(waiting))
  else tell('There is none.')
  return count
}

/**
 * The columns that were asked for, as in `--columns lastName,email,flags.locked`.
 * @param known the fields of a record
 * @throws CommandEnd naming those that there are
 */
export function columnsOf(asked: string | undefined, usual: string[], known: string[]): string[] {
  if (asked === undefined) return usual
  const columns = asked
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const unknown = columns.filter((name) => !known.includes(name.split('.')[0] ?? ''))
  if (columns.length > 0 && unknown.length === 0) return columns
  const what = unknown.length > 0 ? `There is no column ${unknown.join(', ')}.` : 'Name at least one column.'
  throw badInput(`${what} There are ${known.join(', ')}.`)
}
