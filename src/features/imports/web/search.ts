import { idOf, oneOf } from '#web/lib/address.ts'
import { type Verdict, verdicts } from './plan.ts'

/** What of a plan's page stands in its address. */
export interface PlanSearch {
  verdict?: Verdict | undefined
  /** Only rows of this customer, of a partner's file. */
  customerId?: string | undefined
  /** The row beside the list, by its number. */
  row?: number | undefined
}

/** Reads the address. */
export function planSearch(given: Record<string, unknown>): PlanSearch {
  const row = Number(given.row)
  return {
    verdict: oneOf(verdicts, given.verdict),
    customerId: idOf(given.customerId),
    row: Number.isInteger(row) && row > 0 ? row : undefined,
  }
}
