import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import { addPartner, readAccount } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import { addUser, findUserByEmail, fullName, tellAdmins } from '../users/index.ts'
import { adminUnknown } from './errors.ts'
import type { NewAdmin } from './schema.ts'
import * as store from './store.ts'

/** Who sits at the shell of the machine. */
export const operator = { kind: 'operator', name: 'rollcall' } as const

const setUpLinkLifeHours = 72

/** Adds a partner and gives out the link with which its first admin sets up. */
export async function addPartnerWithLink(
  platform: Platform,
  name: string,
  country: string,
): Promise<{ accountId: string; setUpToken: string }> {
  const partner = await addPartner(platform, operator, name, country)
  const setUpToken = await platform.database.inAccount(partner.accountId, (tx) =>
    makeSetUpLink(platform, tx, null),
  )
  return { accountId: partner.accountId, setUpToken }
}

/**
 * Adds an admin to a partner or customer and gives out the link with which they set a password: the operator's act at the shell.
 * @throws Refusal `users.email-taken`
 */
export async function addAdminWithLink(
  platform: Platform,
  accountId: string,
  admin: NewAdmin,
): Promise<{ userId: string; setUpToken: string }> {
  return platform.database.inAccount(accountId, async (tx) => {
    const userId = await addUser(platform, tx, operator, { ...admin, role: 'admin' })
    return { userId, setUpToken: await makeSetUpLink(platform, tx, userId) }
  })
}

/**
 * Gives out a new set-up link for an admin who is there, with a password or without; links before it end. Until it is used nothing else changes.
 * The account's admins are told by mail, that one too: the operator's act at the shell.
 * @throws Refusal `auth.admin-unknown`
 */
export async function newLinkForAdmin(
  platform: Platform,
  accountId: string,
  email: string,
): Promise<{ name: string; setUpToken: string }> {
  return platform.database.inAccount(accountId, async (tx) => {
    const admin = await findUserByEmail(tx, email)
    // Who is locked gets one as well: it is the way back where the account has no other admin.
    if (admin?.role !== 'admin' || admin.status === 'inactive') {
      throw adminUnknown(email, (await readAccount(tx))?.name ?? accountId)
    }
    const name = fullName(admin)
    await record(tx, operator, 'set-up-link.made', { kind: 'user', id: admin.userId }, { email: admin.email })
    await tellAdmins(platform, tx, operator, { what: 'set-up-link-made', details: { person: name } })
    return { name, setUpToken: await makeSetUpLink(platform, tx, admin.userId) }
  })
}

/** @param userId null: for whoever becomes the account's first admin @returns the token, which is kept nowhere */
export async function makeSetUpLink(platform: Platform, tx: Tx, userId: string | null): Promise<string> {
  const token = randomCredential(tx.accountId, 32)
  const now = platform.clock.now()
  const expiresAt = later(now, { hours: setUpLinkLifeHours })
  await store.replaceSetUpLink(tx, {
    linkId: newId(),
    userId,
    tokenHash: token.hash,
    createdAt: now,
    expiresAt,
  })
  return token.text
}
