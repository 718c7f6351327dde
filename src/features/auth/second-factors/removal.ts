import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { type OtherActor, record } from '../../audit/index.ts'
import { findUserByEmail, fullName, readUser, tellAdmins, type UserRow } from '../../users/index.ts'
import { adminUnknown, noSecondFactor, secondFactorNeeded } from '../errors.ts'
import { tellPerson } from '../notices.ts'
import { operator } from '../set-up-links.ts'
import { isSecondFactorNeeded } from './policy.ts'
import { forgetRememberedDevices } from './remembered-devices.ts'
import * as store from './store.ts'

/** Removes the caller's own second factor. @throws Refusal 404 without one; `auth.second-factor-needed` where the account asks for one */
export async function removeOwnSecondFactor(platform: Platform, actor: Actor): Promise<void> {
  await platform.database.inAccount(actor.homeAccountId, (tx) => removeOwn(platform, tx, actor))
}

/**
 * An admin removes the second factor of somebody who has lost their phone and their recovery codes. The person and the other admins are told: whoever
 * knows the password can sign in now.
 * @throws Refusal 404 unknown, or without one; for oneself as `removeOwnSecondFactor`
 */
export async function removeSecondFactorOf(platform: Platform, actor: Actor, userId: string): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const user = await readUser(tx, userId, true)
    if (!user) throw notFound()
    if (userId === actor.userId) return removeOwn(platform, tx, actor)
    await remove(tx, actor, user)
    const by = { by: actor.name }
    await tellPerson(platform, tx, userId, { what: 'second-factor-removed-by-admin', details: by })
    await tellAdmins(platform, tx, actor, {
      what: 'second-factor-removed',
      details: { person: fullName(user) },
    })
  })
}

/**
 * Removes the second factor of an admin who has lost their phone and their recovery codes, where no other admin can: the operator's act at the shell.
 * They and the account's admins are told.
 * @throws Refusal `auth.admin-unknown`; `auth.no-second-factor`
 */
export async function removeSecondFactorAtShell(
  platform: Platform,
  accountId: string,
  email: string,
): Promise<{ name: string }> {
  return platform.database.inAccount(accountId, async (tx) => {
    const found = await findUserByEmail(tx, email)
    const admin = found && (await readUser(tx, found.userId, true))
    const accountName = ((await readAccount(tx)) as AccountRow).name
    if (admin?.role !== 'admin') throw adminUnknown(email, accountName)
    if (!(await store.findSecondFactor(tx, admin.userId))) throw noSecondFactor(fullName(admin))
    await remove(tx, operator, admin)
    const by = { by: 'Rollcall' }
    await tellPerson(platform, tx, admin.userId, { what: 'second-factor-removed-by-admin', details: by })
    await tellAdmins(platform, tx, operator, {
      what: 'second-factor-removed',
      details: { person: fullName(admin) },
    })
    return { name: fullName(admin) }
  })
}

async function removeOwn(platform: Platform, tx: Tx, actor: Actor): Promise<void> {
  await readUser(tx, actor.userId, true)
  if (await isSecondFactorNeeded(tx, actor.role)) throw secondFactorNeeded()
  await remove(tx, actor, actor)
  await tellPerson(platform, tx, actor.userId, { what: 'second-factor-removed', details: {} }, actor)
}

async function remove(
  tx: Tx,
  actor: Actor | OtherActor,
  { userId, email }: Pick<UserRow, 'userId' | 'email'>,
): Promise<void> {
  if ((await store.deleteSecondFactorsOf(tx, [userId])) === 0) throw notFound()
  await forgetRememberedDevices(tx, [userId])
  await record(tx, actor, 'second-factor.removed', { kind: 'user', id: userId }, { email })
}
