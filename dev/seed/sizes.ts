/** What is to be seeded. */
export interface SeedNumbers {
  accounts: number
  people: number
  /** People of the largest account. */
  largest: number
}

/** The size of the largest account where none is asked for: a quarter of all people, as far as the number of accounts allows it. */
export function usualLargest({ accounts, people }: Omit<SeedNumbers, 'largest'>): number {
  const atLeast = Math.ceil(people / accounts)
  const atMost = people - (accounts - 1)
  return Math.max(1, Math.min(Math.max(Math.ceil(people / 4), atLeast), atMost))
}

/** Why these numbers cannot be, as a sentence; undefined where they can. */
export function problemOf({ accounts, people, largest }: SeedNumbers): string | undefined {
  if (people < accounts) {
    return `${people} people do not fill ${accounts} accounts: each has at least one. Raise --people or lower --accounts.`
  }
  if (largest > people - (accounts - 1)) {
    return `An account of ${largest} leaves too few of ${people} people for the other ${accounts - 1}: each has at least one. Lower --largest.`
  }
  if (people > largest * accounts) {
    return `${people} people do not fit into ${accounts} accounts of at most ${largest}. Raise --largest or --accounts.`
  }
  return undefined
}

/**
 * How many people each account has, the largest first: the others fall off as 1/rank does, as customers' sizes do, or less steeply where the
 * second would otherwise pass the largest.
 * @param numbers must have no problem
 */
export function accountSizes({ accounts, people, largest }: SeedNumbers): number[] {
  const others = accounts - 1
  for (let steepness = 1; steepness > 0; steepness -= 0.05) {
    const sizes = shareOut(people - largest, others, steepness)
    if (sizes.every((size) => size <= largest)) return [largest, ...sizes]
  }
  return [largest, ...shareOut(people - largest, others, 0)]
}

/** Each gets one, and of the rest a part that falls with its rank; sums up exactly. */
function shareOut(people: number, accounts: number, steepness: number): number[] {
  const weights = Array.from({ length: accounts }, (_, index) => (index + 1) ** -steepness)
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  let weightSoFar = 0
  let givenSoFar = 0
  return weights.map((weight) => {
    weightSoFar += weight
    const upToHere = Math.round(((people - accounts) * weightSoFar) / whole)
    const size = 1 + upToHere - givenSoFar
    givenSoFar = upToHere
    return size
  })
}
