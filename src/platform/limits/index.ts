export {
  beginAttempt,
  beginInLanes,
  type Counter,
  countFailures,
  forgetEnded,
  type Limit,
  noteEnded,
  resetCounter,
  takeBack,
} from './limits.ts'
export { networkOf } from './network.ts'
export { deleteExpiredCounters } from './store.ts'
