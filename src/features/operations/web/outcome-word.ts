import type { Operation, OperationItem } from '../schema.ts'

/** The key of an outcome's word. A deployment is done with a record when its e-mail is queued: how that fares is known later. */
export function outcomeWord<Outcome extends OperationItem['outcome']>(
  { kind }: Pick<Operation, 'kind'>,
  outcome: Outcome,
): Outcome | 'queuedMail' {
  return kind === 'deployment' && outcome === 'done' ? 'queuedMail' : outcome
}
