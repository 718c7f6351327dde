import { describe, expect, test } from 'vitest'
import { relativeTime } from './times.ts'

const now = new Date('2026-05-04T12:00:00Z')
const ago = (seconds: number) => relativeTime(new Date(now.getTime() - seconds * 1000), now, 'en')

describe('relative times', () => {
  test('the last seconds are now', () => {
    expect(ago(20)).toBe('now')
  })

  test('the largest whole unit is named', () => {
    expect(ago(59 * 60)).toBe('59 min. ago')
    expect(ago(3 * 3600 + 1800)).toBe('3 hr. ago')
    expect(ago(86_400)).toBe('yesterday')
    expect(ago(20 * 86_400)).toBe('2 wk. ago')
  })

  test('what is to come is said so', () => {
    expect(ago(-2 * 86_400 - 60)).toBe('in 2 days')
  })
})
