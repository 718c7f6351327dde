/** What follows does not wait longer for what is under way: that may be waiting for a lock, or for a database that says nothing. */
const waitMaxMs = 500

interface Asked<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/** What belongs to one key. It is kept as long as something is under way or waits. */
interface Place<Item, Result> {
  waiting: Array<Asked<Item, Result>>
}

export interface GatheringOptions {
  /** How many are done in one go. */
  atMost: number
  /**
   * Whether an act that failed like this for several has done nothing, and may succeed for some of them: it is begun again with halves of them, until each
   * failure is told to whoever it is of. Otherwise all are told.
   */
  mayBeOfOne(error: unknown): boolean
}

/**
 * Does what is asked for at the same time in one go, as a database does with commits ("group commit"): while a go of the same key is under way, what comes
 * waits until it is over, and goes together. Where nothing is under way nothing waits. A go begins after all that it does was asked for, so that
 * what it reads is not older than any of the questions.
 * @param act the result for each, in their order
 */
export function gathering<Item, Result>(
  act: (key: string, items: Item[]) => Promise<Result[]>,
  { atMost, mayBeOfOne }: GatheringOptions,
): (key: string, item: Item) => Promise<Result> {
  const places = new Map<string, Place<Item, Result>>()

  function go(key: string, place: Place<Item, Result>): void {
    const asked = place.waiting.splice(0, atMost)
    if (asked.length === 0) {
      places.delete(key)
      return
    }
    let isWaitedFor = true
    const goOn = () => {
      if (!isWaitedFor) return
      isWaitedFor = false
      clearTimeout(impatience)
      go(key, place)
    }
    const impatience = setTimeout(goOn, waitMaxMs)
    void answer(key, asked).then(goOn)
  }

  async function answer(key: string, asked: Array<Asked<Item, Result>>): Promise<void> {
    try {
      const results = await act(
        key,
        asked.map(({ item }) => item),
      )
      for (const [at, { resolve }] of asked.entries()) resolve(results[at] as Result)
    } catch (error) {
      if (asked.length === 1 || !mayBeOfOne(error)) {
        for (const { reject } of asked) reject(error)
        return
      }
      const middle = asked.length >> 1
      await answer(key, asked.slice(0, middle))
      await answer(key, asked.slice(middle))
    }
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const asked = { item, resolve, reject }
      const place = places.get(key)
      if (place) {
        place.waiting.push(asked)
        return
      }
      const opened = { waiting: [asked] }
      places.set(key, opened)
      go(key, opened)
    })
}

/** Reads for all who ask at the same time for the same what each would read. */
export function gatheringReads<Result>(
  read: (key: string) => Promise<Result>,
): (key: string) => Promise<Result> {
  const reads = gathering<undefined, Result>(
    async (key, { length }) => {
      const result = await read(key)
      return Array.from({ length }, () => result)
    },
    { atMost: Number.POSITIVE_INFINITY, mayBeOfOne: () => false },
  )
  return (key) => reads(key, undefined)
}
