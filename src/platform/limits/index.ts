export { beginAttempt, type Counter, countFailures, type Limit, resetCounter, takeBack } from './limits.ts'
export { networkOf } from './network.ts'
export { deleteExpiredCounters } from './store.ts'
