export { deleteOldMarks } from './commits.ts'
export { connectionsMeasure } from './connections.ts'
export { type Database, type DirectoryTx, openDatabase, type PartnerTx, type Tx } from './database.ts'
export { isUnreadableValue, mayBeRepeated, UndecidedError, whenViolated } from './errors.ts'
export { isId, newId } from './ids.ts'
export { keptInAccount, keptRead, keptStatement, readAtOnce } from './kept-statements.ts'
export {
  boundOf,
  folded,
  inOrder,
  type Ordering,
  type PageBounds,
  type Place,
  type SortValue,
  sortKey,
} from './keyset.ts'
export { inOrderOfIndex, type Part } from './list-parts.ts'
export { type Listening, openListening } from './listening.ts'
export { everything, firstEntries, type ListOrder, readLongList, sortedMatchesMax } from './long-list.ts'
export { lookAcrossCustomers, lookInto } from './looking.ts'
export { migrate } from './migrate.ts'
export { rowsByKey } from './rows-by-key.ts'
export { assertRuntimeRoleIsFenced } from './runtime-role.ts'
export type { DB } from './schema.generated.ts'
export { describeSchema } from './schema-text.ts'
export { serverAddress } from './server-address.ts'
export { keptPlan, onlyReads, unread } from './statement-marks.ts'
