import { expect, test } from 'vitest'
import { closingLine, countsOf, sum } from './test-runs.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
})

test('passed, failed and skipped tests are counted, and what is still to be written counts as skipped', () => {
  const report = {
    testResults: [file('passed', 'passed', 'passed', 'pending'), file('failed', 'failed', 'passed', 'todo')],
  }
  expect(countsOf(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 })
})

test('a file that could not be loaded is a failure', () => {
  expect(countsOf({ testResults: [file('failed')] }, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('a file whose set-up failed is a failure, although its tests only count as skipped', () => {
  const report = { testResults: [file('failed', 'pending', 'pending')] }
  expect(countsOf(report, 1)).toEqual({ passed: 0, failed: 1, skipped: 2 })
})

test('a run that ends badly without a failed test is a failure', () => {
  expect(countsOf({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ failed: 1 })
  expect(countsOf(undefined, 137)).toMatchObject({ failed: 1 })
})

test('the closing line is the sum over all runs', () => {
  const total = sum([
    { passed: 2, failed: 0, skipped: 1 },
    { passed: 40, failed: 1, skipped: 0 },
  ])
  expect(closingLine(total)).toBe('42 passed, 1 failed, 1 skipped')
})
