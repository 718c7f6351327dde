import type { Tx } from '#platform/database/index.ts'
import { type Actor, Refusal, type SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import { record } from '../audit/index.ts'
import { notSignedIn, signedOutByGuesses, wrongProof } from './errors.ts'
import { verifyPassword } from './passwords.ts'
import type { StepUp } from './schema.ts'
import { withSecondFactor } from './second-factors/proving.ts'
import { type Client, signOut } from './sessions.ts'
import { localPasswordsAllowed } from './single-sign-on/local-passwords.ts'
import * as store from './store.ts'

/** Wrong passwords and codes in a row that end a session (threats.md "Stolen session of an administrator"). */
const stepUpFailuresMax = 5

/** With these a proof was looked at and wrong; after any other refusal it may be given again. */
const wrongProofs = ['auth.wrong-password', 'auth.wrong-second-factor']

/**
 * Proves again who the caller is, by their password or their second factor; the session gets a new token.
 * @returns the token
 * @throws Refusal 403 `auth.wrong-password`, `auth.wrong-second-factor`; the fifth time in a row the session ends (401 `auth.not-signed-in`); wrong
 * codes count for the person as well (`auth.locked`)
 */
export function stepUp(
  platform: Platform,
  actor: Actor & SignedIn,
  { password, totp }: StepUp,
  client: Client,
): Promise<string> {
  const { homeAccountId: accountId, userId } = actor
  return proveInSession(platform, actor, async () => {
    if (totp === undefined) {
      await provePassword(platform, actor, password ?? '')
      return platform.database.inAccount(accountId, (tx) => renewSession(platform, tx, actor))
    }
    return withSecondFactor(platform, { accountId, userId }, totp, client, async (tx) => {
      await store.markSecondFactorGiven(tx, actor.sessionId, platform.clock.now())
      return renewSession(platform, tx, actor)
    })
  })
}

/**
 * Runs `prove`, which throws where the caller's password or code is wrong. It counts as failed before it is looked at, so that of parallel guesses five
 * are compared; the fifth wrong one in a row ends the session. What is right ends the count with `renewSession`.
 * @throws Refusal what `prove` throws; 401 `auth.not-signed-in` when the session has ended
 */
export async function proveInSession<T>(
  platform: Platform,
  actor: Actor & SignedIn,
  prove: () => Promise<T>,
): Promise<T> {
  const { database } = platform
  const { homeAccountId, sessionId } = actor
  const failures = await database.inAccount(homeAccountId, (tx) => store.countStepUpFailure(tx, sessionId))
  if (failures === 0) throw notSignedIn()
  if (failures > stepUpFailuresMax) throw await endGuessedSession(platform, actor)
  try {
    return await prove()
  } catch (error) {
    if (!(error instanceof Refusal && wrongProofs.includes(error.code))) {
      await database.inAccount(homeAccountId, (tx) => store.uncountStepUpFailure(tx, sessionId))
      throw error
    }
    throw failures < stepUpFailuresMax ? error : await endGuessedSession(platform, actor)
  }
}

/** Gives the session a new token, and five minutes in which delicate acts need no further proof. @returns the token, to be set as cookie */
export async function renewSession(platform: Platform, tx: Tx, actor: Actor & SignedIn): Promise<string> {
  const token = randomCredential(tx.accountId, 32)
  await store.rotateSession(tx, actor.sessionId, token.hash, platform.clock.now())
  await record(tx, actor, 'session.stepped-up', { kind: 'user', id: actor.userId })
  return token.text
}

/** @throws Refusal `auth.wrong-password`, also for who has no password, or may use none */
async function provePassword(platform: Platform, actor: Actor, password: string): Promise<void> {
  const hash = await platform.database.inAccount(actor.homeAccountId, async (tx) =>
    (await localPasswordsAllowed(tx)) ? store.readPasswordHash(tx, actor.userId) : undefined,
  )
  if (!(await verifyPassword(platform, password, hash))) throw wrongProof()
}

async function endGuessedSession(platform: Platform, actor: Actor & SignedIn): Promise<Refusal> {
  await signOut(platform, actor)
  return signedOutByGuesses()
}
