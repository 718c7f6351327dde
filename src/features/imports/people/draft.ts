import type { Database } from '#platform/database/index.ts'
import { brokenRow, type Drafting, type DraftMore, type DraftRow, problemOf } from '../draft.ts'
import { judgePersonCells, type PersonCells } from './cells.ts'
import { accountNamed, type KnownAccounts } from './customers.ts'

/** What rows of people may name, and what their importer may do. */
export interface KnownForPeople {
  accounts: KnownAccounts
  /** An API key imports, which makes and changes no admins. */
  isByKey: boolean
  /** Looks into the account that a row names; see `Database`. */
  inAccount: Database['inAccount']
}

/** Applies every rule that needs no record to the cells of a person's row. */
export function draftPerson(
  row: Pick<DraftRow, 'rowNumber' | 'line'>,
  cells: Record<string, string>,
  { options, known }: Drafting<KnownForPeople>,
  { broken = [] }: DraftMore,
): DraftRow<PersonCells> {
  if (broken.length > 0) return brokenRow<PersonCells>(row, cells, {}, broken)
  const { rowNumber, line } = row
  const account = accountNamed(known.accounts, cells.account)
  const changesExisting = options.overwrite && Boolean(cells.id?.trim())
  const { values, errors, warnings } = judgePersonCells(cells, {
    emptyClears: options.emptyClears,
    changesExisting,
  })
  const isUnknown = 'code' in account
  const problems = [
    ...(isUnknown ? [problemOf('error', { field: 'account', ...account })] : []),
    ...errors.map((finding) => problemOf('error', finding)),
    ...warnings.map((finding) => problemOf('warning', finding)),
  ]
  if (isUnknown) return { rowNumber, line, content: { cells, values }, problems }
  const content = { cells, values: { ...values, accountId: account.id } }
  return {
    rowNumber,
    line,
    content: known.accounts.isAcrossCustomers ? { ...content, account } : content,
    problems,
  }
}
