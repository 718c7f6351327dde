export { type OtherActor, record, type Subject } from './service.ts'
