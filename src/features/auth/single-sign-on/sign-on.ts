import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { randomNonce, randomPKCECodeVerifier } from 'openid-client'
import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { cookieOf } from '#platform/http/index.ts'
import { beginAttempt, type Counter, type Limit, networkOf, takeBack } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import { readAccount } from '../../accounts/index.ts'
import { tooManyAttempts } from '../errors.ts'
import { identityProviderSilent, singleSignOnOff } from './errors.ts'
import { sentenceOf } from './faults.ts'
import { type ProviderRow, readProvider } from './provider-store.ts'
import { type RelyingParty, wayOut } from './relying-party.ts'
import { insertSignOn, type SignOnRow } from './sign-on-store.ts'

const wayLifeMinutes = 10

/** Ways that one browser begins: more than a person who comes and turns back. A page that leads in a circle takes nothing from its network. */
const fromBrowser: Limit = {
  name: 'single sign-on from a browser',
  free: 20,
  windowSeconds: wayLifeMinutes * 60,
  firstPauseSeconds: 30,
  longestPauseSeconds: 5 * 60,
}

/**
 * Ways from one network on which nobody has come back yet, within the time in which somebody can: more than a company behind one address has open when
 * its people begin work.
 */
const fromNetwork: Limit = { ...fromBrowser, name: 'single sign-on from a network', free: 500 }

/** Where a way leads: who asked for it, as far as somebody is signed in, and the page to open afterwards. */
export type Destination = Pick<SignOnRow, 'purpose' | 'userId' | 'sessionId' | 'returnTo'>

/**
 * Begins a way to the account's identity provider, for one browser and ten minutes. Only that browser can come back on it: somebody else's code,
 * pushed upon a person, signs nobody in (RFC 9700, 4.7).
 * @param browser what the browser is known by, in its cookie
 * @throws Refusal 409 `auth.single-sign-on-off`, alike for unknown accounts; 502 `auth.identity-provider-silent`
 */
export async function beginSignOn(
  platform: Platform,
  { accountId, browser, ...destination }: Destination & { accountId: string; browser: string },
  signOnId = newId(),
): Promise<{ signOnId: string; url: string }> {
  const way = await makeWay(platform, accountId, destination.purpose)
  await platform.database.inAccount(accountId, (tx) =>
    keepWay(platform, tx, signOnId, { ...destination, browser }, way),
  )
  return { signOnId, url: way.url }
}

/** A way that is known to nobody yet: the address to go to, and what makes it one's own. */
export interface MadeWay {
  url: string
  stateHash: Buffer
  nonce: string
  verifier: string
  providerVersion: number
}

/** Makes a way, for which the identity provider may be asked: in no transaction of ours. @throws Refusal as `beginSignOn` */
export async function makeWay(
  platform: Platform,
  accountId: string,
  purpose: Destination['purpose'],
): Promise<MadeWay> {
  const party = await platform.database.inAccount(accountId, async (tx) => {
    const provider = await usableProvider(tx, purpose)
    return provider && (await relyingPartyOf(platform, tx, provider))
  })
  if (!party) throw singleSignOnOff()
  const state = randomCredential(accountId, 32)
  const [nonce, verifier] = [randomNonce(), randomPKCECodeVerifier()]
  const asked = { state: state.text, nonce, verifier, isStepUp: purpose === 'step-up' }
  const url = await wayOut(platform, party, asked).catch((error: unknown) => {
    throw identityProviderSilent(sentenceOf(error))
  })
  return { url: url.href, stateHash: state.hash, nonce, verifier, providerVersion: party.version }
}

/** Keeps a way, so that the browser can come back on it for ten minutes. */
export async function keepWay(
  { clock, sealing }: Platform,
  tx: Tx,
  signOnId: string,
  { browser, ...destination }: Destination & { browser: string },
  { stateHash, nonce, verifier, providerVersion }: MadeWay,
): Promise<void> {
  const now = clock.now()
  await insertSignOn(tx, {
    ...destination,
    signOnId,
    stateHash,
    browserHash: hashOfBrowser(browser),
    sealedVerifier: await sealing.seal(tx, placeOfVerifier(signOnId), verifier),
    nonce,
    providerVersion,
    createdAt: now,
    expiresAt: later(now, { minutes: wayLifeMinutes }),
  })
}

/**
 * The same for somebody who is not signed in: counted for their browser, where it is known already, and for their network, so that nobody fills the
 * table.
 * @throws Refusal as `beginSignOn`; 429 `auth.too-many-attempts`
 */
export async function beginSignIn(
  platform: Platform,
  given: {
    accountId: string
    browser: string
    isKnownBrowser: boolean
    address: string | undefined
    to: string | undefined
  },
): Promise<{ url: string }> {
  const { accountId, browser, isKnownBrowser, address, to = '/' } = given
  const signOnId = newId()
  const ofBrowser = isKnownBrowser ? [{ limit: fromBrowser, of: [browser] }] : []
  const waitSeconds = await platform.database.inDirectory((tx) =>
    beginAttempt(platform, tx, [...ofBrowser, networkCounter(address)], signOnId),
  )
  if (waitSeconds !== undefined) throw tooManyAttempts(waitSeconds)
  const destination = { purpose: 'sign-in', userId: null, sessionId: null, returnTo: to } as const
  return beginSignOn(platform, { accountId, browser, ...destination }, signOnId)
}

/** It led somebody in: it counts against the network no more. */
export function uncountSignIn(
  platform: Platform,
  signOnId: string,
  address: string | undefined,
): Promise<void> {
  return platform.database.inDirectory((tx) => takeBack(platform, tx, [networkCounter(address)], signOnId))
}

const networkCounter = (address: string | undefined): Counter => ({
  limit: fromNetwork,
  of: [networkOf(address ?? '')],
})

/** The account's identity provider, if this may be done with it: a test before it is on, all else once it is. */
export async function usableProvider(
  tx: Tx,
  purpose: SignOnRow['purpose'],
): Promise<ProviderRow | undefined> {
  const account = await readAccount(tx)
  const provider = account?.status === 'active' ? await readProvider(tx) : undefined
  return provider && (provider.isOn || purpose === 'test') ? provider : undefined
}

/** The settings as the protocol needs them, the secret opened. */
export async function relyingPartyOf(
  { sealing }: Pick<Platform, 'sealing'>,
  tx: Tx,
  { issuer, clientId, version, sealedClientSecret }: ProviderRow,
): Promise<RelyingParty> {
  const clientSecret = sealedClientSecret
    ? await sealing.open(tx, placeOfSecret(tx), sealedClientSecret)
    : undefined
  return { accountId: tx.accountId, issuer, clientId, version, clientSecret }
}

/** Where the client secret stands: the account has one. */
export const placeOfSecret = ({ accountId }: Tx) => ({
  table: 'identity_providers',
  column: 'sealed_client_secret',
  id: accountId,
})

/** Where the secret of a way stands. */
export const placeOfVerifier = (signOnId: string) => ({
  table: 'single_sign_ons',
  column: 'sealed_verifier',
  id: signOnId,
})

/** What the database keeps of a browser. */
export function hashOfBrowser(browser: string): Buffer {
  return createHash('sha256').update(browser).digest()
}

const browserCookieNames = { secure: '__Host-rollcall-sso', plain: 'rollcall-sso' } as const
const browserShape = /^[A-Za-z0-9_-]{43}$/

/** What this browser is known by; undefined where it has begun no way. */
export function browserOf(
  { origins }: Pick<Platform, 'origins'>,
  request: FastifyRequest,
): string | undefined {
  const brought = cookieOf(request, browserCookieNames, origins.service)
  return brought !== undefined && browserShape.test(brought) ? brought : undefined
}

/**
 * Makes the browser known for as long as a way takes. A second tab keeps the first one's mark, so that both can come back.
 * @returns `isKnownBrowser`: it brought its mark
 */
export function markedBrowser(
  { origins }: Pick<Platform, 'origins'>,
  request: FastifyRequest,
): { browser: string; isKnownBrowser: boolean; headers: Record<string, string> } {
  const brought = browserOf({ origins }, request)
  const browser = brought ?? randomBytes(32).toString('base64url')
  const isSecure = origins.service.startsWith('https:')
  const name = browserCookieNames[isSecure ? 'secure' : 'plain']
  const cookie = request.server.serializeCookie(name, browser, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    maxAge: wayLifeMinutes * 60,
  })
  return { browser, isKnownBrowser: brought !== undefined, headers: { 'set-cookie': cookie } }
}
