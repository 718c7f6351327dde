import type { AccountSealing } from '#platform/secrets/index.ts'
import { openContent, shownCells } from './draft.ts'
import type { RecordKind } from './kind.ts'
import type { PlanRow } from './rows-store.ts'
import type { Import, ImportRow } from './schema.ts'
import type { ImportRecord } from './store.ts'
import { resetWarnings } from './subscribers/resets.ts'

/** An import as the API shows it. */
export function presentImport(row: ImportRecord): Import {
  const reading = row.reading as Partial<Pick<Import, 'columns' | 'flavour' | 'warnings' | 'acrossCustomers'>>
  const { create = 0, change = 0, unchanged = 0, conflict = 0, error = 0 } = row.counts
  return {
    id: row.importId,
    kind: row.kind as Import['kind'],
    status: row.status as Import['status'],
    fileName: row.fileName,
    options: row.options as Import['options'],
    acrossCustomers: reading.acrossCustomers ?? false,
    counts: { create, change, unchanged, conflict, error },
    columns: reading.columns ?? [],
    flavour: reading.flavour ?? 'rollcall',
    warnings: [...resetWarnings(row), ...(reading.warnings ?? [])],
    failure: row.failure,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    appliedAt: row.appliedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    operationId: row.operationId,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }
}

/** A row of a plan as the API shows it: secrets as `(kept)`. */
export function presentRow(
  { columns }: RecordKind,
  sealing: AccountSealing,
  importId: string,
  row: PlanRow,
): ImportRow {
  const content = openContent(sealing, importId, row)
  return {
    row: row.rowNumber,
    line: row.line,
    verdict: row.verdict as ImportRow['verdict'],
    subjectId: row.subjectId,
    profileId: content.chosenProfileId ?? null,
    account: content.account ?? null,
    cells: shownCells(columns, content),
    problems: row.problems,
  }
}
