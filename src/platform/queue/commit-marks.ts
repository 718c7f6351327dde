import { z } from 'zod'
import { type Database, deleteOldMarks } from '../database/index.ts'
import { handles, type Job, type JobHandler, type Recurring } from './queue.ts'

const forgetCommits: Job<object> = {
  name: 'database:forget-commits',
  payload: z.object({}).loose(),
  priority: 10,
}

/** Every ten minutes: the marks have no index by age, so they are few when they are looked through. */
export const forgetCommitsRecurring: Recurring = {
  job: forgetCommits as Job<Record<string, never>>,
  cron: '*/10 * * * *',
}

/** Deletes the marks of commits that nobody asks about any more. */
export function commitSweeper({ database }: { database: Database }): JobHandler {
  return handles(forgetCommits, () => database.inDirectory(deleteOldMarks))
}
