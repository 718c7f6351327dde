import { describe, expect, test } from 'vitest'
import { chosenOf } from './chosen.ts'

const filter = { property: ['admins' as const] }

describe('UA-70: whom the Manage panel is for', () => {
  test('are the selected, by their ids', () => {
    expect(chosenOf({ all: false, ids: new Set(['a', 'b']) }, filter, 9)).toEqual({
      selection: { ids: ['a', 'b'] },
      count: 2,
      isAll: false,
    })
  })

  test('is everybody who matches, where nobody is selected, and where all are', () => {
    const all = {
      selection: { all: true, filter, except: [], expectedCount: 9 },
      count: 9,
      isAll: true,
    }
    expect(chosenOf({ all: false, ids: new Set() }, filter, 9)).toEqual(all)
    expect(chosenOf({ all: true, except: new Set() }, filter, 9)).toEqual(all)
    // Each was taken out of “all” again, which is as if nobody had been selected.
    expect(chosenOf({ all: true, except: new Set(['a']) }, filter, 1)).toMatchObject({
      count: 1,
      isAll: true,
    })
  })

  test('are all but those taken out', () => {
    expect(chosenOf({ all: true, except: new Set(['a']) }, filter, 9)).toEqual({
      selection: { all: true, filter, except: ['a'], expectedCount: 8 },
      count: 8,
      isAll: false,
    })
  })

  test('are not counted yet, where nobody knows how many match', () => {
    expect(chosenOf({ all: false, ids: new Set() }, filter, undefined)).toMatchObject({
      selection: { expectedCount: undefined },
      count: undefined,
      isAll: true,
    })
  })
})
