import { oneOf, textOf } from '#web/lib/address.ts'

/** What of the Numbers page stands in its address. */
export interface NumbersSearch {
  search?: string | undefined
  /** Those that nobody has, or that somebody has. */
  only?: 'free' | 'given' | undefined
}

/** Reads the address. */
export function numbersSearch(given: Record<string, unknown>): NumbersSearch {
  return { search: textOf(given.search), only: oneOf(['free', 'given'], given.only) }
}
