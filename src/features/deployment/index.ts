export { mailBudget } from './deployments/mail-budget.ts'
export { profileDefaults } from './profiles/choices.ts'
export { insertProfile, listProfiles, type ProfileRow } from './profiles/store.ts'
export { redirectMeasure } from './redirect/measure.ts'
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
export { addToSearch } from './subscribers/search-store.ts'
export {
  type GivenSecrets,
  hashesThatNoLongerFit,
  openClearSecret,
  type SecretColumns,
  sealSecrets,
} from './subscribers/secrets.ts'
export type { Selection } from './subscribers/selection.ts'
export { missingPbxFields, removeSubscribers } from './subscribers/service.ts'
export {
  countAllBut,
  countSubscribers,
  readSubscribers,
  type SubscriberRow,
  type SubscriberValues,
} from './subscribers/store.ts'
export { addToTimelines } from './subscribers/timeline.ts'
