import { expect, test } from 'vitest'
import type { Operation } from '../schema.ts'
import { durationText, pace, percent } from './progress.ts'

const started = new Date('2026-05-04T12:00:00Z')
const tenSecondsLater = new Date('2026-05-04T12:00:10Z')

const running: Operation = {
  id: '0198a1b2-0000-7000-8000-000000000001',
  kind: 'deployment',
  status: 'running',
  total: 200,
  done: 40,
  failed: 5,
  skipped: 5,
  failure: null,
  createdBy: 'Anna Kühn',
  createdAt: started.toISOString(),
  startedAt: started.toISOString(),
  finishedAt: null,
}

test('skipped and failed records count as processed', () => {
  expect(percent(running)).toBe(25)
  expect(pace(running, tenSecondsLater)).toEqual({ perSecond: 5, secondsLeft: 30 })
})

test('nothing is foretold before there is something to go by, nor after the end', () => {
  expect(pace(running, started)).toBeUndefined()
  expect(pace({ ...running, finishedAt: tenSecondsLater.toISOString() }, tenSecondsLater)).toBeUndefined()
})

test('an operation on nothing is complete when it is done', () => {
  expect(percent({ ...running, total: 0, done: 0, failed: 0, skipped: 0, status: 'done' })).toBe(100)
})

test('durations are short', () => {
  expect([0.2, 59, 125, 3700].map(durationText)).toEqual(['1 s', '59 s', '2 min 5 s', '1 h 1 min'])
})
