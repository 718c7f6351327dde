import type { CsvFlavour } from '#platform/csv/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Permission } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import type { ItemOutcome } from '../operations/index.ts'
import type { ColumnSet } from './column-set.ts'
import type { Drafting, DraftMore, DraftRow, RowValues } from './draft.ts'
import type { Importer } from './importer.ts'
import type { Claims, KeyHash, RowKeys, RowPlace } from './likeness.ts'
import type { Finding } from './reading/findings.ts'
import type { Reading } from './reading-of-file.ts'
import type { PlanRow } from './rows-store.ts'
import type { AnyImportOptions, importKinds } from './schema.ts'
import type { ImportRecord } from './store.ts'
import type { AppliedRow } from './undo-store.ts'

export type Verdict = 'create' | 'change' | 'unchanged' | 'conflict' | 'error'

/** A row with its verdict. */
export type JudgedRow<Values = RowValues> = DraftRow<Values> & {
  verdict: Verdict
  subjectId: string | null
  keys: RowKeys
}

/** What rows are judged with. */
export interface Judging<Values = RowValues, Known = unknown> {
  options: AnyImportOptions
  known: Known
  sealing: AccountSealing
  keysOf(values: Values): RowKeys
  /** What earlier rows have named; the judged ones are added. */
  claims: Claims
  /** The plan is made and nothing is written: what keeps nothing from being written is looked for too. */
  isPlanning: boolean
}

/** Rows with what the account holds that they are judged by: of each row, and of all together. */
export interface Compared<Row = unknown, Alike = unknown> {
  rows: Row[]
  alike: Alike
}

/** A row that is written, and the record it is written to. */
export interface AcceptedRow<Judged> {
  subjectId: string
  judged: Judged
}

/** A change that was written: the record's version right after, and what it held before. */
export interface WrittenChange<Snapshot = unknown> {
  rowNumber: number
  appliedVersion: number
  snapshot: Snapshot
}

/** Why a row is not written although its verdict allows it. */
export type RowRefusal = Pick<ItemOutcome, 'code' | 'message'>

/** A row to be undone; `snapshot`: what a changed record held before. */
export type UndoneRow<Snapshot = unknown> = Omit<AppliedRow, 'undo'> & { snapshot: Snapshot | undefined }

/**
 * What an import is of: everything the engine asks about records. Planning, reviewing, applying and undoing are the same for all kinds. Methods and no
 * functions, so that the engine passes on what only the kind itself looks into.
 */
export interface RecordKind<
  Values extends RowValues = RowValues,
  Known = unknown,
  Row = unknown,
  Alike = unknown,
  Judged extends JudgedRow<Values> = JudgedRow<Values>,
  Prepared = unknown,
  Snapshot = unknown,
> {
  readonly name: (typeof importKinds)[number]
  /** What the API calls its imports: in paths, and in the names of its operations. */
  readonly api: { resource: string; noun: string }
  /** What its imports are called as the subjects of events. */
  readonly eventSubject: 'import' | 'user-import'
  /** Who may import. */
  readonly may: Permission
  /** The operations that apply and undo. */
  readonly operations: { apply: string; undo: string }
  readonly columns: ColumnSet
  /** The code by which a row says that only who has lately proven who they are writes it, or takes it back. */
  readonly delicate?: string
  /** What may have happened between plan and application, in a sentence about lines. */
  readonly outdatedBecause: string

  /** A file to be filled in. */
  template(flavour: CsvFlavour): AsyncGenerator<string, void, undefined>

  /** What rows may name. */
  known(
    platform: Platform,
    tx: Tx,
    importer: Importer,
    reading: Pick<Reading, 'acrossCustomers'>,
  ): Promise<Known>
  /** @throws Refusal when a file or a row chooses a profile that does not exist */
  assertChoosable(known: Known, profileId: string): void
  /** Applies every rule that needs no record to the cells of a row. */
  draft(
    row: RowPlace,
    cells: Record<string, string>,
    drafting: Drafting<Known>,
    more: DraftMore,
  ): DraftRow<Values>
  /** What makes a row like another, as it is kept with the plan. */
  rowKeysOf(values: Values, hash: KeyHash): RowKeys
  /** What two rows must not have in common, as it stands: for rows that are compared in memory and not stored. */
  plainKeysOf(values: Values): RowKeys
  /** Which of a row's keys no other row may have: who had one like it is judged again when a row is corrected. */
  readonly exclusiveKeys: ReadonlyArray<keyof RowKeys>
  /** Watches for what only the whole file shows. */
  watch(): { note(line: number, values: Values): void; findings(): Finding[] }

  /** The part of judging that reads: what these rows are to be judged by. */
  compare(
    tx: Tx,
    drafts: Array<DraftRow<Values>>,
    judging: Judging<Values, Known>,
  ): Promise<Compared<Row, Alike>>
  /** The part that only computes: gives each row its verdict. The rows come in their order. */
  judge(compared: Compared<Row, Alike>, judging: Judging<Values, Known>): Judged[]
  /** What else is counted of a plan whose rows are stored. */
  countMore(tx: Tx, plan: Pick<ImportRecord, 'importId' | 'options'>): Promise<Record<string, number>>

  /** Until the transaction ends nobody else changes these records. */
  lock(tx: Tx, subjectIds: string[]): Promise<void>
  /** Why a row is not written whose plan said something else of it. */
  refuses(judged: Judged, planned: Pick<PlanRow, 'problems'>): RowRefusal | undefined
  /** Makes rows ready to be written; only computes, so that it is done while the database is busy with others. */
  prepare(judging: Judging<Values, Known>, rows: Array<AcceptedRow<Judged>>): Prepared
  /** Writes rows. @returns the changes, to be undone one day */
  write(
    platform: Platform,
    tx: Tx,
    by: { importer: Importer; options: AnyImportOptions },
    prepared: Prepared,
  ): Promise<Array<WrittenChange<Snapshot>>>
  /** Undoes rows that were written. @returns those that are left as they are, with the reason */
  undo(
    platform: Platform,
    tx: Tx,
    by: { importer: Importer; appliedAt: Date | null },
    rows: Array<UndoneRow<Snapshot>>,
  ): Promise<Map<string, ItemOutcome>>
}
