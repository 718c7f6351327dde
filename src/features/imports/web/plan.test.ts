import { expect, test } from 'vitest'
import type { Import, ImportRow } from '../schema.ts'
import { changeCount, isHeldBack, problemsOf, rowCount } from './plan.ts'

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
