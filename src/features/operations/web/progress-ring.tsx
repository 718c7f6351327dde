import { RingProgress } from '@mantine/core'
import type { Operation } from '../schema.ts'
import { percent } from './progress.ts'

/** How far an operation is, as a ring. */
export function ProgressRing({ operation }: { operation: Operation }) {
  return (
    <RingProgress
      size={26}
      thickness={4}
      sections={[{ value: percent(operation), color: 'indigo' }]}
      aria-hidden
    />
  )
}
