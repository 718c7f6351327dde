import type { Tx } from '#platform/database/index.ts'
import type { ItemOutcome, OperationRow } from './store.ts'

/** A kind of bulk act, as the slice that owns it registers it. */
export interface OperationKind {
  kind: string
  /** How many records one transaction takes. */
  chunkSize: number | ((operation: OperationRow) => number)
  /**
   * The records are done together or not at all, in one transaction: a fault ends the operation instead of being looked for record by record.
   */
  allOrNothing?(operation: OperationRow): boolean
  /** What a chunk waits for before it begins. Whether its author still may is asked afterwards, because it may be long. */
  waitBefore?(tx: Tx): Promise<void>
  /** `work` skips every record while the account is deactivated, with that as the reason: nobody needs a right for it. */
  skipsWhileDeactivated?: true
  /** A chunk also writes to other accounts, by `inAccount`: all of it is one transaction. */
  acrossAccounts?: true
  /** Makes the items; throws a Refusal when the selection is no longer what the person saw. */
  expand(tx: Tx, operation: OperationRow): Promise<void>
  /** Does the act for some records, in the transaction that also writes down the outcomes. Must answer for every one of them. */
  work(tx: Tx, operation: OperationRow, subjectIds: string[]): Promise<ItemOutcome[]>
  /**
   * The same for all or nothing, where chunks share what they have found out: answers for each chunk before it asks for the next. Without it
   * `work` does each chunk by itself.
   */
  workTogether?(
    tx: Tx,
    operation: OperationRow,
    chunks: AsyncIterable<string[]>,
  ): AsyncIterable<ItemOutcome[]>
  /** Told in the transaction in which the operation ends. */
  finished?(
    tx: Tx,
    operation: OperationRow,
    status: 'done' | 'cancelled' | 'failed',
    failure: string | null,
  ): Promise<void>
}
