export { expandSelection, type Selection, startBulkAct, summaryOf } from './bulk-act.ts'
export { Operation, selectionOf } from './schema.ts'
export { type OperationKind, operationRunner, presentOperation, startOperation } from './service.ts'
export {
  countItems,
  type ItemOutcome,
  insertItems,
  listItems,
  type OperationRow,
  readOperation,
} from './store.ts'
export { listPartsOf, type PartRow } from './subject-store.ts'
