import { expect, test } from 'vitest'
import { numbersOf } from './dialling.ts'

const nobody = { email: 'anna@acme.example', extension: null, smsNumber: null, mobile: null, lines: [] }
const uriOf = (number: string, domain: string | null) =>
  numbersOf({ ...nobody, lines: [{ number, domain }] })[0]?.uri

test.each([
  ['1001', 'pbx.acme.example', 'sip:1001@pbx.acme.example'],
  ['1*001', 'pbx.acme.example', 'sip:1*001@pbx.acme.example'],
  ['1#001', 'pbx.acme.example', 'sip:1%23001@pbx.acme.example'],
  ['10 01', 'pbx.acme.example', 'sip:10%2001@pbx.acme.example'],
  ['1001', '198.51.100.7', 'sip:1001@198.51.100.7'],
  ['1001', '2001:db8::7', 'sip:1001@[2001:db8::7]'],
  ['+49301234', 'pbx.acme.example', 'tel:+49301234'],
  ['+49*1', 'pbx.acme.example', 'sip:%2B49*1@pbx.acme.example'],
  ['1001', null, 'tel:1001;phone-context=acme.example'],
  ['*21#', null, 'tel:*21%23;phone-context=acme.example'],
])('UA-1: the number %s at %s is called by %s', (number, domain, uri) => {
  expect(uriOf(number, domain)).toBe(uri)
})

test('UA-1: each number stands once, and an extension that a telephone system is known for is dialled there', () => {
  const lines = [
    { number: '1002', domain: null },
    { number: '1001', domain: 'pbx.acme.example' },
    { number: '1002', domain: 'pbx.acme.example' },
  ]
  const numbers = numbersOf({
    ...nobody,
    extension: '1001',
    smsNumber: '+4930123456',
    mobile: '+4930123456',
    lines,
  })
  expect(numbers).toEqual([
    { kind: 'extension', number: '1001', uri: 'sip:1001@pbx.acme.example' },
    { kind: 'extension', number: '1002', uri: 'sip:1002@pbx.acme.example' },
    { kind: 'sms', number: '+4930123456', uri: 'tel:+4930123456' },
  ])
})
