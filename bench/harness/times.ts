/** How long each of many took, in milliseconds. */
export interface Times {
  count: number
  p50: number
  p95: number
  p99: number
  max: number
}

/** Sums up durations. @param durationsMs at least one */
export function timesOf(durationsMs: number[]): Times {
  const sorted = [...durationsMs].sort((one, other) => one - other)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

/** Does an act once for each of these, one after the other. @returns how long each took */
export async function timeEach<Item>(
  items: Iterable<Item>,
  act: (item: Item) => Promise<unknown>,
): Promise<Times> {
  const durations: number[] = []
  for (const item of items) {
    const begun = performance.now()
    await act(item)
    durations.push(performance.now() - begun)
  }
  return timesOf(durations)
}

/** Does two acts by turns, so that what else the machine does meets both alike. @returns how long each took */
export async function timeByTurns(
  count: number,
  first: (turn: number) => Promise<unknown>,
  second: (turn: number) => Promise<unknown>,
): Promise<[Times, Times]> {
  const durations: [number[], number[]] = [[], []]
  for (let turn = 0; turn < count; turn++) {
    for (const [index, act] of [first, second].entries()) {
      const begun = performance.now()
      await act(turn)
      durations[index]?.push(performance.now() - begun)
    }
  }
  return [timesOf(durations[0]), timesOf(durations[1])]
}

/**
 * Does an act once for each of these, so many at the same time.
 * @returns how long each took, and how many were done a second
 */
export async function timeAtOnce<Item>(
  items: Iterable<Item>,
  atOnce: number,
  act: (item: Item) => Promise<unknown>,
): Promise<Times & { rate: number }> {
  const left = items[Symbol.iterator]()
  const durations: number[] = []
  const begun = performance.now()
  const doSome = async () => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const asked = performance.now()
      await act(next.value)
      durations.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, doSome))
  return { ...timesOf(durations), rate: durations.length / ((performance.now() - begun) / 1_000) }
}

/** The one in the middle. @param values at least one */
export function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] as number
}
