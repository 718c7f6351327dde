import type { Tx } from '#platform/database/index.ts'
import { type Actor, invalid, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type Cells, type DraftRow, openContent, type RowValues, withCells } from './draft.ts'
import { notReady } from './errors.ts'
import { importerOf } from './importer.ts'
import type { Judging, RecordKind } from './kind.ts'
import { type Claims, claim, keyHashOf, type RowKeys, type RowPlace, recordKey } from './likeness.ts'
import { sealedRows } from './plan.ts'
import type { Reading } from './reading-of-file.ts'
import { type PlanRow, putRows, readRows, rowsAlike, rowsOfRecords } from './rows-store.ts'
import type { AnyImportOptions, ImportRowChanges } from './schema.ts'
import type { ImportRecord } from './store.ts'
import * as store from './store.ts'

/**
 * Corrects one row of a plan: it is judged again, and so are the rows that are or were like it.
 * @throws Refusal `imports.not-ready`; 422 for a field that no column holds or a profile that does not exist
 */
export async function editRow(
  platform: Platform,
  actor: Actor,
  kind: RecordKind,
  importId: string,
  rowNumber: number,
  changes: ImportRowChanges,
): Promise<PlanRow> {
  return platform.database.together(actor.accountId, async (tx) => {
    const plan = await store.readImport(tx, importId, { of: kind.name, lock: true })
    if (!plan) throw notFound()
    if (plan.status !== 'ready') throw notReady(plan.status)
    const [row] = await readRows(tx, importId, [rowNumber])
    if (!row) throw notFound()
    const cells = cellsOf(kind, changes)
    await correctRows(platform, tx, actor, kind, plan, [{ row, ...changes, cells }])
    return (await readRows(tx, importId, [rowNumber]))[0] as PlanRow
  })
}

function cellsOf({ columns }: RecordKind, { cells = {} }: ImportRowChanges): Cells {
  const unknown = Object.keys(cells).filter((field) => !columns.isImported(field))
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

/**
 * Puts corrections into a plan that the caller has locked, judges what they touch, and counts again.
 * @throws Refusal 422 when a row chooses a profile that does not exist
 */
export async function correctRows(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  kind: RecordKind,
  plan: ImportRecord,
  corrections: Correction[],
): Promise<void> {
  const { importId } = plan
  const options = plan.options as AnyImportOptions
  const reading = plan.reading as unknown as Reading
  const known = await kind.known(platform, tx, importerOf(actor), reading)
  for (const { profileId } of corrections) if (profileId) kind.assertChoosable(known, profileId)
  const sealing = await platform.sealing.inAccount(tx)
  const hash = keyHashOf(platform.masterKey, importId)
  const claims: Claims = new Map()
  const keysOf = (values: RowValues) => kind.rowKeysOf(values, hash)
  const judging: Judging = { options, known, sealing, keysOf, claims, isPlanning: true }
  const draftOf = ({ row, cells, profileId }: Correction): DraftRow => {
    const content = openContent(sealing, importId, row)
    const chosenProfileId = profileId === undefined ? content.chosenProfileId : (profileId ?? undefined)
    return kind.draft(row, withCells(kind.columns, content.cells, cells), judging, { chosenProfileId })
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
  const sharesKey = sharing(kind, keys)
  const touched = alike.filter(
    (row) => !corrected.has(row.rowNumber) && (sharesKey(row) || records.has(row.subjectId ?? '')),
  )
  const others = await readRows(tx, importId, [...new Set(touched.map((row) => row.rowNumber))])
  const judgedAgain = [...drafts, ...others.map((row) => draftOf({ row, cells: {} }))]
  const numbers = new Set(judgedAgain.map((draft) => draft.rowNumber))
  for (const row of alike) if (!numbers.has(row.rowNumber)) claimAll(claims, row)
  const inOrder = judgedAgain.sort((one, other) => one.rowNumber - other.rowNumber)
  const judged = kind.judge(await kind.compare(tx, inOrder, judging), judging)
  await putRows(tx, importId, sealedRows(sealing, importId, judged))
  const before = [...corrections.map(({ row }) => row), ...others]
  const counts = { ...recounted(plan.counts, before, judged), ...(await kind.countMore(tx, plan)) }
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

/** Whether a row has something in common with one of these that only one row may have. */
function sharing({ exclusiveKeys }: RecordKind, keys: RowKeys[]): (row: RowKeys) => boolean {
  const shared = new Set(keys.flatMap((each) => exclusiveKeys.flatMap((name) => each[name] ?? [])))
  return (row) => exclusiveKeys.some((name) => shared.has(row[name] ?? ''))
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
