import { expect, test } from 'vitest'
import { shapeOf } from './pasted.ts'

test('CD-10: cells pasted from a sheet are counted by row and column, the first line apart', () => {
  expect(shapeOf('First name\tLast name\r\nAnna\tKühn\r\nBob\tStone\r\n')).toEqual({
    header: ['First name', 'Last name'],
    rows: 2,
  })
})

test('a cell in quotes may hold a line break, a tab and quotes', () => {
  expect(shapeOf('Name\tNote\n"Kühn\nAnna"\t"says ""hi""\there"').rows).toBe(1)
})

test('quotes within a cell are its own, and empty lines are no rows', () => {
  expect(shapeOf('Name\n5" phone\n\n\t\nBob\n')).toEqual({ header: ['Name'], rows: 2 })
})

test('nothing pasted is nothing', () => {
  expect(shapeOf('')).toEqual({ header: [], rows: 0 })
})
