export { insertOrder } from './orders-store.ts'
export { insertSubscription } from './store.ts'
