import { expect, test } from 'vitest'
import { idOf, oneOf, ownPathOf, textOf } from './address.ts'

test('after signing in one comes back to a page of ours, and nowhere else', () => {
  expect(ownPathOf('/accounts?search=cont')).toBe('/accounts?search=cont')
  for (const elsewhere of [
    '//evil.example.com',
    '/\\evil.example.com',
    '/\t/evil.example.com',
    '/\n\\evil.example.com',
    'https://evil.example.com',
    'javascript:alert(1)',
    7,
  ]) {
    expect(ownPathOf(elsewhere)).toBeUndefined()
  }
})

test('a value that is none of ours is as good as absent', () => {
  expect(oneOf(['new', 'sent'], 'sent')).toBe('sent')
  expect([oneOf(['new', 'sent'], 'lost'), idOf('1 or 2'), textOf('')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
