import type { OperationItem } from '../schema.ts'

/** Records that were not done, and why. */
export interface Reason {
  outcome: 'failed' | 'skipped'
  text: string
  count: number
}

/** Records of one kind of outcome by cause, the most frequent first. */
export function reasonsOf(outcome: Reason['outcome'], items: OperationItem[]): Reason[] {
  const counts = new Map<string, number>()
  for (const { message, code } of items) {
    const text = message ?? code ?? ''
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts]
    .map(([text, count]) => ({ outcome, text, count }))
    .sort((one, other) => other.count - one.count)
}
