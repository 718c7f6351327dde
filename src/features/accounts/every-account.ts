import type { Platform } from '#platform/platform.ts'
import { accountUnknown } from './errors.ts'
import type { FoundAccount } from './find-account.ts'
import { listAllChildren, readPart } from './store.ts'

/**
 * Every partner and customer of the installation, also the deactivated, each partner before its customers: for the shell, where nobody is signed
 * in. Partner by partner, because no transaction sees the customers of two.
 */
export async function everyAccount({ database }: Platform): Promise<FoundAccount[]> {
  const root = await database.inDirectory((tx) => readPart(tx, 'operator'))
  if (root === undefined) return []
  const found: FoundAccount[] = []
  for (const partner of await database.acrossCustomers(root, listAllChildren)) {
    found.push(partner, ...(await database.acrossCustomers(partner.accountId, listAllChildren)))
  }
  return found
}

/** Those of them that are meant by an id, or by a name in whatever case. @throws Refusal `accounts.unknown` */
export async function accountsCalled(platform: Platform, idOrName: string): Promise<FoundAccount[]> {
  const given = idOrName.trim().toLowerCase()
  const meant = (await everyAccount(platform)).filter(
    ({ accountId, name }) => accountId === given || name.toLowerCase() === given,
  )
  if (meant.length === 0) throw accountUnknown(idOrName.trim())
  return meant
}
