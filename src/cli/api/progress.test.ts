import { describe, expect, test } from 'vitest'
import type { Operation } from '#features/operations/schema.ts'
import { exitCodeOfOperation } from './follow.ts'
import { openProgress, progressLine } from './progress.ts'

const operation: Operation = {
  id: '0196f3a2-7c1e-7a54-9d7e-0f6f1f0c2b11',
  kind: 'deployment',
  status: 'running',
  total: 1_000,
  done: 0,
  failed: 0,
  skipped: 0,
  failure: null,
  createdBy: 'Ada Byron',
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:01.000Z',
  finishedAt: null,
}

/** What is written when the operation is looked at at these times. */
function shown(
  stream: { isTTY?: boolean; columns?: number },
  looks: Array<[seconds: number, done: number]>,
): string[] {
  const written: string[] = []
  let nowMs = 0
  const progress = openProgress({ ...stream, write: (text: string) => written.push(text) }, () => nowMs)
  for (const [seconds, done] of looks) {
    nowMs = seconds * 1_000
    progress.show({ ...operation, done })
  }
  progress.end()
  return written
}

describe('the progress of an operation', () => {
  test('counts failed and skipped as finished, and gives rate and time left since somebody looks', () => {
    const later = { ...operation, done: 300, failed: 60, skipped: 140 }
    const line = progressLine(later, { done: 100, atMs: 0 }, 8_000)
    expect(line).toBe('500 of 1,000, 50 a second, 10 s left')
  })

  test.each([
    ['nothing is finished', { done: 0 }, 60_000, '0 of 1,000'],
    ['less than a second has passed', { done: 500 }, 500, '500 of 1,000'],
    ['it waits', { status: 'queued' as const }, 60_000, '0 of 1,000, waiting for a worker'],
    ['it is slow', { done: 10 }, 100_000, '10 of 1,000, 0.1 a second, 3 h left'],
  ])('gives no rate that says nothing: %s', (_what, given, nowMs, line) => {
    expect(progressLine({ ...operation, ...given }, { done: 0, atMs: 0 }, nowMs)).toBe(line)
  })

  test('is a bar on a terminal, drawn in its place and taken away at the end', () => {
    const written = shown({ isTTY: true, columns: 100 }, [
      [0, 0],
      [2, 500],
    ])
    expect(written).toEqual([
      `\r\u001b[K[${'.'.repeat(24)}] 0 of 1,000`,
      `\r\u001b[K[${'#'.repeat(12)}${'.'.repeat(12)}] 500 of 1,000, 250 a second, 2 s left`,
      '\r\u001b[K',
    ])
  })

  test('is never longer than the terminal is wide', () => {
    const looks: Array<[number, number]> = [
      [0, 0],
      [2, 500],
    ]
    for (const text of shown({ isTTY: true, columns: 20 }, looks))
      expect(text.length - '\r\u001b[K'.length).toBeLessThan(20)
  })

  test('is elsewhere a line every ten seconds, and none for what is over sooner', () => {
    expect(
      shown(
        {},
        [0, 3, 9].map((at) => [at, at]),
      ),
    ).toEqual([])
    const looks = [0, 5, 10, 15, 19, 20].map((at): [number, number] => [at, at * 10])
    expect(shown({}, looks)).toEqual([
      '100 of 1,000, 10 a second, 90 s left\n',
      '200 of 1,000, 10 a second, 80 s left\n',
    ])
  })
})

describe('the exit code of an operation', () => {
  test.each([
    ['all done', { status: 'done', done: 2 }, 0],
    ['some skipped', { status: 'done', done: 1, skipped: 1 }, 6],
    ['some failed', { status: 'done', done: 1, failed: 1 }, 6],
    ['cancelled', { status: 'cancelled', done: 1 }, 6],
    ['failed in the middle', { status: 'failed', done: 1 }, 6],
    ['failed before the first', { status: 'failed' }, 1],
  ] as const)('%s', (_what, given, code) => {
    expect(exitCodeOfOperation({ ...operation, ...given })).toBe(code)
  })
})
