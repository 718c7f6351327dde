import { describe, expect, test } from 'vitest'
import { dayOf, exactTime, localeOf, relativeTime, shortTime } from './times.ts'

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
    expect(ago(20 * 86_400)).toBe('2 weeks ago')
    expect(ago(45 * 86_400)).toBe('last month')
  })

  test('what is to come is said so', () => {
    expect(ago(-2 * 86_400 - 60)).toBe('in 2 days')
  })
})

describe('dates', () => {
  test('are written as the reader does who uses the language of the page, and otherwise as that language does', () => {
    expect(localeOf('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB')
    expect(localeOf('en', ['de-DE'])).toBe('en')
    expect(localeOf('en', ['eng'])).toBe('en')
  })

  test('have one form, with a time or without', () => {
    const day = dayOf(now, 'en')
    expect(day).toContain('2026')
    expect(shortTime(now, 'en').startsWith(day)).toBe(true)
    expect(exactTime(now, 'en').startsWith(day)).toBe(true)
  })
})
