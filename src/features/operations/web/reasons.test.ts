import { expect, test } from 'vitest'
import type { OperationItem } from '../schema.ts'
import { reasonsOf } from './reasons.ts'

function skipped(message: string | null, code: string | null = null): OperationItem {
  return { subjectId: '', outcome: 'skipped', code, message }
}

test('records that were not done are counted by cause, the most frequent first', () => {
  const items = [skipped('No PIN.'), skipped('No client.'), skipped('No client.'), skipped(null, 'a.code')]

  expect(reasonsOf('skipped', items)).toEqual([
    { outcome: 'skipped', text: 'No client.', count: 2 },
    { outcome: 'skipped', text: 'No PIN.', count: 1 },
    { outcome: 'skipped', text: 'a.code', count: 1 },
  ])
})
