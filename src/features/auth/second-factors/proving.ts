import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { endUser, record } from '../../audit/index.ts'
import { readUser } from '../../users/index.ts'
import { personLocked, wrongSecondFactor } from '../errors.ts'
import { tellPerson } from '../notices.ts'
import type { Client } from '../sessions.ts'
import { lockPerson } from './locking.ts'
import { recoveryCodeHash } from './recovery-codes.ts'
import * as store from './store.ts'
import { isTotp, timeStepOf } from './totp.ts'

/** Wrong codes in a row that lock a person: whoever gives them knows the password (NIST SP 800-63B-4, 3.2.2, allows a hundred). */
const failuresMax = 10

/**
 * Takes a code from the app, or a recovery code, and does `act` in the same transaction: with a code that is taken once, of two who bring it one gets
 * what it is for.
 * @throws Refusal `auth.wrong-second-factor`; the tenth time in a row the person is locked (403 `auth.locked`)
 */
export async function withSecondFactor<T>(
  platform: Platform,
  person: { accountId: string; userId: string },
  given: string,
  client: Client,
  act: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { database } = platform
  const { accountId, userId } = person
  // Counted before comparing, in a transaction of its own: of parallel guesses ten are compared.
  const failures = await database.inAccount(accountId, (tx) => store.countFailure(tx, userId))
  if (failures === undefined) throw wrongSecondFactor()
  // Who locks after the tenth may have been stopped before they did; nobody who is locked is locked again.
  if (failures > failuresMax) throw await lockedBy(platform, person, client)
  const result = await database.inAccount(accountId, async (tx) => {
    // Before the factor, as everywhere: who locks the person or replaces the factor at the same time waits, or is waited for.
    await readUser(tx, userId, true)
    const isTaken = await take(platform, tx, userId, given, client)
    return isTaken ? { of: await act(tx) } : undefined
  })
  if (result) return result.of
  if (failures < failuresMax) throw wrongSecondFactor()
  throw await lockedBy(platform, person, client)
}

async function lockedBy(platform: Platform, person: Parameters<typeof lockPerson>[1], client: Client) {
  await lockPerson(platform, person, client)
  return personLocked()
}

/** Where the secret of a person's authenticator app stands. */
export const placeOf = (userId: string) => ({ table: 'second_factors', column: 'sealed_secret', id: userId })

/** @returns whether it was right, and nobody had taken it before */
async function take(
  platform: Platform,
  tx: Tx,
  userId: string,
  given: string,
  client: Client,
): Promise<boolean> {
  const now = platform.clock.now()
  if (isTotp(given)) {
    const factor = await store.findSecondFactor(tx, userId)
    if (!factor) return false
    const secret = await platform.sealing.open(tx, placeOf(userId), factor.sealedSecret)
    const timeStep = await timeStepOf(given, secret, now)
    return timeStep !== undefined && store.takeTimeStep(tx, userId, timeStep)
  }
  const codeHash = recoveryCodeHash(platform, tx.accountId, userId, given)
  if (!(await store.spendRecoveryCode(tx, userId, codeHash, now))) return false
  await store.resetFailures(tx, userId)
  const left = await store.countRecoveryCodes(tx, userId)
  const actor = endUser('recovery code', client.address)
  await record(tx, actor, 'recovery-code.used', { kind: 'user', id: userId }, { left })
  await tellPerson(platform, tx, userId, { what: 'recovery-code-used', details: { left } }, client)
  return true
}
