import { newId } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import { languages } from '../accounts/schema.ts'
import { record } from '../audit/index.ts'
import { fileUnreadable, headerTwice, headerUnknown, profileUnknown } from './errors.ts'
import { judgeAgainstRecords } from './judge.ts'
import { type KnownProfiles, profilesForJudging } from './profiles.ts'
import type { SubscriberCells } from './reading/cells.ts'
import { judgeRow } from './reading/cells.ts'
import { columns, type ImportedField } from './reading/columns.ts'
import { TableError } from './reading/findings.ts'
import { cellsByField, recogniseHeader } from './reading/header.ts'
import { watchDeploymentPins } from './reading/pins.ts'
import { readTable, type Table } from './reading/table.ts'
import type { ImportOptions } from './schema.ts'
import type { ImportRecord, PlanRow } from './store.ts'
import * as store from './store.ts'

/** What a plan keeps of a row, sealed. */
export interface RowContent {
  cells: Partial<Record<ImportedField, string>>
  values: SubscriberCells
}

/** A row on its way to a verdict. */
export interface DraftRow {
  rowNumber: number
  line: number
  content: RowContent
  problems: PlanRow['problems']
}

const batchSize = 1_000

/**
 * Reads a file into a plan. Nothing of it is written to the records. Memory holds one batch of rows.
 * @throws Refusal `imports.file-unreadable`, `imports.header-unknown`, `imports.header-twice`
 */
export async function planImport(
  platform: Platform,
  actor: Actor,
  source: AsyncIterable<Buffer>,
  fileName: string | null,
  options: ImportOptions,
): Promise<ImportRecord> {
  const { database, clock } = platform
  try {
    await using table = await readTable(source)
    const header = recogniseHeader(table.header)
    const twice = header.duplicates[0]
    if (twice) throw headerTwice(twice.labels)
    if (header.columns.every((field) => field === null)) throw headerUnknown()
    const importId = newId()
    const profiles = await database.inAccount(actor.accountId, async (tx) => {
      const begun = {
        importId,
        kind: 'subscribers',
        fileName,
        options,
        createdBy: actor.userId,
        createdByName: actor.name,
      }
      const profiles = await profilesForJudging(tx)
      if (options.profileId && !profiles.known.some((profile) => profile.profileId === options.profileId))
        throw profileUnknown()
      await store.insertImport(tx, { ...begun, createdAt: clock.now() })
      return profiles
    })
    const planned = await planRows(platform, actor, importId, table, header.columns, options, profiles)
    const warnings = [
      ...table.warnings,
      ...planned.warnings,
      ...header.unknown.map((label) => ({
        code: 'header.unknown',
        message: `The column "${label}" is not known and is not read.`,
      })),
      ...header.ignored.map(({ label, reason }) => ({
        code: 'header.ignored',
        message: `"${label}" is not read. ${reason}`,
      })),
    ]
    return await database.inAccount(actor.accountId, async (tx) => {
      await store.updateImport(tx, importId, {
        status: 'ready',
        counts: planned.counts,
        reading: {
          columns: header.columns,
          labels: table.header,
          warnings,
          encoding: table.encoding,
          flavour: header.flavour,
        },
      })
      await record(
        tx,
        actor,
        'import.planned',
        { kind: 'import', id: importId },
        { fileName, counts: planned.counts },
      )
      return (await store.readImport(tx, importId)) as ImportRecord
    })
  } catch (error) {
    throw error instanceof TableError ? fileUnreadable(error) : error
  }
}

async function planRows(
  platform: Platform,
  actor: Actor,
  importId: string,
  table: Table,
  fields: Array<ImportedField | null>,
  options: ImportOptions,
  profiles: KnownProfiles,
) {
  const counts = { create: 0, change: 0, unchanged: 0, conflict: 0, error: 0 }
  const pins = watchDeploymentPins()
  const seen = new Map<string, number>()
  const judging = {
    languages,
    profiles: new Map(profiles.known.map((profile) => [profile.name, profile.profileId])),
    emptyClears: options.emptyClears,
    formulaPrefixes: table.formulaPrefixes,
  }
  let batch: DraftRow[] = []

  const flush = async () => {
    const rows = batch
    batch = []
    await platform.database.inAccount(actor.accountId, async (tx) => {
      const sealing = await platform.sealing.inAccount(tx)
      const judged = await judgeAgainstRecords(tx, rows, options, profiles, seen)
      await store.insertRows(
        tx,
        importId,
        judged.map((row) => sealed(sealing, importId, row)),
      )
      for (const row of judged) counts[row.verdict]++
    })
  }
  for await (const { row, line, cells, errors } of table.rows) {
    const cellsOf = cellsByField(fields, cells)
    const changesExisting = options.overwrite && Boolean(cellsOf.id)
    const judged = errors.length > 0 ? undefined : judgeRow(cellsOf, { ...judging, changesExisting })
    if (judged?.values.deploymentPin) pins.note(row, judged.values.deploymentPin)
    batch.push({
      rowNumber: row,
      line,
      content: { cells: cellsOf, values: judged?.values ?? {} },
      problems: [
        ...errors.map((error) => ({
          field: null,
          severity: 'error' as const,
          code: error.code,
          message: error.message,
        })),
        ...(judged?.errors ?? []).map(({ field, code, message }) => ({
          field,
          severity: 'error' as const,
          code,
          message,
        })),
        ...(judged?.warnings ?? []).map(({ field, code, message }) => ({
          field,
          severity: 'warning' as const,
          code,
          message,
        })),
      ],
    })
    if (batch.length >= batchSize) await flush()
  }
  if (batch.length > 0) await flush()
  return { counts, warnings: pins.findings().map(({ code, message }) => ({ code, message })) }
}

function sealed(
  sealing: AccountSealing,
  importId: string,
  row: DraftRow & { verdict: string; subjectId: string | null },
): PlanRow {
  const { content, ...rest } = row
  return { ...rest, content: sealing.seal(placeOf(importId, row.rowNumber), JSON.stringify(content)) }
}

/** Opens what a plan keeps of a row. */
export function openContent(sealing: AccountSealing, importId: string, row: PlanRow): RowContent {
  return JSON.parse(sealing.open(placeOf(importId, row.rowNumber), row.content)) as RowContent
}

function placeOf(importId: string, rowNumber: number) {
  return { table: 'import_rows', column: 'content', id: `${importId}/${rowNumber}` }
}

const secretFields = new Set<string>(columns.filter((column) => column.secret).map((column) => column.field))

/** The cells of a row as they may be shown: secrets as `(kept)`. The deployment PIN counts as one. */
export function shownCells(content: RowContent): Record<string, string> {
  return Object.fromEntries(
    Object.entries(content.cells).map(([field, cell]) => [
      field,
      cell !== '' && (secretFields.has(field) || field === 'deploymentPin') ? '(kept)' : cell,
    ]),
  )
}
