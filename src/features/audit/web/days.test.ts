import { expect, test } from 'vitest'
import type { AuditEvent } from '../schema.ts'
import { byDay } from './days.ts'

const at = (...when: [number, number, number, number]) =>
  ({ id: when.join(), at: new Date(...when).toISOString() }) as AuditEvent

test('events stand below their day, the last two by name', () => {
  const events = [at(2026, 2, 10, 9), at(2026, 2, 10, 0), at(2026, 2, 9, 23), at(2026, 2, 1, 12)]
  const lines = byDay(events, new Date(2026, 2, 10, 15), 'en')
  expect(lines.map((line) => ('day' in line ? line.day : line.event.id))).toEqual([
    expect.stringMatching(/^Today, .*10.*2026$/),
    '2026,2,10,9',
    '2026,2,10,0',
    expect.stringMatching(/^Yesterday, .*9.*2026$/),
    '2026,2,9,23',
    expect.stringMatching(/^(?!Today|Yesterday).*1.*2026$/),
    '2026,2,1,12',
  ])
})
