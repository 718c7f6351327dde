export { expandSelection, type Selection, startBulkAct, summaryOf } from './bulk-act.ts'
export type { Conversation, Progress } from './conversation.ts'
export { Operation, selectionOf } from './schema.ts'
export { type OperationKind, operationRunner, presentOperation, startOperation } from './service.ts'
export {
  countItems,
  forgetPlans,
  type ItemOutcome,
  insertItems,
  listItems,
  type OperationRow,
  readOperation,
} from './store.ts'
export { listPartsOf, type PartRow } from './subject-store.ts'
