import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import type { ItemOutcome } from '../operations/index.ts'
import { type DraftRow, openContent, placeOf } from './draft.ts'
import type { Importer } from './importer.ts'
import type {
  AcceptedRow,
  Compared,
  JudgedRow,
  Judging,
  RecordKind,
  RowRefusal,
  WrittenChange,
} from './kind.ts'
import type { Reading } from './reading-of-file.ts'
import type { PlanRow } from './rows-store.ts'
import type { AnyImportOptions } from './schema.ts'
import type { ImportRecord } from './store.ts'

/** What the chunks of one application share. */
export interface Chunking {
  kind: RecordKind
  importId: string
  importer: Importer
  judging: Judging
}

/** With what the rows of a plan are judged again by the transaction that writes them. */
export async function judgingToWrite(
  platform: Platform,
  tx: Tx,
  kind: RecordKind,
  importer: Importer,
  { options, reading }: ImportRecord,
): Promise<Judging> {
  return {
    options: options as AnyImportOptions,
    known: await kind.known(platform, tx, importer, reading as unknown as Reading),
    sealing: await platform.sealing.inAccount(tx),
    keysOf: (values) => kind.plainKeysOf(values),
    claims: new Map(),
    isPlanning: false,
  }
}

/** Rows with what the plan keeps of them. */
export interface OpenedChunk {
  /** Of each draft, the row of the plan. */
  planned: PlanRow[]
  drafts: DraftRow[]
}

/** Opens what the plan keeps of these rows. */
export function openChunk({ importId, judging }: Chunking, rows: PlanRow[]): OpenedChunk {
  return {
    planned: rows,
    drafts: rows.map((row) => ({
      ...row,
      content: openContent(judging.sealing, importId, row),
      problems: [],
    })),
  }
}

/** The same with what the account holds. */
export interface ComparedChunk extends Pick<OpenedChunk, 'planned'> {
  compared: Compared
}

/** Compares these rows with what the account of the transaction holds. */
export async function compareChunk(
  tx: Tx,
  { kind, judging }: Chunking,
  { planned, drafts }: OpenedChunk,
): Promise<ComparedChunk> {
  return { planned, compared: await kind.compare(tx, drafts, judging) }
}

/** Rows that are ready to be written, and what becomes of each. */
export interface JudgedChunk {
  /** What is written, ready for it. */
  prepared: unknown
  outcomes: ItemOutcome[]
  /** Lines of the rows that may not be written as planned. */
  outdated: number[]
}

/** The plan may be days old: its verdicts are proven again inside the transaction that writes. */
export function judgeChunk({ kind, judging }: Chunking, { planned, compared }: ComparedChunk): JudgedChunk {
  const accepted: Array<AcceptedRow<JudgedRow>> = []
  const chunk: Omit<JudgedChunk, 'prepared'> = { outcomes: [], outdated: [] }
  for (const [index, judged] of kind.judge(compared, judging).entries()) {
    const row = planned[index] as PlanRow
    const subjectId = row.subjectId as string
    const isBad = judged.verdict === 'error' || judged.verdict === 'conflict'
    const refusal = isBad ? whyBad(judged) : kind.refuses(judged, row)
    if (refusal) {
      chunk.outdated.push(judged.line)
      chunk.outcomes.push({ subjectId, outcome: 'failed', ...refusal })
    } else {
      accepted.push({ subjectId, judged })
      chunk.outcomes.push({ subjectId, outcome: 'done' })
    }
  }
  return { ...chunk, prepared: kind.prepare(judging, accepted) }
}

function whyBad({ problems }: JudgedRow): RowRefusal {
  const problem = problems.find(({ severity }) => severity === 'error')
  return { code: problem?.code ?? 'row.conflict', message: problem?.message ?? '' }
}

/** What undoes these changes, as it is kept with the plan. */
export function sealedUndo(sealing: AccountSealing, importId: string, changes: WrittenChange[]) {
  return changes.map(({ rowNumber, appliedVersion, snapshot }) => ({
    rowNumber,
    appliedVersion,
    undo: sealing.seal(placeOf(importId, rowNumber, 'undo'), JSON.stringify(snapshot)),
  }))
}
