import { languages } from '../../accounts/index.ts'
import { brokenRow, type Drafting, type DraftMore, type DraftRow, problemOf } from '../draft.ts'
import { judgeRow, KEPT, type SubscriberCells } from '../reading/cells.ts'
import { columnOf, type ImportedField } from '../reading/columns.ts'
import type { PlanRow } from '../rows-store.ts'
import type { KnownProfiles } from './profiles.ts'

/** Applies every rule that needs no record to the cells of a subscriber's row. */
export function draftSubscriber(
  row: Pick<DraftRow, 'rowNumber' | 'line'>,
  cells: Record<string, string>,
  { options, known }: Drafting<KnownProfiles>,
  { broken = [], chosenProfileId }: DraftMore,
): DraftRow<SubscriberCells> {
  const chosen = chosenProfileId === undefined ? {} : { chosenProfileId }
  if (broken.length > 0) {
    const draft = brokenRow<SubscriberCells>(row, cells, {}, broken)
    return { ...draft, content: { ...draft.content, ...chosen } }
  }
  const changesExisting = options.overwrite && Boolean(cells.id?.trim())
  const judged = judgeRow(cells, {
    languages,
    profiles: new Map(known.profiles.map((profile) => [profile.name, profile.profileId])),
    emptyClears: options.emptyClears,
    changesExisting,
    formulaPrefixes: false,
  })
  const problems = [
    ...judged.errors.map((finding) => problemOf('error', finding)),
    // In a row that changes a record, `(kept)` leaves the record's own secret alone.
    ...(changesExisting ? [] : judged.kept.map(keptNowhere)),
    ...judged.warnings.map((finding) => problemOf('warning', finding)),
  ]
  return { ...row, content: { cells, values: judged.values, ...chosen }, problems }
}

function keptNowhere(field: ImportedField): PlanRow['problems'][number] {
  const message = `${columnOf(field).label}: “${KEPT}” stands for a value of another plan. Upload the file to that plan, or enter the value.`
  return problemOf('error', { field, code: 'cell.kept', message })
}
