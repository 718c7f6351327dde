export {
  enqueue,
  enqueueMany,
  handles,
  type Job,
  type JobHandler,
  type Recurring,
  startWorker,
  type Worker,
} from './queue.ts'
