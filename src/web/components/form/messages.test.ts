import { expect, test } from 'vitest'
import { z } from 'zod'
import { messagesByField, numberOrNull, textOrNull } from './messages.ts'

const lettersOnly = z
  .string()
  .regex(/^[a-z]+$/, 'Use letters.')
  .min(3, 'Use three.')
const Person = z.object({
  name: lettersOnly,
  nick: lettersOnly.or(z.literal('')),
  tags: z.array(z.string().min(1, 'Not empty.')),
})

test('each field gets its first message, and an element of a list speaks for the list', () => {
  const { error } = Person.safeParse({ name: '1', nick: '', tags: ['a', ''] })

  expect(messagesByField(error)).toEqual({ name: 'Use letters.', tags: 'Not empty.' })
})

test('a field that may be empty tells the rule it breaks', () => {
  const { error } = Person.safeParse({ name: 'anna', nick: '12', tags: [] })

  expect(messagesByField(error)).toEqual({ nick: 'Use letters.' })
})

test('empty fields are sent as nothing stored', () => {
  expect([textOrNull('  '), numberOrNull('')]).toEqual([null, null])
  expect([textOrNull('1001'), numberOrNull('5060'), numberOrNull('abc')]).toEqual(['1001', 5060, 'abc'])
})
