import type { Column } from './reading/columns.ts'
import type { RecognisedHeader } from './reading/header.ts'

/** The columns that a file of one kind of record may have. */
export interface ColumnSet {
  /** Finds the fields in the header of a file. */
  recognise(header: readonly string[]): RecognisedHeader
  columnOf(field: string): Column
  /** Whether an import reads this field. */
  isImported(field: string): boolean
  /** The field whose column names the customer of a row, where a kind has one. */
  customerField?: string
  /** What a first line may look like, for whoever sent a file without one. */
  example: string
}
