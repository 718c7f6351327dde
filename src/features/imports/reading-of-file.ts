import type { Actor } from '#platform/http/index.ts'
import type { ColumnSet } from './column-set.ts'
import type { RecognisedHeader } from './reading/header.ts'
import type { Table } from './reading/table.ts'

/** What is remembered of how a file was read. */
export interface Reading {
  columns: RecognisedHeader['columns']
  labels: string[]
  flavour: RecognisedHeader['flavour']
  /** Its rows name customers of the partner in whose account the plan is. */
  acrossCustomers: boolean
  warnings: Array<{ code: string; message: string }>
}

/** How a table is to be read, and what is worth telling about it. */
export function readingOf(
  actor: Pick<Actor, 'accountId' | 'homeAccountId' | 'homeAccountKind'>,
  { customerField }: ColumnSet,
  table: Table,
  header: RecognisedHeader,
): Reading {
  const unknown = header.unknown.map((label) => ({
    code: 'header.unknown',
    message: `The column "${label}" is not known and is not read.`,
  }))
  const ignored = header.ignored.map(({ label, reason }) => ({
    code: 'header.ignored',
    message: `"${label}" is not read. ${reason}`,
  }))
  const found = table.warnings.map(({ code, message }) => ({ code, message }))
  const isInPartner = actor.homeAccountKind === 'partner' && actor.accountId === actor.homeAccountId
  return {
    columns: header.columns,
    labels: table.header,
    flavour: header.flavour,
    acrossCustomers: isInPartner && customerField !== undefined && header.columns.includes(customerField),
    warnings: [...found, ...unknown, ...ignored],
  }
}
