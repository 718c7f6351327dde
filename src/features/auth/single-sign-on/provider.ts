import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changesBetween, lastActorOn, record } from '../../audit/index.ts'
import { fullName, readUser, tellAdmins } from '../../users/index.ts'
import { identityProviderOn, identityProviderUnfit } from './errors.ts'
import { sentenceOf } from './faults.ts'
import {
  deletePasswordSessions,
  deleteProvider,
  insertProvider,
  lockSignIn,
  type ProviderRow,
  readProvider,
  replaceProvider,
  updateProvider,
} from './provider-store.ts'
import { assertReady } from './readiness.ts'
import { discover, redirectUri } from './relying-party.ts'
import type {
  IdentityProvider,
  IdentityProviderChanges,
  NewIdentityProvider,
  SingleSignOnSettings,
  SingleSignOnTest,
} from './schema.ts'
import { keepWay, type MadeWay, makeWay, placeOfSecret } from './sign-on.ts'
import { findTest } from './sign-on-store.ts'

const subject = (tx: Tx) => ({ kind: 'identity-provider', id: tx.accountId })

/** The account's identity provider, and what has to be entered there. */
export async function readSettings(platform: Platform, actor: Actor): Promise<SingleSignOnSettings> {
  const provider = await platform.database.inAccount(actor.accountId, readProvider)
  return {
    redirectUri: redirectUri(platform, actor.accountId),
    identityProvider: provider ? presentProvider(platform, actor.accountId, provider) : null,
  }
}

/** An identity provider as the API shows it: whether there is a secret, never the secret. */
export function presentProvider(
  platform: Platform,
  accountId: string,
  provider: ProviderRow,
): IdentityProvider {
  const { sealedClientSecret, testedVersion, testedAt, createdAt, updatedAt, ...shown } = provider
  return {
    ...shown,
    clientSecretSet: sealedClientSecret !== null,
    isTested: testedVersion === provider.version,
    testedAt: testedAt?.toISOString() ?? null,
    redirectUri: redirectUri(platform, accountId),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

/**
 * Looks whether the issuer is an identity provider, in no transaction of ours.
 * @throws Refusal 422 `auth.identity-provider-unfit`
 */
export async function assertFit(platform: Platform, issuer: string): Promise<void> {
  await discover(platform, issuer).catch((error: unknown) => {
    throw identityProviderUnfit(sentenceOf(error))
  })
}

/**
 * Adds the account's identity provider, which `assertFit` has let pass, or gives it other settings, which have to pass a test again; the other admins are
 * told. A secret is kept as long as issuer and client ID are: sent to another issuer, it would be given away.
 * @throws Refusal 409 `auth.identity-provider-on`; 412
 */
export async function saveProvider(
  platform: Platform,
  actor: Actor,
  given: NewIdentityProvider,
  expectedVersion: number | undefined,
): Promise<ProviderRow> {
  const { name, issuer, clientId, clientSecret } = given
  return platform.database.inAccount(actor.accountId, async (tx) => {
    await lockSignIn(tx)
    const now = platform.clock.now()
    const current = await expected(tx, await readProvider(tx), expectedVersion)
    const hasMoved = current?.issuer !== issuer || current.clientId !== clientId
    if (current?.isOn && hasMoved) throw identityProviderOn()
    const kept = hasMoved ? null : current.sealedClientSecret
    const sealedClientSecret =
      clientSecret === undefined ? kept : await platform.sealing.seal(tx, placeOfSecret(tx), clientSecret)
    const values = { name, issuer, clientId, sealedClientSecret }
    const saved = await (() => {
      if (!current) return insertProvider(tx, values, now)
      const isOther = hasMoved || clientSecret !== undefined
      return isOther ? replaceProvider(tx, values, now) : updateProvider(tx, { name }, now)
    })()
    const settings = { name, issuer, clientId, ...(clientSecret === undefined ? {} : { clientSecret }) }
    const changes = changesBetween(current ?? {}, settings, { secrets: ['clientSecret'] })
    const details = { name, issuer, changes }
    await record(tx, actor, 'identity-provider.saved', subject(tx), details)
    await tellAdmins(platform, tx, actor, { what: 'single-sign-on-changed', details: {} })
    return saved
  })
}

/**
 * Renames the account's single sign-on, turns it on or off, or lets passwords stand beside it. Once it is the only way, sessions that were opened
 * with a password end, but the one in which that was done. The other admins are told.
 * @throws Refusal 404; 409 `auth.identity-provider-untested`, `auth.no-verified-domain`; 412
 */
export async function changeProvider(
  platform: Platform,
  actor: Actor,
  changes: IdentityProviderChanges,
  expectedVersion: number | undefined,
): Promise<ProviderRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    await lockSignIn(tx)
    const current = await expected(tx, await readProvider(tx), expectedVersion)
    if (!current) throw notFound()
    if (Object.keys(changes).length === 0) return current
    if (changes.isOn && !current.isOn) await assertReady(tx, current)
    const changed = await updateProvider(tx, changes, platform.clock.now())
    const becomesOnlyWay = isOnlyWay(changed) && !isOnlyWay(current)
    const sessionsEnded = becomesOnlyWay ? await deletePasswordSessions(tx, actor.sessionId) : 0
    await record(tx, actor, 'identity-provider.changed', subject(tx), {
      name: changed.name,
      changes: changesBetween(current, changes),
      ...(becomesOnlyWay ? { sessionsEnded } : {}),
    })
    await tellAdmins(platform, tx, actor, { what: 'single-sign-on-changed', details: {} })
    return changed
  })
}

const isOnlyWay = ({ isOn, keepsLocalPasswords }: ProviderRow) => isOn && !keepsLocalPasswords

/**
 * Removes the account's identity provider; people have passwords again. Their identities stay and sign nobody in, so that they are known should it
 * come back. The other admins are told.
 * @throws Refusal 404; 412
 */
export async function removeProvider(
  platform: Platform,
  actor: Actor,
  expectedVersion: number | undefined,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    await lockSignIn(tx)
    const current = await expected(tx, await readProvider(tx), expectedVersion)
    if (!current) throw notFound()
    await deleteProvider(tx)
    const { name, issuer } = current
    await record(tx, actor, 'identity-provider.removed', subject(tx), { name, issuer })
    await tellAdmins(platform, tx, actor, { what: 'single-sign-on-changed', details: {} })
  })
}

async function expected(
  tx: Tx,
  current: ProviderRow | undefined,
  version: number | undefined,
): Promise<ProviderRow | undefined> {
  if (version !== undefined && current?.version !== version) {
    throw stale(await lastActorOn(tx, 'identity-provider', tx.accountId))
  }
  return current
}

/** The way on which a test goes, made in no transaction of ours. @throws Refusal 404; 502 `auth.identity-provider-silent` */
export async function wayOfTest(platform: Platform, { accountId }: Actor): Promise<MadeWay> {
  const provider = await platform.database.inAccount(accountId, readProvider)
  if (!provider) throw notFound()
  return makeWay(platform, accountId, 'test')
}

/** Begins a test: a way like at signing in (`wayOfTest`), which opens no session. */
export async function beginTest(
  platform: Platform,
  actor: Actor,
  browser: string,
  way: MadeWay,
): Promise<{ id: string; url: string }> {
  const { accountId } = actor
  const id = newId()
  const destination = {
    purpose: 'test',
    userId: actor.userId,
    sessionId: actor.sessionId,
    returnTo: `/accounts/${accountId}/settings/sign-in?test=${id}`,
  } as const
  await platform.database.inAccount(accountId, async (tx) => {
    await keepWay(platform, tx, id, { ...destination, browser }, way)
    await record(tx, actor, 'identity-provider.test-begun', subject(tx))
  })
  return { id, url: way.url }
}

const nothingFound = { issuer: null, subject: null, email: null, person: null }

/** What a test has found so far; the browser may still be at the identity provider. @throws Refusal 404 */
export async function readTest(platform: Platform, actor: Actor, testId: string): Promise<SingleSignOnTest> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const test = await findTest(tx, testId)
    if (!test) throw notFound()
    if (!test.outcome) {
      if (test.expiresAt > platform.clock.now()) return { ...nothingFound, state: 'waiting', message: null }
      const message = 'Nobody came back from the identity provider within ten minutes. Test again.'
      return { ...nothingFound, state: 'failed', message }
    }
    const { personId, ...outcome } = test.outcome
    const user = personId === null ? undefined : await readUser(tx, personId)
    const name = user && fullName(user)
    return { ...outcome, person: user && name ? { id: user.userId, name, email: user.email } : null }
  })
}
