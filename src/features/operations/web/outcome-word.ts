import type { Operation, OperationItem } from '../schema.ts'

/** Bulk acts that are done with a record when its e-mail is queued: how that fares is known later. */
const kindsThatMail = ['deployment', 'welcome-email', 'password-reset']

/** The key of an outcome's word. */
export function outcomeWord<Outcome extends OperationItem['outcome']>(
  { kind }: Pick<Operation, 'kind'>,
  outcome: Outcome,
): Outcome | 'queuedMail' {
  return kindsThatMail.includes(kind) && outcome === 'done' ? 'queuedMail' : outcome
}
