/** Numbers in [0, 1) that look like chance and are the same for the same start (mulberry32): who seeds twice gets the same people. */
export type Chance = () => number

/** The same start gives the same values. */
export function chanceFrom(start: number): Chance {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of these, the first ones more often than the last ones, as names are given. */
export function oneOf<Item>(chance: Chance, items: readonly Item[]): Item {
  return items[Math.floor(chance() ** 1.5 * items.length)] as Item
}

/** One of these by its share; the shares are of their sum. */
export function byShare<Name extends string>(chance: Chance, shares: Record<Name, number>): Name {
  const entries = Object.entries(shares) as Array<[Name, number]>
  let left = chance() * entries.reduce((sum, [, share]) => sum + share, 0)
  const found = entries.find(([, share]) => {
    left -= share
    return left < 0
  })
  return (found ?? (entries[0] as [Name, number]))[0]
}

/** So many random decimal digits. */
export function digits(chance: Chance, count: number): string {
  return Array.from({ length: count }, () => Math.floor(chance() * 10)).join('')
}
