export { mailBudget } from './deployments/mail-budget.ts'
export { listProfiles, type ProfileRow } from './profiles/store.ts'
export { buildRedirectServer } from './redirect/server.ts'
export { RedirectStore } from './redirect/store.ts'
export {
  applyManyChanges,
  type PlannedChange,
  restoreMany,
  type Snapshot,
  snapshotOf,
} from './subscribers/bulk-changes.ts'
export {
  addSubscribers,
  findAlike,
  findSharing,
  lockSubscribers,
  type PlannedSubscriber,
  type SealedSubscriber,
  sealSubscriber,
} from './subscribers/bulk-store.ts'
export { listSubscribers } from './subscribers/list-store.ts'
export type { SubscriberChanges } from './subscribers/schema.ts'
export { openClearSecret } from './subscribers/secrets.ts'
export { type Selection, summaryOf } from './subscribers/selection.ts'
export { missingPbxFields, removeSubscribers } from './subscribers/service.ts'
export { countSubscribers, readSubscribers, type SubscriberRow } from './subscribers/store.ts'
