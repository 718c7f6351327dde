import { expect, test } from 'vitest'
import type { Import, ImportRow } from '../schema.ts'
import { canBeUndone, changeCount, isHeldBack, problemsOf, rowCount, sentencesOf } from './plan.ts'

const plan = {
  counts: { create: 3, change: 1, unchanged: 2, conflict: 0, error: 1 },
  options: { partial: false },
} as unknown as Import

test('applying adds and changes people, and nothing else counts', () => {
  expect([changeCount(plan), rowCount(plan)]).toEqual([4, 7])
})

test('one error keeps the file out unless partial import is allowed', () => {
  expect(isHeldBack(plan)).toBe(true)
  expect(isHeldBack({ ...plan, options: { ...plan.options, partial: true } })).toBe(false)
})

test('errors of a cell come before its warnings', () => {
  const row = {
    problems: [
      { field: 'email', severity: 'warning', code: 'email.twice', message: 'Twice in this file.' },
      { field: null, severity: 'error', code: 'row.short', message: 'Too few cells.' },
      { field: 'email', severity: 'error', code: 'field.email', message: 'No address.' },
    ],
  } as ImportRow

  expect(problemsOf(row, 'email').map(({ code }) => code)).toEqual(['field.email', 'email.twice'])
})

test('what several cells lack alike is said once', () => {
  const lacking = { severity: 'error', code: 'row.pbx', message: 'Host and user name are needed.' } as const
  const problems = [
    { ...lacking, field: 'pbxSipHost' },
    { ...lacking, field: 'pbxSipUserName' },
  ]
  expect(sentencesOf({ problems })).toEqual(['Host and user name are needed.'])
})

test('an import can be undone when it wrote something, and until what undoes it has ended', () => {
  const applied = {
    ...plan,
    status: 'applied',
    appliedAt: '2026-11-01T10:00:00Z',
    expiresAt: '2026-12-01T10:00:00Z',
  } as Import
  const now = new Date('2026-11-20T10:00:00Z')
  expect(canBeUndone(applied, now)).toBe(true)
  expect(canBeUndone({ ...applied, status: 'failed' }, now)).toBe(true)
  expect(canBeUndone({ ...applied, status: 'failed', appliedAt: null }, now)).toBe(false)
  expect(canBeUndone({ ...applied, status: 'undone' }, now)).toBe(false)
  expect(canBeUndone(applied, new Date('2026-12-02T10:00:00Z'))).toBe(false)
})
