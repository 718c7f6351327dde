import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digitsToFind } from './fields.ts'
import { withNumbersJoined } from './needle.ts'

describe('UA-23: a phone number in what is typed is looked for by its digits', () => {
  test.each([
    ['0171 123 45', '017112345'],
    ['+49 (0)171/123-45', '4917112345'],
    ['0049171 12345', '4917112345'],
    ['(0171) 123.45', '017112345'],
    ['(415) 555-2671', '4155552671'],
    ['555-2671', '5552671'],
    ['0171 – 123', '0171123'],
    ['Kühn +49 171 12 anna', 'Kühn 4917112 anna'],
    ['+39 06 1234', '39061234'],
    ['+39 (06) 1234', '39061234'],
    ['+39 (0)6 1234', '3961234'],
    ['+49 (0176) 555-12', '4917655512'],
    ['0049 (0176) 555', '49176555'],
    ['(0049) 176 555', '49176555'],
    ['+44 (0)7700 900 103', '447700900103'],
    ['+49 (0', '49'],
    ['0171‐123‑45', '017112345'],
    ['0171—123−45', '017112345'],
    ['555−2671', '5552671'],
    ['tel:+49-171-123', '49171123'],
    ['Kühn TEL:0171/123', 'Kühn 0171123'],
    ['٠١٧١ ١٢٣', '0171123'],
    ['+４９ １７１', '49171'],
    ['+९१ ९८', '9198'],
    ['\u{1D7D8}\u{1D7DB}\u{1D7E9}', '037'],
    ['۴۷۱۱', '4711'],
  ])('%s is %s', (typed, looked) => {
    expect(withNumbersJoined(typed)).toBe(looked)
  })

  test.each([
    'anna kühn',
    '1001',
    '1001 kühn',
    '12 34',
    '+',
    '00',
    'anna.kuehn+1@acme.example',
    '0x12',
    'A-12',
    'tel:',
    'hotel:0171x',
    '–',
    'Haus٤',
    '-',
    '/',
    '',
  ])('%j stays as it is', (typed) => {
    expect(withNumbersJoined(typed)).toBe(typed)
  })

  test('however a number is divided, from home or from abroad, it is found', () => {
    const divider = fc.constantFrom('', ' ', '-', '/', ' / ', '.', ' – ')
    const digit = fc.constantFrom(...'0123456789')
    const written = fc.record({
      begun: fc.constantFrom('+49', '0049', '+49 (0)', '0049(0)', '0', '(0'),
      area: fc.constantFrom('171', '30', '40'),
      rest: fc.array(fc.tuple(divider, digit), { minLength: 7, maxLength: 7 }),
    })
    fc.assert(
      fc.property(written, ({ begun, area, rest }) => {
        const number = `+49${area}${rest.map(([, each]) => each).join('')}`
        const typed = `${begun}${area}${begun === '(0' ? ')' : ''}${rest.flat().join('')}`
        const [fromAbroad = '', fromHome = ''] = digitsToFind([number]).split(' ')
        const looked = withNumbersJoined(typed)
        expect(looked === fromAbroad || looked === fromHome, `${typed} became ${looked}`).toBe(true)
      }),
    )
  })

  test('what was typed is joined no further when it is joined again', () => {
    const typed = fc.stringMatching(/^[0-9+()/ .a-z–-]{0,20}$/)
    fc.assert(
      fc.property(typed, (needle) => {
        const joined = withNumbersJoined(needle)
        expect(joined.replace(/\D/g, '').length).toBeLessThanOrEqual(needle.replace(/\D/g, '').length)
        expect(joined.match(/[a-z]/g)).toEqual(needle.match(/[a-z]/g))
      }),
    )
  })
})
