import { type Actor, notFound, type SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { locationNames, presentAccount, readAccount } from '../accounts/index.ts'
import { changeOwnDetails, presentUsers, readUser } from '../users/index.ts'
import type { OwnDetails, OwnDetailsChanges } from './schema.ts'

/** What is known of the caller in their account. */
export async function readOwnDetails(platform: Platform, caller: SignedIn): Promise<OwnDetails> {
  return platform.database.inAccount(caller.homeAccountId, async (tx) => {
    const row = await readUser(tx, caller.userId)
    const account = await readAccount(tx)
    if (!row || !account) throw notFound()
    const [user] = await presentUsers(platform, tx, [row])
    if (!user) throw notFound()
    const { id, firstName, lastName, email, mobile, extension, smsNumber, licences, language } = user
    const { name, supportContactName, supportContactEmail, supportContactPhone, ...shown } =
      presentAccount(account)
    const locations = await locationNames(tx, row.locationId === null ? [] : [row.locationId])
    return {
      ...{ id, firstName, lastName, email, mobile, extension, smsNumber, licences, language },
      location: locations.get(row.locationId ?? '') ?? null,
      account: {
        name,
        language: shown.language,
        supportContactName,
        supportContactEmail,
        supportContactPhone,
      },
      directory: shown.directory,
    }
  })
}

/**
 * Changes what people may change of themselves.
 * @throws Refusal 422 `users.field-owned` where a source supplies it (UA-41)
 */
export async function changeDetails(
  platform: Platform,
  actor: Actor & SignedIn,
  changes: OwnDetailsChanges,
): Promise<OwnDetails> {
  await changeOwnDetails(platform, actor, changes)
  return readOwnDetails(platform, actor)
}
