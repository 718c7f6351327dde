export { assertExpected, expandSelection, type Selection, startBulkAct, summaryOf } from './bulk-act.ts'
export type { Conversation, Progress } from './conversation.ts'
export { isNotedOn, noteOn } from './notes-store.ts'
export type { OperationKind } from './operation-kind.ts'
export { forgetPlans } from './plans-store.ts'
export { Operation, selectionOf } from './schema.ts'
export { operationRunner, presentOperation, startOperation } from './service.ts'
export {
  countItems,
  type ItemOutcome,
  insertItems,
  listItems,
  type OperationRow,
  readOperation,
} from './store.ts'
export { listPartsOf, type PartRow } from './subject-store.ts'
