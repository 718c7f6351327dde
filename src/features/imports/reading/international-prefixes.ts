import type { SubscriberCells } from './cells.ts'
import { columns } from './columns.ts'
import { type Finding, type SomeLines, someLines } from './findings.ts'

/** Lines named in a warning; a list of thousands would help nobody. */
const NAMED_MAX = 20

// Shorter ones may be extensions, longer ones are no telephone numbers. (ITU-T E.164, 6.2: at most 15 digits)
const longNumber = /^(\+|0{0,2})([1-9]\d{7,14})$/
/** The numbers of one PBX differ in length by the digits of their extensions: a single 0 for the reception, four for others. */
const LENGTHS_APART_MAX = 3

const numberColumns = columns.filter((column) => column.kind === 'number' || column.kind === 'user-name')

/**
 * Watches the numbers of a file as its rows pass, for what only a whole column shows: where most long numbers begin with `+` or `00`, those that
 * begin with neither have probably lost it to a spreadsheet, which takes both off what it reads as a number (CD-10). One number alone says
 * nothing: 498912345 may be a number of the PBX as it stands. A single 0 in front tells that no spreadsheet has touched the number.
 */
export function watchInternationalPrefixes() {
  const watched = numberColumns.map(({ field, label }) => ({ field, label, seen: nothingSeen() }))
  return {
    /** Notes the numbers of the row that begins on this line. */
    note(line: number, values: SubscriberCells) {
      for (const { field, seen } of watched) noteNumber(seen, line, String(values[field] ?? ''))
    },
    /** What each column shows, once all rows have passed. */
    findings(): Finding[] {
      return watched.flatMap(({ label, seen }) => lostPrefixes(label, seen))
    },
  }
}

/** What was seen of a column's long numbers: how many begin with what, and where those stand that begin with neither. */
interface Seen {
  withPlus: number
  withZeros: number
  others: number
  /** Digits, without what stands before them. */
  shortestWithPrefix: number
  bareByLength: Map<number, SomeLines>
}

function nothingSeen(): Seen {
  return {
    withPlus: 0,
    withZeros: 0,
    others: 0,
    shortestWithPrefix: Number.POSITIVE_INFINITY,
    bareByLength: new Map(),
  }
}

function noteNumber(seen: Seen, line: number, value: string): void {
  const [, prefix, digits] = longNumber.exec(value) ?? []
  if (prefix === undefined || digits === undefined) return
  if (prefix === '+' || prefix === '00') {
    if (prefix === '+') seen.withPlus += 1
    else seen.withZeros += 1
    seen.shortestWithPrefix = Math.min(seen.shortestWithPrefix, digits.length)
    return
  }
  seen.others += 1
  if (prefix !== '') return
  const bare = seen.bareByLength.get(digits.length) ?? { count: 0, first: [] }
  bare.count += 1
  if (bare.first.length < NAMED_MAX) bare.first.push(line)
  seen.bareByLength.set(digits.length, bare)
}

function lostPrefixes(label: string, seen: Seen): Finding[] {
  const { withPlus, withZeros, others, shortestWithPrefix, bareByLength } = seen
  if (withPlus + withZeros <= others) return []
  const bare = Array.from(bareByLength)
    .filter(([length]) => length >= shortestWithPrefix - LENGTHS_APART_MAX)
    .map(([, lines]) => lines)
  const count = bare.reduce((sum, lines) => sum + lines.count, 0)
  if (count === 0) return []
  const first = bare
    .flatMap((lines) => lines.first)
    .sort((one, other) => one - other)
    .slice(0, NAMED_MAX)
  const prefix = withZeros === 0 ? '+' : withPlus === 0 ? '00' : '+ or 00'
  const without = `${count === 1 ? 'the one' : 'those'} in ${someLines({ count, first })} ${count === 1 ? 'does' : 'do'} not`
  const check = count === 1 ? 'Check this line' : 'Check these lines'
  const message = `${label}: most long numbers begin with ${prefix}, but ${without}. A spreadsheet may have removed it. ${check}, and format the column as text before the file is saved.`
  return [{ code: 'damage.international-prefix', message }]
}
