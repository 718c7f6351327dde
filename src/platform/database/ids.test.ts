import { describe, expect, it } from 'vitest'
import { newId } from './ids.ts'

describe('ids', () => {
  const ids = Array.from({ length: 20_000 }, newId)

  it('sort by the order in which a process made them, also within a millisecond', () => {
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('bear the time of making and are of version 7 (RFC 9562, 5.7)', () => {
    const milliseconds = Number.parseInt((ids[0] as string).replaceAll('-', '').slice(0, 12), 16)
    expect(Math.abs(Date.now() - milliseconds)).toBeLessThan(60_000)
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
