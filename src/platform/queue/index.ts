export { backlogMeasure } from './backlog.ts'
export { commitSweeper, forgetCommitsRecurring } from './commit-marks.ts'
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
export { type Sweep, startSweeps } from './sweeps.ts'
