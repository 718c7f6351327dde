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
])('%s is none of ours, and no mail program makes it a link', (address) => {
  expect(isOwnAddress(address, own)).toBe(false)
  const inert = withoutLinks(address, own)
  expect(inert).not.toBe(address)
  expect(inert.replaceAll('\u200b', '')).toBe(address)
})

test('e-mail addresses stay whole', () => {
  expect(withoutLinks('Ask help@example.com.', own)).toBe('Ask help@example.com.')
})

test('a text on one line has no line breaks, control characters or turned reading direction', () => {
  expect(oneLine(' a\r\nb\u0007\u2028c \u202ed ')).toBe('a b c d')
})
