import { harmless, widthOf } from './text.ts'

/** Columns side by side, as wide as their widest cell; cells act on no terminal. Ends with a line break. */
export function tableOf(header: string[], rows: string[][]): string {
  return openTable()([header, ...rows])
}

/**
 * A table that is written in parts. Its columns are as wide as the first part needs them; a wider cell of a later one stretches its own line.
 * @returns what makes lines of rows
 */
export function openTable(): (rows: string[][]) => string {
  let widths: number[] | undefined
  return (rows) => {
    const shown = rows.map((row) => row.map(harmless))
    widths ??= shown.reduce<number[]>(
      (most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, widthOf(cell))),
      [],
    )
    return shown.map((row) => lineOf(row, widths ?? [])).join('')
  }
}

function lineOf(row: string[], widths: number[]): string {
  const cells = row.map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))))
  return `${cells.join('  ').trimEnd()}\n`
}

/** A record, one field a line. */
export function fieldsTable(record: object): string {
  return tableOf(
    ['Field', 'Value'],
    fieldsOf(record).map((path) => [labelOf(path), cellOf(record, path)]),
  )
}

/** The fields of a record; those of a part of it behind a dot, as in `flags.locked`. */
function fieldsOf(record: object): string[] {
  return Object.entries(record).flatMap(([name, value]) =>
    isPart(value) && Object.keys(value).length > 0
      ? Object.keys(value).map((inner) => `${name}.${inner}`)
      : [name],
  )
}

/** One field as text: nothing for null, `yes` and `no`, lists with commas. */
export function cellOf(record: object, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((part, name) => (isPart(part) ? part[name] : undefined), record)
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value))
    return value.map((item) => (isPart(item) ? JSON.stringify(item) : item)).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** `directoryNumber` → `Directory number`. */
export function labelOf(path: string): string {
  const words = path
    .replace('.', ' ')
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/\b(id|pbx|sip|mbg|sms)\b/gi, (word) => word.toUpperCase())
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function isPart(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
