import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, lockAccount, readAccount, setAdminsNeedSecondFactor } from '../../accounts/index.ts'
import { changesBetween, record } from '../../audit/index.ts'
import { readUser, tellAdmins } from '../../users/index.ts'
import { enrolFirst } from '../errors.ts'
import type { SignInPolicy, SignInPolicyChanges } from './schema.ts'
import { findSecondFactor } from './store.ts'

/** What the account asks of those who sign in. */
export async function readPolicy({ database }: Platform, accountId: string): Promise<SignInPolicy> {
  return database.inAccount(accountId, async (tx) => present((await readAccount(tx)) as AccountRow))
}

/**
 * Changes what the account asks of those who sign in, from the next request of everybody. The other admins are told.
 * @throws Refusal `auth.enrol-first`: only an admin of the account who has a second factor can ask the others for one (threats.md "Stolen admin
 * mailbox"), so that somebody is left who can enter
 */
export async function changePolicy(
  platform: Platform,
  actor: Actor,
  { adminsNeedSecondFactor }: SignInPolicyChanges,
): Promise<SignInPolicy> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    // The person first: their factor is not removed while they ask the others for one.
    await readUser(tx, actor.userId, true)
    const account = (await lockAccount(tx)) as AccountRow
    if (adminsNeedSecondFactor === undefined || adminsNeedSecondFactor === account.adminsNeedSecondFactor) {
      return present(account)
    }
    if (adminsNeedSecondFactor && !(await findSecondFactor(tx, actor.userId))) throw enrolFirst()
    await setAdminsNeedSecondFactor(tx, adminsNeedSecondFactor)
    const policy = { adminsNeedSecondFactor }
    const details = { changes: changesBetween(account, policy) }
    await record(tx, actor, 'sign-in-policy.changed', { kind: 'account', id: tx.accountId }, details)
    const what = adminsNeedSecondFactor ? 'second-factor-asked-for' : 'second-factor-not-asked-for'
    await tellAdmins(platform, tx, actor, { what, details: {} })
    return policy
  })
}

/** Whether the account asks somebody of this role for a second factor. */
export async function isSecondFactorNeeded(tx: Tx, role: string): Promise<boolean> {
  return role === 'admin' && ((await readAccount(tx)) as AccountRow).adminsNeedSecondFactor
}

function present({ adminsNeedSecondFactor }: AccountRow): SignInPolicy {
  return { adminsNeedSecondFactor }
}
