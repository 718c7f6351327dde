import { Counter, Histogram } from 'prom-client'
import { registry } from './registry.ts'

const registers = [registry]

const databaseFailures = new Counter({
  name: 'rollcall_database_failures_total',
  help:
    'Attempts at a transaction that the database ended, by class of SQLSTATE (08 connection lost, 40 deadlock, 53 out of something, 57 stopped), or ' +
    '"unreachable". Classes 08, 40, 57 and "unreachable" were tried again. 53: give the database more room; 22, 23, 42: a fault of ours, report it with the log.',
  labelNames: ['sqlstate_class'],
  registers,
})

const jobDurations = new Histogram({
  name: 'rollcall_job_duration_seconds',
  help: 'Time that attempts at jobs took, by job and by outcome (done, failed). What fails is tried again; see rollcall_jobs for what was given up.',
  labelNames: ['task', 'outcome'],
  buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600],
  registers,
})

const mails = new Counter({
  name: 'rollcall_mails_total',
  help:
    'Mails by what became of an attempt: sent (the mail server took it), failed (it refused for good), delayed (it is tried again), held (beyond the ' +
    'budget of the account), unsent (no ROLLCALL_SMTP_URL). Many delayed or failed: ask the mail server with the answers in the log.',
  labelNames: ['outcome'],
  registers,
})

const acts = new Counter({
  name: 'rollcall_acts_total',
  help: 'Acts written into the audit history, by action. A jump in disclosures, exports or deletions is worth a look at who it was.',
  labelNames: ['action'],
  registers,
})

const timelineSteps = new Counter({
  name: 'rollcall_timeline_steps_total',
  help: 'Steps on the way from Deploy to a registered phone, by kind. pin.wrong and pin.locked: somebody guesses, or many people have the wrong PIN.',
  labelNames: ['kind'],
  registers,
})

const records = new Counter({
  name: 'rollcall_operation_records_total',
  help: 'Records that bulk operations and imports have worked on, by kind of operation and outcome. The operation itself says why records failed.',
  labelNames: ['kind', 'outcome'],
  registers,
})

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EHOSTUNREACH'])

/** Counts an attempt at a transaction that failed, if the database or the way to it is the reason. A refusal of ours is none. */
export function countDatabaseFailure(error: unknown): void {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && unreachable.has(code)) {
    databaseFailures.inc({ sqlstate_class: 'unreachable' })
  } else if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    databaseFailures.inc({ sqlstate_class: code.slice(0, 2) })
  } else if (/connection terminated|timeout exceeded|connection timeout/i.test(String(message))) {
    databaseFailures.inc({ sqlstate_class: 'unreachable' })
  }
}

/** Measures one attempt at a job. */
export function countJob(task: string, outcome: 'done' | 'failed', seconds: number): void {
  jobDurations.observe({ task, outcome }, seconds)
}

/** Counts what became of an attempt to send a mail. */
export function countMail(outcome: 'sent' | 'failed' | 'delayed' | 'held' | 'unsent'): void {
  mails.inc({ outcome })
}

/** Counts acts as they are written into the audit history. @param action noun and past participle, `subscriber.changed` */
export function countActs(action: string, count: number): void {
  acts.inc({ action }, count)
}

/** Counts steps as they are written on timelines. */
export function countTimelineSteps(kinds: string[]): void {
  for (const kind of kinds) timelineSteps.inc({ kind })
}

/** Counts records that an operation has worked on, by their outcome. */
export function countRecords(kind: string, outcomes: Record<string, number>): void {
  for (const [outcome, count] of Object.entries(outcomes)) records.inc({ kind, outcome }, count)
}
