export {
  type ActingUser,
  actingUserOf,
  type OtherActor,
  record,
  recordEach,
  type Subject,
} from './service.ts'
export { type AuditRow, lastActorOn, listEvents } from './store.ts'
