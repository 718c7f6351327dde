import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '#platform/database/ids.ts'
import { masterKeyOf } from '#platform/secrets/index.ts'
import { resetCode, resetToken } from './reset-secrets.ts'

const means = { masterKey: masterKeyOf(Buffer.alloc(32, 7)) }
const accountId = newId()

test('token and code are the same each time, and others for another reset, account or master key', () => {
  const resetId = newId()
  const other = { masterKey: masterKeyOf(randomBytes(32)) }
  for (const make of [
    (...given: Parameters<typeof resetToken>) => resetToken(...given).text,
    (...given: Parameters<typeof resetCode>) => resetCode(...given) + resetCode(given[0], resetId, given[2]),
  ]) {
    const made = make(means, accountId, resetId)
    expect(make(means, accountId, resetId)).toBe(made)
    expect(make(means, accountId, newId())).not.toBe(made)
    expect(make(means, newId(), resetId)).not.toBe(made)
    expect(make(other, accountId, resetId)).not.toBe(made)
  }
})

test('codes are six digits, each digit as likely as any other at each place', () => {
  const count = 20_000
  const places = Array.from({ length: 6 }, () => new Array<number>(10).fill(0))
  for (let at = 0; at < count; at++) {
    const code = resetCode(means, accountId, `reset ${at}`)
    expect(code).toMatch(/^\d{6}$/)
    for (const [place, digit] of [...code].entries()) {
      const counts = places[place] as number[]
      counts[Number(digit)] = (counts[Number(digit)] as number) + 1
    }
  }
  // Five standard deviations: the key is fixed, so that this does not depend on chance.
  const [mean, deviation] = [count / 10, Math.sqrt(count * 0.1 * 0.9)]
  for (const counts of places) {
    for (const counted of counts) expect(Math.abs(counted - mean)).toBeLessThan(5 * deviation)
  }
})
