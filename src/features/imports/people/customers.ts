import { lookAcrossCustomers, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, listCustomersByName, partnerMayEnter, readAccount } from '../../accounts/index.ts'
import { type Finding, quoted } from '../reading/findings.ts'

/** An account that a row may name. */
export interface NamedAccount {
  id: string
  name: string
}

type Known = Pick<AccountRow, 'accountId' | 'name' | 'customerNumber'>

/** The accounts that the rows of a file may name, by each way to call them: name in whatever case, customer number, id. */
export interface KnownAccounts {
  /** The account in which the plan is. */
  own: NamedAccount
  isAcrossCustomers: boolean
  byCall: Map<string, NamedAccount[]>
}

/**
 * Which accounts may rows name? Of a file across customers the partner's own and every active customer that lets the partner in at this moment;
 * otherwise the account of the plan alone.
 */
export async function knownAccounts(
  { clock }: Platform,
  tx: Tx,
  isAcrossCustomers: boolean,
): Promise<KnownAccounts> {
  const account = (await readAccount(tx)) as AccountRow
  const now = clock.now()
  const customers = isAcrossCustomers
    ? (await lookAcrossCustomers(tx, listCustomersByName)).filter((customer) =>
        partnerMayEnter(customer, now),
      )
    : []
  const byCall = new Map<string, NamedAccount[]>()
  for (const known of [account, ...customers]) addCalls(byCall, known)
  return { own: { id: account.accountId, name: account.name }, isAcrossCustomers, byCall }
}

function addCalls(byCall: KnownAccounts['byCall'], { accountId, name, customerNumber }: Known): void {
  const named = { id: accountId, name }
  const calls = new Set([accountId, folded(name), ...(customerNumber ? [folded(customerNumber)] : [])])
  for (const call of calls) byCall.set(call, [...(byCall.get(call) ?? []), named])
}

/** The account that a cell names, or what is wrong with it. A customer of somebody else is as unknown as one that does not exist. */
export function accountNamed(
  { own, isAcrossCustomers, byCall }: KnownAccounts,
  cell: string | undefined,
): NamedAccount | Finding {
  const named = cell?.trim() ?? ''
  if (named === '') {
    if (!isAcrossCustomers) return own
    const message = `Account: a value is required. Enter the name, the customer number or the ID of a customer, or ${quoted(own.name)} for your own people.`
    return { code: 'cell.required', message }
  }
  const [found, ...others] = byCall.get(folded(named)) ?? []
  if (found && others.length === 0) return found
  if (found) {
    const message = `Account: ${others.length + 1} customers are called ${quoted(named)}. Enter the customer number or the ID instead.`
    return { code: 'cell.account', message }
  }
  const message = isAcrossCustomers
    ? `Account: there is no active customer ${quoted(named)} that lets you in. Enter the name, the customer number or the ID of one of your customers.`
    : `Account: the row is for ${quoted(named)}, and this import adds people to ${quoted(own.name)}. Correct the cell, or import the row there.`
  return { code: 'cell.account', message }
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
