import type { Tx } from '#platform/database/index.ts'
import type { SignedIn } from '#platform/http/index.ts'
import { readUser } from '../users/index.ts'
import { holdActiveAccount } from './account-store.ts'
import { notSignedIn } from './errors.ts'
import { holdSession, passwordMailedAt, readOpening } from './own-store.ts'
import { findSecondFactor } from './second-factors/store.ts'

/** What a session proves beside the password, by which acts are judged that a stolen mailbox must not open. */
export interface SessionProof {
  isBySingleSignOn: boolean
  /** When a code of the second factor was last given in the session. */
  secondFactorGivenAt: Date | null
  /** Since when the person has the second factor that they have; null: none. */
  secondFactorSince: Date | null
  /** When a link from an e-mail last set the person's password; null: none did since an administrator's hand gave it. */
  passwordMailedAt: Date | null
}

type Sitting = Pick<SignedIn, 'userId' | 'sessionId'>

/** What the caller's session proves. @throws Refusal 401 `auth.not-signed-in` when it has ended */
export async function sessionProof(tx: Tx, { userId, sessionId }: Sitting): Promise<SessionProof> {
  const opening = await readOpening(tx, sessionId)
  if (!opening) throw notSignedIn()
  const factor = await findSecondFactor(tx, userId)
  return {
    isBySingleSignOn: opening.openedBy === 'single-sign-on',
    secondFactorGivenAt: opening.secondFactorAt,
    secondFactorSince: factor?.confirmedAt ?? null,
    passwordMailedAt: await passwordMailedAt(tx, userId),
  }
}

/**
 * Keeps the caller who they are until the transaction ends: nobody signs them out, deactivates them or their account, or changes their password or
 * second factor meanwhile. The person is locked first, as everywhere.
 * @throws Refusal 401 `auth.not-signed-in` where that was done already
 */
export async function holdCaller(tx: Tx, { userId, sessionId }: Sitting): Promise<void> {
  const person = await readUser(tx, userId, true)
  const isIn = person?.status === 'registered' && (await holdActiveAccount(tx))
  if (!isIn || !(await holdSession(tx, sessionId))) throw notSignedIn()
}
