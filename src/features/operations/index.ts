export { Operation, selectionOf } from './schema.ts'
export { type OperationKind, operationRunner, presentOperation, startOperation } from './service.ts'
export { type ItemOutcome, insertItems, type OperationRow } from './store.ts'
