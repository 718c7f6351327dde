import { expect, test } from 'vitest'
import {
  isSelected,
  nothingSelected,
  type Selection,
  selectedCount,
  selectionBody,
  withRows,
} from './selection.ts'

const everyone: Selection = { all: true, except: new Set() }

test('CD-4 all that match stay selected while single ones are taken out', () => {
  const without = withRows(everyone, ['anna'], false)

  expect(isSelected(without, 'anna')).toBe(false)
  expect(isSelected(without, 'somebody on a page never loaded')).toBe(true)
  expect(selectedCount(without, 12_431)).toBe(12_430)
})

test('CD-4 what was taken out can be put back', () => {
  const again = withRows(withRows(everyone, ['anna'], false), ['anna'], true)

  expect(selectedCount(again, 12_431)).toBe(12_431)
})

test('single rows are sent by id', () => {
  const two = withRows(nothingSelected, ['anna', 'bob'], true)

  expect(selectionBody(two, { search: 'kühn' }, 2)).toEqual({ ids: ['anna', 'bob'] })
})

test('all that match are sent as the filter, with what was left out and the count that was seen', () => {
  const without = withRows(everyone, ['anna'], false)

  expect(selectionBody(without, { state: 'new' }, 9)).toEqual({
    all: true,
    filter: { state: 'new' },
    except: ['anna'],
    expectedCount: 9,
  })
})

test('as long as it is not known how many match, it is not said how many are selected', () => {
  expect(selectedCount(everyone, undefined)).toBeUndefined()
})
