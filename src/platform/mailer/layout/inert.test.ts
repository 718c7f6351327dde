import { expect, test } from 'vitest'
import { isOwnAddress, oneLine, withoutLinks } from './inert.ts'

const own = 'https://rollcall.example.com'

test.each([
  own,
  `${own}/d`,
  `${own}/d.`,
  'rollcall.example.com',
  'rollcall.example.com/d,',
])('%s is our own address and stays a link', (address) => {
  expect(isOwnAddress(address, own)).toBe(true)
  expect(withoutLinks(`See ${address}`, own)).toBe(`See ${address}`)
})

test.each([
  'https://evil.example',
  'www.evil.example',
  `${own}.evil.example`,
  `${own}@evil.example`,
  'http://rollcall.example.com',
  'evil.example/login@rollcall.example.com',
  'evil.example:80@rollcall.example.com',
])('%s is none of ours, and no mail program makes it a link', (address) => {
  expect(isOwnAddress(address, own)).toBe(false)
  const inert = withoutLinks(address, own)
  expect(inert).not.toBe(address)
  expect(inert.replaceAll('\u200b', '')).toBe(address)
})

test.each([
  'help@example.com.',
  'anna.kuehn@acme.example.',
  "o'neil.b+x@acme.example,",
])('the e-mail address %s stays whole', (address) => {
  expect(withoutLinks(`Ask ${address}`, own)).toBe(`Ask ${address}`)
})

test('a text on one line has no line breaks, control characters or turned reading direction', () => {
  expect(oneLine(' a\r\nb\u0007\u2028c \u202ed ')).toBe('a b c d')
})
