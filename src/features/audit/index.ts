export {
  type ActingUser,
  actingUserOf,
  type OtherActor,
  record,
  recordEach,
  type Subject,
} from './service.ts'
export { lastActorOn } from './store.ts'
