import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound, type SignedIn } from '#platform/http/index.ts'
import { beginAttempt, type Limit, resetCounter } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { readUser } from '../../users/index.ts'
import { noEnrolment, tooManyAttempts, wrongSecondFactor } from '../errors.ts'
import { tellPerson } from '../notices.ts'
import { markSecondFactorGiven } from '../store.ts'
import { placeOf } from './proving.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { forgetRememberedDevices } from './remembered-devices.ts'
import type { NewSecondFactor } from './schema.ts'
import * as store from './store.ts'
import { newTotpSecret, timeStepOf, totpUri } from './totp.ts'

/** Who begins has this long to give the first code. */
const enrolmentLifeHours = 1

/**
 * First codes of one person. Whoever guesses at a session that is not theirs was not told the secret, and would be given recovery codes; who was told
 * it needs few.
 */
const firstCodesOfPerson: Limit = {
  name: 'first codes of a second factor',
  free: 10,
  windowSeconds: enrolmentLifeHours * 3600,
  firstPauseSeconds: 60,
  longestPauseSeconds: 15 * 60,
}

const enrolmentPlaceOf = (userId: string) => ({
  table: 'second_factor_enrolments',
  column: 'sealed_secret',
  id: userId,
})

/** Begins to set up an authenticator app. One that the person has goes on counting until the first code of the new one. */
export async function beginEnrolment(platform: Platform, actor: Actor & SignedIn): Promise<NewSecondFactor> {
  const secret = newTotpSecret()
  return platform.database.inAccount(actor.homeAccountId, async (tx) => {
    const sealedSecret = await platform.sealing.seal(tx, enrolmentPlaceOf(actor.userId), secret)
    await store.upsertEnrolment(tx, actor.userId, { sealedSecret, createdAt: platform.clock.now() })
    await record(tx, actor, 'second-factor.begun', { kind: 'user', id: actor.userId })
    const accountName = ((await readAccount(tx)) as AccountRow).name
    return { secret, uri: totpUri(secret, { email: actor.email, accountName }) }
  })
}

/**
 * The first code of the app that is being set up: from now on it is asked for at sign-in, and the present session counts as one in which it was given.
 * No device is remembered any more. Of two at once one does it.
 * @returns ten recovery codes, which are shown this once
 * @throws Refusal `auth.no-enrolment`; 401 `auth.wrong-second-factor`; 429 `auth.too-many-attempts` after ten within the hour
 */
export async function confirmEnrolment(
  platform: Platform,
  actor: Actor & SignedIn,
  totp: string,
): Promise<string[]> {
  const { database } = platform
  const counter = { limit: firstCodesOfPerson, of: [actor.homeAccountId, actor.userId] }
  // Counted before comparing, so that of parallel guesses ten are compared.
  const waitSeconds = await database.inDirectory((tx) => beginAttempt(platform, tx, [counter], newId()))
  if (waitSeconds !== undefined) throw tooManyAttempts(waitSeconds)
  const recoveryCodes = await takeFirstCode(platform, actor, totp)
  await database.inDirectory((tx) => resetCounter(platform, tx, counter))
  return recoveryCodes
}

async function takeFirstCode(platform: Platform, actor: Actor & SignedIn, totp: string): Promise<string[]> {
  const { database, sealing, clock } = platform
  const { userId } = actor
  return database.inAccount(actor.homeAccountId, async (tx) => {
    const now = clock.now()
    await readUser(tx, userId, true)
    const sealed = await store.findEnrolment(tx, userId, later(now, { hours: -enrolmentLifeHours }))
    if (sealed === undefined) throw noEnrolment()
    const secret = await sealing.open(tx, enrolmentPlaceOf(userId), sealed)
    const timeStep = await timeStepOf(totp, secret, now)
    if (timeStep === undefined) throw wrongSecondFactor()
    const sealedSecret = await sealing.seal(tx, placeOf(userId), secret)
    await store.upsertSecondFactor(tx, userId, { sealedSecret, confirmedAt: now, timeStep })
    await store.deleteEnrolment(tx, userId)
    await forgetRememberedDevices(tx, [userId])
    await markSecondFactorGiven(tx, actor.sessionId, now)
    await record(tx, actor, 'second-factor.added', { kind: 'user', id: userId })
    await tellPerson(platform, tx, userId, { what: 'second-factor-added', details: {} }, actor)
    return makeRecoveryCodes(platform, tx, userId)
  })
}

/** Makes new recovery codes; those before them end. @returns ten, shown this once @throws Refusal 404 without a second factor */
export async function renewRecoveryCodes(platform: Platform, actor: Actor): Promise<string[]> {
  const { userId } = actor
  return platform.database.inAccount(actor.homeAccountId, async (tx) => {
    await readUser(tx, userId, true)
    if (!(await store.findSecondFactor(tx, userId))) throw notFound()
    await record(tx, actor, 'recovery-codes.made', { kind: 'user', id: userId })
    await tellPerson(platform, tx, userId, { what: 'recovery-codes-made', details: {} }, actor)
    return makeRecoveryCodes(platform, tx, userId)
  })
}

/** The caller's second factor, and how many recovery codes are left; null: they have none. */
export async function readOwnSecondFactor(
  tx: Tx,
  userId: string,
): Promise<{ enrolledAt: string; recoveryCodesLeft: number } | null> {
  const factor = await store.findSecondFactor(tx, userId)
  if (!factor) return null
  return {
    enrolledAt: factor.confirmedAt.toISOString(),
    recoveryCodesLeft: await store.countRecoveryCodes(tx, userId),
  }
}
