import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { digitsFor, pinAt } from './different-pins.ts'

const keyOf = (name: string) => createHash('sha256').update(name).digest()
const pinsOf = (name: string, count: number, digits = 6) =>
  Array.from({ length: count }, (_, ordinal) => pinAt(keyOf(name), ordinal, digits))

test('MU-11 CD-10 no two generated PINs are alike, where drawing each by itself would give some 200 pairs', () => {
  const pins = pinsOf('one act', 20_000)
  expect(new Set(pins).size).toBe(20_000)
  for (const pin of pins) expect(pin).toMatch(/^[0-9]{6}$/)
})

test('MU-11 CD-10 every PIN there is can be given, and each once', () => {
  expect(pinsOf('one act', 100, 2).sort()).toEqual(
    Array.from({ length: 100 }, (_, pin) => String(pin).padStart(2, '0')),
  )
})

test('MU-11 PINs that follow one another have no more in common than any, and another act gives others', () => {
  const pins = pinsOf('one act', 2_000).map(Number)
  const rising = pins.filter((pin, at) => at > 0 && pin > (pins[at - 1] as number)).length
  expect(rising).toBeGreaterThan(800)
  expect(rising).toBeLessThan(1_200)
  const thousands = new Set(pins.map((pin) => Math.floor(pin / 1_000)))
  expect(thousands.size).toBeGreaterThan(750)
  const others = pinsOf('another act', 2_000)
  expect(others.filter((pin, at) => Number(pin) === pins[at]).length).toBeLessThan(5)
})

test('MU-11 CD-10 a selection of more people than there are PINs of six digits gets PINs of eight', () => {
  expect([1, 1_000_000, 1_000_001, 100_000_000].map(digitsFor)).toEqual([6, 6, 8, 8])
  expect(pinAt(keyOf('one act'), 1_000_000, 8)).toMatch(/^[0-9]{8}$/)
})
