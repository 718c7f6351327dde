export { type OtherActor, record, type Subject } from './service.ts'
export { lastActorOn } from './store.ts'
