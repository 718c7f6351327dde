import type { Tx } from '#platform/database/index.ts'
import { notFound } from '#platform/http/index.ts'
import { isIntegrationOn, readAccount } from '../accounts/index.ts'
import { noUserNumbersHere, numberUnknown, userNumbersOff } from './errors.ts'
import { knownAmong, lockNumbers } from './store.ts'
import { readTwilio } from './twilio-store.ts'

/** UA-5: what needs a customer is absent in a partner's own account. @throws Refusal 404 */
export async function assertCustomer(tx: Tx): Promise<void> {
  if (!(await isCustomer(tx))) throw notFound()
}

async function isCustomer(tx: Tx): Promise<boolean> {
  return (await readAccount(tx))?.kind === 'customer'
}

/** People can be given SMS numbers: Twilio is on, and *User numbers* with it (UA-12). @throws Refusal `numbers.user-numbers-off` */
export async function assertUserNumbersOn(tx: Tx): Promise<void> {
  if (!(await isCustomer(tx))) throw noUserNumbersHere()
  const isOn = (await isIntegrationOn(tx, 'twilio')) && (await readTwilio(tx))?.userNumbers
  if (!isOn) throw userNumbersOff()
}

/**
 * These numbers can be given: each is one of the account's, and stays so until the transaction ends (UA-12). That nobody else has it, an index sees to.
 * @throws Refusal `numbers.user-numbers-off`, `numbers.unknown`
 */
export async function assertCanBeGiven(tx: Tx, numbers: string[]): Promise<void> {
  await assertUserNumbersOn(tx)
  await lockNumbers(tx, 'shared')
  const known = await knownAmong(tx, numbers)
  if (!numbers.every((number) => known.has(number))) throw numberUnknown()
}
