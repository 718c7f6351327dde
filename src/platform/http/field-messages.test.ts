import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { messageOf } from './field-messages.ts'

/** What is said of this value where the shape has no sentence of its own. */
function saidOf(shape: z.ZodType, value: unknown): string | undefined {
  return shape.safeParse(value, { error: messageOf }).error?.issues[0]?.message
}

describe('a field that takes certain values only', () => {
  test('names them, where there are several', () => {
    expect(saidOf(z.enum(['udp', 'tcp', 'tls']), 'sctp')).toBe('Choose one of udp, tcp, tls.')
  })

  test.each([
    ['a word', z.enum(['customer']), 'Give "customer" here: nothing else is taken.'],
    ['a literal', z.literal('customer'), 'Give "customer" here: nothing else is taken.'],
    ['a truth value', z.literal(true), 'Give true here: nothing else is taken.'],
  ])('offers no choice where there is one: %s', (_, shape, sentence) => {
    expect(saidOf(shape, 'partner')).toBe(sentence)
  })
})
