export { changesBetween } from './changes.ts'
export {
  type ActingUser,
  actingUserOf,
  endUser,
  type OtherActor,
  record,
  recordActs,
  recordEach,
  type Subject,
} from './service.ts'
export { type AuditRow, lastActorOn, listEventsOf } from './store.ts'
export { type ChainReport, type Noted, verifyChain } from './verification.ts'
