import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { accountChoice, tooManyAttempts, wrongCredentials } from './errors.ts'
import { passwordCost } from './passwords.ts'
import { answeredInTime } from './refusal-time.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const means = { passwordCost }

/** When a sign-in is answered that takes so long and then ends so. */
async function answeredAfterMs(tookMs: number, end: () => unknown, cost = means): Promise<number> {
  const begun = performance.now()
  const answered = answeredInTime(cost, async () => {
    await new Promise((resolve) => setTimeout(resolve, tookMs))
    return end()
  })
    .catch(() => undefined)
    .then(() => performance.now() - begun)
  await vi.advanceTimersByTimeAsync(10_000)
  return Math.round(await answered)
}

const wrong = () => {
  throw wrongCredentials()
}

describe('Enumeration: by time', () => {
  test.each([
    1, 50, 450, 999,
  ])('a sign-in that is refused after %i ms is answered after a second', async (tookMs) => {
    expect(await answeredAfterMs(tookMs, wrong)).toBe(1_000)
  })

  test('where a second is not enough the answer comes at the next', async () => {
    expect(await answeredAfterMs(1_001, wrong)).toBe(2_000)
    expect(await answeredAfterMs(2_500, wrong)).toBe(3_000)
  })

  test('nobody with the right password waits, nor who is in a pause', async () => {
    expect(await answeredAfterMs(120, () => 'a session')).toBe(120)
    const choice = () => {
      throw accountChoice([])
    }
    expect(await answeredAfterMs(120, choice)).toBe(120)
    const pause = () => {
      throw tooManyAttempts(30)
    }
    expect(await answeredAfterMs(2, pause)).toBe(2)
  })

  test('the cheaper a hash, the earlier the answer', async () => {
    const half = { passwordCost: { ...passwordCost, memoryCost: passwordCost.memoryCost / 2 } }
    expect(await answeredAfterMs(120, wrong, half)).toBe(500)
  })
})
