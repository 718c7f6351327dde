import { newId, type Tx } from '#platform/database/index.ts'
import { invalid } from '#platform/http/index.ts'
import { beginAttempt, type Limit, networkOf } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential } from '#platform/secrets/index.ts'
import { type AccountRow, firstPartner, readAccount } from '../accounts/index.ts'
import { endUser, type OtherActor, record } from '../audit/index.ts'
import { addUser, findUserByEmail, hasAdmin, markRegistered, readUser, type UserRow } from '../users/index.ts'
import { holdActiveAccount } from './account-store.ts'
import { setUpLinkUnknown, tooManyAttempts } from './errors.ts'
import { tellPerson } from './notices.ts'
import {
  acceptPassword,
  guessesMinOfShort,
  lengthMinOf,
  type PasswordOwner,
  passwordOwner,
  tooEasy,
} from './password-policy.ts'
import { hashPassword } from './passwords.ts'
import type { SetUp, SetUpLink } from './schema.ts'
import { unlock } from './second-factors/locking.ts'
import { findSecondFactor } from './second-factors/store.ts'
import { type Client, openSession } from './sessions.ts'
import { type PasswordSetBy, setPassword } from './set-password.ts'
import { makeSetUpLink, operator } from './set-up-links.ts'
import { singleSignOnOnly } from './single-sign-on/errors.ts'
import { localPasswordsAllowed, singleSignOnAlone } from './single-sign-on/local-passwords.ts'
import * as store from './store.ts'

/** One network that tries set-up links. */
const linksFromNetwork: Limit = {
  name: 'set-up from a network',
  free: 20,
  windowSeconds: 60 * 60,
  firstPauseSeconds: 30,
  longestPauseSeconds: 15 * 60,
}

/**
 * The first start: makes the operator root and a first partner, and its first admin from the given address and password. Without them, and as
 * long as nobody has registered, it answers with a fresh one-time set-up link instead.
 * @throws Refusal where the password is needed and among those that are tried first
 */
export async function bootstrap(
  platform: Platform,
  admin: { email: string; password: string } | undefined,
): Promise<{ setUpToken: string } | undefined> {
  const { database } = platform
  const partnerId = await firstPartner(platform, operator)
  const account = await database.inAccount(partnerId, async (tx) =>
    (await hasAdmin(tx)) ? undefined : readAccount(tx),
  )
  if (!account) return undefined
  if (!admin) {
    return { setUpToken: await database.inAccount(partnerId, (tx) => makeSetUpLink(platform, tx, null)) }
  }
  const [local = 'Admin'] = admin.email.split('@')
  const person = { firstName: '', lastName: local, email: admin.email }
  const fault = await tooEasy(admin.password, { ...person, accountName: account.name }, guessesMinOfShort)
  if (fault)
    throw invalid(
      [{ path: 'ROLLCALL_ADMIN_PASSWORD', ...fault }],
      `ROLLCALL_ADMIN_PASSWORD: ${fault.message}`,
    )
  const hash = await hashPassword(platform, admin.password)
  return database.inAccount(partnerId, async (tx) => {
    const known = await findUserByEmail(tx, admin.email)
    const userId = known?.userId ?? (await addUser(platform, tx, operator, { ...person, role: 'admin' }))
    await register(platform, tx, operator, { userId, email: admin.email }, { hash, setBy: 'printed-link' })
    // A start before this one may have printed a link, which stands in the log.
    await store.deleteFirstAdminLinks(tx)
    return undefined
  })
}

/**
 * For whom a set-up link is: what its page shows before a password is set.
 * @throws Refusal 410 `auth.set-up-link-unknown`; 429 `auth.too-many-attempts` after many such from one network
 */
export async function lookUpSetUpLink(
  platform: Platform,
  token: string,
  address: string | undefined,
): Promise<SetUpLink> {
  const { account, user, owner, singleSignOn } = await findOpenLink(platform, token, address)
  return {
    signInBy: singleSignOn ? 'single-sign-on' : 'password',
    singleSignOn,
    accountName: account.name,
    language: user ? ((user.language ?? account.language) as SetUpLink['language']) : null,
    person: user ? { firstName: user.firstName, lastName: user.lastName, email: user.email } : null,
    // Nothing that the link does not tell anyway: a password that is too short is refused with this number, and spends no link.
    passwordLengthMin: lengthMinOf(owner ?? { hasSecondFactor: false }),
  }
}

/**
 * Finishes a set-up link: makes the admin where the link is for a new one, sets the password, signs in. Who had a password may have lost it to
 * somebody else: all their sessions end, no device of theirs is known or remembered any more, and they are told.
 * @returns the session's token; undefined: nobody is signed in, because a link must not stand for the person's second factor
 * @throws Refusal 410 `auth.set-up-link-unknown`; 429 `auth.too-many-attempts` after many such from one network; 409 `auth.single-sign-on-only` for a
 * mailed link; 422 as `acceptPassword` does; 503 `auth.busy`
 */
export async function finishSetUp(
  platform: Platform,
  given: SetUp,
  client: Client,
): Promise<string | undefined> {
  const { database, clock } = platform
  const { address } = client
  // Judging and hashing are dear: only for a link that there is.
  const open = await findOpenLink(platform, given.token, address)
  const hash = await acceptPassword(platform, given.password, open.owner ?? firstAdmin(open.account, given))
  return database.inAccount(open.account.accountId, async (tx) => {
    // The person first, then their account: neither is deactivated until this is done.
    const known = open.user && (await readUser(tx, open.user.userId, true))
    const link =
      (await holdActiveAccount(tx)) && (await store.spendSetUpLink(tx, open.tokenHash, clock.now()))
    if (!link || known?.userId !== open.user?.userId) throw setUpLinkUnknown()
    const setBy = link.mailState !== null ? 'mailed-link' : known ? 'printed-link' : 'first-admin-link'
    // A printed one is the operator's way in where the identity provider is out of order.
    if (setBy === 'mailed-link' && !(await localPasswordsAllowed(tx))) throw singleSignOnOnly()
    const user = known ?? (await addFirstAdmin(platform, tx, given))
    await register(platform, tx, endUser('set-up link', address), user, { hash, setBy })
    if (known?.registeredAt) {
      await tellPerson(platform, tx, user.userId, { what: 'password-reset', details: {} }, client)
    }
    if (await findSecondFactor(tx, user.userId)) return undefined
    return openSession(platform, tx, user.userId, client, { signedInBy: 'link', hasSecondFactor: false })
  })
}

interface OpenLink {
  tokenHash: Buffer
  account: AccountRow
  user: UserRow | undefined
  owner: PasswordOwner | undefined
  /** Where its person signs in instead of choosing a password. */
  singleSignOn: SetUpLink['singleSignOn']
}

/**
 * The link that is open. Counted are wrong ones alone, after they were looked up: nobody guesses 256 bits, so what is guarded is the log and the
 * database, and who has a right link neither waits for what others of their network have tried, nor for a write.
 * @throws Refusal 410 `auth.set-up-link-unknown`; 429 `auth.too-many-attempts`
 */
async function findOpenLink(
  platform: Platform,
  token: string,
  address: string | undefined,
): Promise<OpenLink> {
  const { database, clock } = platform
  const credential = parseCredential(token)
  const open =
    credential &&
    (await database.inAccount(credential.accountId, (tx) => openLink(tx, credential.hash, clock.now())))
  if (open) return open
  const counter = { limit: linksFromNetwork, of: [networkOf(address ?? '')] }
  const waitSeconds = await database.inDirectory((tx) => beginAttempt(platform, tx, [counter], newId()))
  throw waitSeconds === undefined ? setUpLinkUnknown() : tooManyAttempts(waitSeconds)
}

/** For whom an open link is; `user` undefined: for a first admin. A link into an account that is not active is as good as unknown. */
async function openLink(tx: Tx, tokenHash: Buffer, now: Date): Promise<OpenLink | undefined> {
  const link = await store.findOpenSetUpLink(tx, tokenHash, now)
  const account = link && (await readAccount(tx))
  if (account?.status !== 'active') return undefined
  if (!link?.userId) return { tokenHash, account, user: undefined, owner: undefined, singleSignOn: null }
  // A printed link is the operator's way in, whatever the account signs in with.
  const provider = link.mailState === null ? null : await singleSignOnAlone(tx)
  return {
    tokenHash,
    account,
    user: await readUser(tx, link.userId),
    owner: await passwordOwner(tx, link.userId),
    singleSignOn: provider && { accountId: tx.accountId, name: provider.name },
  }
}

/** What is known of a first admin before there is one. */
function firstAdmin({ name: accountName }: AccountRow, given: SetUp): PasswordOwner {
  const { firstName = '', lastName = '', email = '' } = given
  return { firstName, lastName, email, accountName, hasSecondFactor: false }
}

async function addFirstAdmin(
  platform: Platform,
  tx: Tx,
  given: SetUp,
): Promise<{ userId: string; email: string }> {
  const { email, lastName, firstName = '' } = given
  if (!email || !lastName) {
    throw invalid([
      ...(lastName ? [] : [{ path: 'lastName', code: 'field.required', message: 'Enter your last name.' }]),
      ...(email ? [] : [{ path: 'email', code: 'field.required', message: 'Enter your e-mail address.' }]),
    ])
  }
  return {
    userId: await addUser(platform, tx, operator, { email, lastName, firstName, role: 'admin' }),
    email,
  }
}

async function register(
  platform: Platform,
  tx: Tx,
  actor: OtherActor,
  user: { userId: string; email: string },
  password: { hash: string; setBy: PasswordSetBy },
): Promise<void> {
  const sessionsEnded = await setPassword(platform, tx, user, password)
  await markRegistered(tx, user.userId, platform.clock.now())
  await unlock(tx, user.userId)
  await record(tx, actor, 'password.set', { kind: 'user', id: user.userId }, { sessionsEnded })
}
