export {
  type ActingUser,
  actingUserOf,
  endUser,
  type OtherActor,
  record,
  recordEach,
  type Subject,
} from './service.ts'
export { type AuditRow, lastActorOn, listEvents } from './store.ts'
