import type { Tx } from '#platform/database/index.ts'
import { type Actor, invalid, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type Cells, type DraftRow, draftRow, openContent, withCells } from './draft.ts'
import { notReady, profileUnknown } from './errors.ts'
import { judgeAgainstRecords } from './judge.ts'
import { type Claims, claim, type RowKeys, type RowPlace, recordKey, rowKeysOf } from './likeness.ts'
import { sealedRows } from './plan.ts'
import { profilesForJudging } from './profiles.ts'
import { columns } from './reading/columns.ts'
import { resetCounts } from './resets.ts'
import { type PlanRow, putRows, readRows, rowsAlike, rowsOfRecords } from './rows-store.ts'
import type { ImportOptions, ImportRowChanges } from './schema.ts'
import type { ImportRecord } from './store.ts'
import * as store from './store.ts'

/**
 * Corrects one row of a plan: it is judged again, and so are the rows that are or were like it.
 * @throws Refusal `imports.not-ready`; 422 for a field that no column holds or a profile that does not exist
 */
export async function editRow(
  platform: Platform,
  actor: Actor,
  importId: string,
  rowNumber: number,
  changes: ImportRowChanges,
): Promise<PlanRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const plan = await store.readImport(tx, importId, true)
    if (!plan) throw notFound()
    if (plan.status !== 'ready') throw notReady(plan.status)
    const [row] = await readRows(tx, importId, [rowNumber])
    if (!row) throw notFound()
    const { known } = await profilesForJudging(tx)
    if (changes.profileId && !known.some((profile) => profile.profileId === changes.profileId))
      throw profileUnknown()
    await correctRows(platform, tx, plan, [{ row, ...changes, cells: cellsOf(changes) }])
    return (await readRows(tx, importId, [rowNumber]))[0] as PlanRow
  })
}

const imported = new Set<string>(columns.filter((column) => column.imported).map((column) => column.field))

function cellsOf({ cells = {} }: ImportRowChanges): Cells {
  const unknown = Object.keys(cells).filter((field) => !imported.has(field))
  if (unknown.length === 0) return cells
  throw invalid(
    unknown.map((field) => ({
      path: `cells.${field}`,
      code: 'field.invalid',
      message: 'An import has no such column.',
    })),
  )
}

/** What is put into a row. Without `profileId` its chosen profile stays. */
export interface Correction {
  row: PlanRow
  cells: Cells
  profileId?: string | null | undefined
}

/** Puts corrections into a plan that the caller has locked, judges what they touch, and counts again. */
export async function correctRows(
  platform: Platform,
  tx: Tx,
  plan: ImportRecord,
  corrections: Correction[],
): Promise<void> {
  const { importId } = plan
  const options = plan.options as ImportOptions
  const profiles = await profilesForJudging(tx)
  const sealing = await platform.sealing.inAccount(tx)
  const keysOf = rowKeysOf(platform.masterKey, importId)
  const draftOf = ({ row, cells, profileId }: Correction): DraftRow => {
    const content = openContent(sealing, importId, row)
    const chosenProfileId = profileId === undefined ? content.chosenProfileId : (profileId ?? undefined)
    return draftRow(row, withCells(content.cells, cells), { options, profiles }, { chosenProfileId })
  }
  const drafts = corrections.map(draftOf)
  const corrected = new Set(corrections.map(({ row }) => row.rowNumber))
  const keys = [...corrections.map(({ row }) => row), ...drafts.map((draft) => keysOf(draft.content.values))]
  const recordIds = [
    ...corrections.map(({ row }) => row.subjectId),
    ...drafts.map((draft) => draft.content.values.id),
  ].filter((id) => typeof id === 'string')
  const records = new Set(recordIds)
  const alike: Array<RowKeys & RowPlace & { subjectId?: string | null }> = [
    ...(await rowsAlike(tx, importId, listed(keys))),
    ...(await rowsOfRecords(tx, importId, recordIds)),
  ]
  // Who was in conflict with a corrected row may be no longer, and who was not may be now.
  const touched = alike.filter(
    (row) => !corrected.has(row.rowNumber) && (sharesAccount(row, keys) || records.has(row.subjectId ?? '')),
  )
  const others = await readRows(tx, importId, [...new Set(touched.map((row) => row.rowNumber))])
  const judgedAgain = [...drafts, ...others.map((row) => draftOf({ row, cells: {} }))]
  const numbers = new Set(judgedAgain.map((draft) => draft.rowNumber))
  const claims: Claims = new Map()
  for (const row of alike) if (!numbers.has(row.rowNumber)) claimAll(claims, row)
  const inOrder = judgedAgain.sort((one, other) => one.rowNumber - other.rowNumber)
  const judged = await judgeAgainstRecords(tx, inOrder, {
    options,
    profiles,
    sealing,
    keysOf,
    claims,
    tellsSharing: true,
  })
  await putRows(tx, importId, sealedRows(sealing, importId, judged))
  const before = [...corrections.map(({ row }) => row), ...others]
  const counts = { ...recounted(plan.counts, before, judged), ...(await resetCounts(tx, plan)) }
  await store.updateImport(tx, importId, { counts })
}

function listed(keys: RowKeys[]): Record<keyof RowKeys, string[]> {
  const of = (name: keyof RowKeys) => keys.flatMap((each) => each[name] ?? [])
  return {
    pbxAccountKey: of('pbxAccountKey'),
    clientServiceKey: of('clientServiceKey'),
    emailKey: of('emailKey'),
    numberKey: of('numberKey'),
  }
}

/** Notes what a row of the plan has that is not judged again. */
function claimAll(claims: Claims, row: RowKeys & RowPlace & { subjectId?: string | null }) {
  const { pbxAccountKey, clientServiceKey, emailKey, numberKey } = row
  const record = recordKey(row.subjectId)
  claim(claims, { pbxAccountKey, clientServiceKey, emailKey, numberKey, record }, row)
}

function sharesAccount(row: RowKeys, keys: RowKeys[]): boolean {
  const accounts = new Set(
    keys.flatMap((each) => [each.pbxAccountKey ?? [], each.clientServiceKey ?? []].flat()),
  )
  return accounts.has(row.pbxAccountKey ?? '') || accounts.has(row.clientServiceKey ?? '')
}

function recounted(
  counts: Record<string, number>,
  before: Array<{ verdict: string }>,
  after: Array<{ verdict: string }>,
): Record<string, number> {
  const counted = { ...counts }
  for (const { verdict } of before) counted[verdict] = (counted[verdict] ?? 0) - 1
  for (const { verdict } of after) counted[verdict] = (counted[verdict] ?? 0) + 1
  return counted
}
