import { expect, test } from 'vitest'
import { allowedWidth, arranged, movedTo, ordered, untouchedLayout } from './layout.ts'

const columns = ['name', 'number', 'state', 'email'].map((id) => ({
  id,
  header: id,
  width: 100,
  cell: () => null,
}))
const idsOf = (shown: Array<{ id: string }>) => shown.map(({ id }) => id)

test('a list nobody has touched is as the page has it, without the columns the page hides', () => {
  expect(idsOf(arranged(columns, untouchedLayout(['state'])))).toEqual(['name', 'number', 'email'])
})

test('the column that names the row stays first and shown, whatever was kept', () => {
  const kept = { ...untouchedLayout(['name']), order: ['email', 'name', 'state'] }

  expect(idsOf(arranged(columns, kept))[0]).toBe('name')
})

test('a column that a kept order does not know stands behind the one it follows on the page', () => {
  expect(idsOf(ordered(columns, ['email', 'number']))).toEqual(['name', 'email', 'number', 'state'])
})

test('a kept column that the page has no more is left out', () => {
  expect(idsOf(ordered(columns, ['fax', 'email', 'state', 'number']))).toEqual([
    'name',
    'email',
    'state',
    'number',
  ])
})

test('a column takes the place it was moved to', () => {
  expect(movedTo(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a'])
  expect(movedTo(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b'])
})

test('a width is whole pixels, and neither unreadable nor wider than a screen', () => {
  expect([10, 120.4, 5000].map(allowedWidth)).toEqual([60, 120, 900])
})
