import { newId, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { emailHmac } from '#platform/secrets/index.ts'
import { beginSignIn, type SignInAttempt } from './attempts.ts'
import type { Credentials } from './credentials-schema.ts'
import { holdersOf } from './directory-store.ts'
import { accountChoice, secondFactorRequired, wrongCredentials } from './errors.ts'
import { hashPassword, isCheaper, verifyPassword } from './passwords.ts'
import { answeredInTime } from './refusal-time.ts'
import { withSecondFactor } from './second-factors/proving.ts'
import { addRememberedDevice, isRemembered } from './second-factors/remembered-devices.ts'
import { answerOf, type SessionAnswer } from './session-answers.ts'
import { type Client, type Held, holdPerson, openSessionOf } from './sessions.ts'
import { type FoundPerson, findPersonToVerify } from './sign-in-store.ts'
import * as store from './store.ts'

interface Candidate extends FoundPerson {
  accountId: string
}

/** The cookies of a device that may be known, and of one that may be remembered. */
interface Cookies {
  device: string | undefined
  remembered: string | undefined
}

/** What a sign-in gives the browser: its session, and `remembered` where it wants to be asked for the password only. */
export interface SignIn {
  answer: SessionAnswer
  remembered: string | undefined
}

/**
 * Signs a person in: the password first, then the choice of an account, then the second factor of whoever has one.
 * @throws Refusal `auth.wrong-credentials` and `auth.too-many-attempts`, alike for unknown, unregistered, locked and wrong; `auth.account-choice` when
 * several accounts fit; `auth.second-factor-required`, `auth.wrong-second-factor`, `auth.locked`; `auth.busy`
 */
export function signIn(platform: Platform, given: Credentials, client: Client & Cookies): Promise<SignIn> {
  return answeredInTime(platform, () => signInNow(platform, given, client))
}

async function signInNow(platform: Platform, given: Credentials, client: Client & Cookies): Promise<SignIn> {
  const { database } = platform
  const hmac = emailHmac(platform.masterKey.deriveKey('sign-in directory'), given.email)
  const attempt = await beginSignIn(platform, { email: given.email, ...client }, (tx) =>
    holdersOf(tx, hmac, given.account),
  )
  const fitting = await verifiedCandidates(platform, given, attempt.accountIds).catch(
    async (error: unknown) => {
      await database.inDirectory(attempt.undone)
      throw error
    },
  )
  const [only, ...others] = fitting
  if (!only) {
    await database.inDirectory(attempt.failed)
    throw wrongCredentials()
  }
  if (others.length > 0) {
    const accountIds = fitting.map(({ accountId }) => accountId)
    await database.inDirectory((tx) => attempt.succeeded(tx, accountIds))
    throw accountChoice(fitting.map(({ accountId, accountName }) => ({ id: accountId, name: accountName })))
  }
  return passSecondFactor(platform, only, attempt, given, client)
}

/** Nothing is asked or looked up before the password is right: until then who has a second factor answers like everybody, in the same time. */
async function passSecondFactor(
  platform: Platform,
  { accountId, userId, hash }: Candidate,
  attempt: SignInAttempt,
  given: Credentials,
  client: Client & Cookies,
): Promise<SignIn> {
  // Only here is the password known: one that was set when hashes cost less gets one that costs what they cost now.
  // In a rush it waits for the next sign-in: who gave the right password is let in.
  const dearer =
    hash !== null && isCheaper(platform, hash)
      ? await hashPassword(platform, given.password).catch(() => undefined)
      : undefined
  const hold = async (tx: Tx) => {
    const held = await holdPerson(tx, userId)
    // A password that was changed since it was looked at opens nothing.
    if (held.person.hash !== hash) throw wrongCredentials()
    return held
  }
  const open = async (tx: Tx, held: Held, hasSecondFactor: boolean) => {
    const opened = await openSessionOf(platform, tx, held, client, {
      signedInBy: 'password',
      hasSecondFactor,
    })
    if (dearer !== undefined) await store.rehashPassword(tx, userId, dearer)
    return answerOf(platform, tx, opened, client.device)
  }
  const answer = await platform.database.inAccount(accountId, async (tx) => {
    // Held first, so that who confirms a second factor at this moment has it asked for.
    const held = await hold(tx)
    const isAsked = held.person.secondFactorSince !== null
    const isOpen = !isAsked || (await isRemembered(platform, tx, userId, client.remembered, client))
    const opened = isOpen ? await open(tx, held, false) : undefined
    // Last, because counters are shared: who waits for one waits for the commit alone.
    await attempt.succeeded(tx, [accountId])
    return opened
  })
  if (answer) return { answer, remembered: undefined }
  if (given.totp === undefined) throw secondFactorRequired()
  return withSecondFactor(platform, { accountId, userId }, given.totp, client, async (tx) => ({
    answer: await open(tx, await hold(tx), true),
    remembered: given.rememberDevice ? await addRememberedDevice(platform, tx, userId, client) : undefined,
  }))
}

/** Whose password this is, among the people with this e-mail address. */
async function verifiedCandidates(
  platform: Platform,
  given: Credentials,
  accountIds: string[],
): Promise<Candidate[]> {
  const candidates = await findCandidates(platform, given, accountIds)
  // At least one verification, so that an unknown address takes as long as a known one.
  const fitting: Candidate[] = []
  for (const candidate of candidates) {
    if (await verifyPassword(platform, given.password, candidate.hash ?? undefined)) fitting.push(candidate)
  }
  if (candidates.length === 0) await verifyPassword(platform, given.password, undefined)
  return fitting
}

async function findCandidates(
  { database }: Platform,
  given: Credentials,
  accountIds: string[],
): Promise<Candidate[]> {
  // Where nobody has the address, nobody is looked for in no account: otherwise the time would tell which addresses are known
  // (bench/enumeration.ts). Not by what was typed: that may be a password, and the database may log its statements.
  const [looked, email] = accountIds.length > 0 ? [accountIds, given.email.trim()] : [[newId()], newId()]
  const found = await Promise.all(
    looked.map((accountId) =>
      database.inAccount(accountId, async (tx): Promise<Candidate | undefined> => {
        const person = await findPersonToVerify(tx, email)
        return person && { accountId, ...person }
      }),
    ),
  )
  return found.filter((candidate) => candidate !== undefined)
}
