import type { Platform } from '#platform/platform.ts'
import { accountAmbiguous, accountUnknown } from './errors.ts'
import { listChildren, readAccount, readPart } from './store.ts'

export interface FoundAccount {
  accountId: string
  name: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The active partner or customer that is meant, anywhere in the installation: for the shell, where nobody is signed in.
 * @param idOrName its id, or its name in whatever case
 * @throws Refusal `accounts.unknown`; `accounts.ambiguous`, with their ids, when several have the name
 */
export async function findAccount(platform: Platform, idOrName: string): Promise<FoundAccount> {
  const given = idOrName.trim()
  const found = uuid.test(given) ? await byId(platform, given.toLowerCase()) : await byName(platform, given)
  const [only, ...others] = found
  if (!only) throw accountUnknown(given)
  if (others.length > 0) throw accountAmbiguous(given, found)
  return only
}

async function byId({ database }: Platform, accountId: string) {
  const account = await database.inAccount(accountId, readAccount)
  const isMeant = account && account.kind !== 'operator' && account.status === 'active'
  return isMeant ? [{ ...account, partnerName: null }] : []
}

/** Partner by partner: no transaction sees the customers of two. */
async function byName({ database }: Platform, name: string) {
  const root = await database.inDirectory((tx) => readPart(tx, 'operator'))
  if (root === undefined) return []
  const partners = await database.acrossCustomers(root, (tx) => listChildren(tx))
  const folded = name.toLowerCase()
  const found = partners
    .filter((partner) => partner.name.toLowerCase() === folded)
    .map((partner) => ({ ...partner, partnerName: null as string | null }))
  for (const partner of partners) {
    const customers = await database.acrossCustomers(partner.accountId, (tx) => listChildren(tx, name))
    found.push(...customers.map((customer) => ({ ...customer, partnerName: partner.name })))
  }
  return found
}
