import { describe, expect, test } from 'vitest'
import { eventsSearch, filterOf } from './search.ts'

const now = new Date(2026, 2, 10, 15, 30)
const local = (year: number, month: number, day: number) => new Date(year, month - 1, day).toISOString()

describe('the address of the event history', () => {
  test('keeps what it knows and drops the rest', () => {
    const id = '0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f'
    const known = {
      search: 'anna',
      actor: 'api-key',
      action: 'user.changed',
      subjectId: id,
      from: '2026-03-01',
    }
    expect(eventsSearch({ ...known, other: 'x' })).toEqual({ ...known, when: undefined, to: undefined })
    const unknown = {
      actor: 'nobody',
      action: 'User!',
      subjectId: '1',
      when: 'always',
      from: '2026-02-30',
      to: '1',
    }
    expect(Object.values(eventsSearch(unknown)).every((value) => value === undefined)).toBe(true)
    expect(eventsSearch({ actor: id }).actor).toBe(id)
  })

  test('a period excludes days', () => {
    expect(eventsSearch({ when: 'week', from: '2026-03-01', to: '2026-03-02' })).toMatchObject({
      when: 'week',
      from: undefined,
      to: undefined,
    })
  })

  test('days begin where the reader is, and the last one is included', () => {
    expect(filterOf({ from: '2026-03-01', to: '2026-03-31' }, now)).toEqual({
      from: local(2026, 3, 1),
      to: local(2026, 4, 1),
    })
    expect(filterOf({ when: 'today' }, now)).toEqual({ from: local(2026, 3, 10) })
    expect(filterOf({ when: 'week' }, now)).toEqual({ from: local(2026, 3, 4) })
    expect(filterOf({ when: 'month' }, now)).toEqual({ from: local(2026, 2, 9) })
    expect(filterOf({}, now)).toEqual({})
  })
})
