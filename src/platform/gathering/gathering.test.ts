import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { gathering, gatheringReads } from './gathering.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** An act whose goes end when they are told to. */
function heldAct(mayBeOfOne = true) {
  const goes: Array<{ items: string[]; end: PromiseWithResolvers<void> }> = []
  const ask = gathering<string, string>(
    async (_key, items) => {
      const end = Promise.withResolvers<void>()
      goes.push({ items, end })
      await end.promise
      const wrong = items.find((item) => item.startsWith('wrong'))
      if (wrong) throw new Error(wrong)
      return items.map((item) => item.toUpperCase())
    },
    { atMost: 3, mayBeOfOne: () => mayBeOfOne },
  )
  return { ask, goes, done: () => goes.map(({ items }) => items.join(' ')) }
}

/** Ends the goes that are under way and those that follow, until there are no more. */
async function endAll({ goes }: ReturnType<typeof heldAct>): Promise<void> {
  for (let at = 0; at < goes.length; at++) {
    goes[at]?.end.resolve()
    await vi.advanceTimersByTimeAsync(0)
  }
}

describe('what is asked for at the same time', () => {
  test('is done together as soon as what is under way is over, and nothing waits where nothing is', async () => {
    const act = heldAct()
    const asked = ['a', 'b', 'c', 'd', 'e'].map((item) => act.ask('one', item))
    expect(act.done()).toEqual(['a'])
    await endAll(act)
    expect(act.done()).toEqual(['a', 'b c d', 'e'])
    expect(await Promise.all(asked)).toEqual(['A', 'B', 'C', 'D', 'E'])
    const later = act.ask('one', 'f')
    expect(act.done().at(-1)).toBe('f')
    await endAll(act)
    expect(await later).toBe('F')
  })

  test('is kept apart by its key', () => {
    const act = heldAct()
    void act.ask('one', 'a')
    void act.ask('other', 'b')
    expect(act.done()).toEqual(['a', 'b'])
  })

  test('does not wait longer than half a second for what is under way', async () => {
    const act = heldAct()
    const stuck = act.ask('one', 'a')
    const next = act.ask('one', 'b')
    await vi.advanceTimersByTimeAsync(499)
    expect(act.done()).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(1)
    expect(act.done()).toEqual(['a', 'b'])
    act.goes[1]?.end.resolve()
    expect(await next).toBe('B')
    await endAll(act)
    expect(await stuck).toBe('A')
  })

  test('fails for those alone whose failure it is', async () => {
    const act = heldAct()
    const asked = ['a', 'b', 'wrong c', 'd', 'wrong e'].map((item) => act.ask('one', item))
    const settled = Promise.allSettled(asked)
    await endAll(act)
    expect(
      (await settled).map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message)),
    ).toEqual(['A', 'B', 'wrong c', 'D', 'wrong e'])
  })

  test('fails for all, and is not done again, where nobody knows whether it was done', async () => {
    const act = heldAct(false)
    const settled = Promise.allSettled(['a', 'b', 'wrong c', 'd'].map((item) => act.ask('one', item)))
    await endAll(act)
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ])
    expect(act.done()).toEqual(['a', 'b wrong c d'])
  })
})

test('what is read for several was read after the last of them had asked', async () => {
  let stored = 'old'
  const ends: Array<() => void> = []
  const read = gatheringReads(async () => {
    const found = stored
    await new Promise<void>((resolve) => ends.push(resolve))
    return found
  })
  const before = read('session')
  stored = 'new'
  const after = [read('session'), read('session')]
  ends[0]?.()
  expect(await before).toBe('old')
  await vi.advanceTimersByTimeAsync(0)
  expect(ends).toHaveLength(2)
  ends[1]?.()
  expect(await Promise.all(after)).toEqual(['new', 'new'])
})
