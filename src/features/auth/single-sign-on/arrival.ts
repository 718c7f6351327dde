import { newId, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential } from '#platform/secrets/index.ts'
import { type Client, callerOf, openSession } from '../sessions.ts'
import { renewSession } from '../step-up.ts'
import { codeOf, isRefusal, sentenceOf } from './faults.ts'
import { findPerson, welcomePerson } from './person.ts'
import { markTested } from './provider-store.ts'
import { type Claims, clockToleranceSeconds, type RelyingParty, wayBack } from './relying-party.ts'
import type { SingleSignOnProblem } from './schema.ts'
import { hashOfBrowser, placeOfVerifier, relyingPartyOf, uncountSignIn, usableProvider } from './sign-on.ts'
import { type SignOnRow, spendSignOn, type TestOutcome, writeOutcome } from './sign-on-store.ts'

/** With what a browser comes back from the identity provider. */
export interface Arrival {
  /** Of the address: to whose identity provider it was told. Whoever comes can have written it. */
  accountId: string
  /** Of the address, with its `?`: code and state, or what went wrong. */
  query: string
  /** What the browser is known by. */
  browser: string | undefined
  /** The cookie of a session that runs in it. */
  sessionToken: string | undefined
  client: Client
}

/** Where the browser goes on, and the token of its session where that is new. */
export interface Onward {
  to: string
  sessionToken?: string
}

/** Why a way ended without what was wanted. */
class WayEnded extends Error {
  override name = 'WayEnded'
  readonly problem: SingleSignOnProblem
  constructor(problem: SingleSignOnProblem, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.problem = problem
  }
}

/** A way that was spent, with what is needed to go it to its end. */
interface SpentWay {
  accountId: string
  row: SignOnRow
  verifier: string
  state: string
  party: RelyingParty | undefined
}

/**
 * Ends a way: signs the person in, lets them step up, or notes what a test found. The way is spent before its code is looked at, so that neither code
 * nor state is good twice. Who cannot come in gets to the sign-in page with one of four problems, which say nothing about who is known here; whose step-up failed stays signed
 * in and gets to the page of their own sign-in.
 */
export async function arrive(platform: Platform, arrival: Arrival): Promise<Onward> {
  const way = await spend(platform, arrival)
  if (!way) return atSignIn('sso-expired')
  try {
    return await end(platform, way, arrival)
  } catch (error) {
    const ended = endOf(error)
    platform.log.warn(
      { accountId: way.accountId, problem: ended.problem, code: codeOf(error) },
      'single sign-on failed',
    )
    if (way.row.purpose === 'sign-in') return atSignIn(ended.problem)
    if (way.row.purpose === 'step-up') return (await afterStepUp(platform, arrival))(ended.problem)
    await platform.database.inAccount(way.accountId, (tx) =>
      writeOutcome(tx, way.row.signOnId, { ...nothingFound, state: 'failed', message: ended.message }),
    )
    return { to: way.row.returnTo ?? '/' }
  }
}

const atSignIn = (problem: SingleSignOnProblem): Onward => ({ to: `/sign-in?problem=${problem}` })

/** Where a step-up that failed is told of: the sign-in page has nothing to say to who is signed in. */
async function afterStepUp(platform: Platform, { sessionToken }: Arrival) {
  const caller = sessionToken === undefined ? undefined : await callerOf(platform, sessionToken)
  return caller ? atOwnSignIn : atSignIn
}

const atOwnSignIn = (problem: SingleSignOnProblem): Onward => ({ to: `/me/security?problem=${problem}` })

const nothingFound = { issuer: null, subject: null, email: null, personId: null }

function endOf(error: unknown): WayEnded {
  if (error instanceof WayEnded) return error
  return new WayEnded(isRefusal(error) ? 'sso-refused' : 'sso-failed', sentenceOf(error))
}

async function spend(platform: Platform, arrival: Arrival): Promise<SpentWay | undefined> {
  const { query, browser } = arrival
  const state = new URLSearchParams(query).get('state') ?? ''
  const credential = parseCredential(state)
  if (!credential || browser === undefined) return undefined
  const { accountId } = credential
  // Sent back by the identity provider of another account than it was sent to: this code is none for this way, and handed on to its token endpoint
  // it would be given away (RFC 9700, 4.4; threats.md "Forged identity", mix-up.test.ts).
  if (arrival.accountId !== accountId) {
    platform.log.warn({ accountId, problem: 'mix-up' }, 'single sign-on failed')
    return undefined
  }
  return platform.database.inAccount(accountId, async (tx) => {
    const row = await spendSignOn(tx, {
      stateHash: credential.hash,
      browserHash: hashOfBrowser(browser),
      now: platform.clock.now(),
    })
    if (!row) return undefined
    const provider = await usableProvider(tx, row.purpose)
    const isSame = provider?.version === row.providerVersion
    return {
      accountId,
      row,
      state,
      verifier: await platform.sealing.open(tx, placeOfVerifier(row.signOnId), row.sealedVerifier),
      party: isSame ? await relyingPartyOf(platform, tx, provider) : undefined,
    }
  })
}

async function end(platform: Platform, way: SpentWay, arrival: Arrival): Promise<Onward> {
  const { row, party } = way
  if (!party) throw new WayEnded('sso-expired', 'The settings were changed meanwhile. Test again.')
  const isStepUp = row.purpose === 'step-up'
  const { state, verifier } = way
  const claims = await wayBack(
    platform,
    party,
    { state, verifier, nonce: row.nonce, isStepUp },
    arrival.query,
  )
  if (row.purpose === 'test') return noteTest(platform, way, claims)
  return isStepUp ? stepUp(platform, way, claims, arrival) : signIn(platform, way, claims, arrival)
}

async function signIn(
  platform: Platform,
  way: SpentWay,
  claims: Claims,
  { client }: Arrival,
): Promise<Onward> {
  const sessionToken = await platform.database.inAccount(way.accountId, async (tx) => {
    const user = await enter(platform, tx, way, claims, client)
    return openSession(platform, tx, user.userId, client, {
      signedInBy: 'single-sign-on',
      hasSecondFactor: false,
    })
  })
  await uncountSignIn(platform, way.row.signOnId, client.address)
  return { to: way.row.returnTo ?? '/', sessionToken }
}

/** The person whom the identity provider has sent, noted as here. */
async function enter(platform: Platform, tx: Tx, way: SpentWay, claims: Claims, client: Client) {
  // Again: it may have been turned off while the identity provider was asked.
  const provider = await usableProvider(tx, way.row.purpose)
  if (!provider || provider.version !== way.party?.version) {
    throw new WayEnded('sso-expired', 'It was turned off meanwhile.')
  }
  const found = await findPerson(tx, claims)
  if ('because' in found) throw new WayEnded('sso-unknown-person', found.because)
  await welcomePerson(platform, tx, found, claims, { client, provider: provider.name })
  return found.user
}

/** The person who is signed in has proven it again, at the identity provider and since they were sent there. */
async function stepUp(
  platform: Platform,
  way: SpentWay,
  claims: Claims,
  { sessionToken, client }: Arrival,
): Promise<Onward> {
  const { row, accountId } = way
  const caller = sessionToken === undefined ? undefined : await callerOf(platform, sessionToken)
  if (!caller || caller.sessionId === null || caller.sessionId !== row.sessionId) {
    throw new WayEnded('sso-expired', 'The session has ended meanwhile.')
  }
  const { sessionId } = caller
  const provenAt = (claims.authenticatedAt ?? 0) + clockToleranceSeconds
  if (provenAt * 1000 < row.createdAt.getTime()) {
    throw new WayEnded('sso-failed', 'The identity provider has not asked the person again.')
  }
  return platform.database.inAccount(accountId, async (tx) => {
    const user = await enter(platform, tx, way, claims, client)
    if (user.userId !== row.userId) throw new WayEnded('sso-unknown-person', 'Somebody else has come.')
    const actor = { ...caller, sessionId, accountId, address: client.address, requestId: newId() }
    return { to: row.returnTo ?? '/', sessionToken: await renewSession(platform, tx, actor) }
  })
}

/** Notes whom the identity provider would sign in. Nobody is signed in or linked by it. */
async function noteTest(platform: Platform, { accountId, row }: SpentWay, claims: Claims): Promise<Onward> {
  await platform.database.inAccount(accountId, async (tx) => {
    const found = await findPerson(tx, claims)
    const { issuer, subject, email = null } = claims
    const said = { issuer, subject, email }
    const outcome: TestOutcome =
      'because' in found
        ? { ...said, state: 'failed', message: found.because, personId: null }
        : { ...said, state: 'passed', message: null, personId: found.user.userId }
    await writeOutcome(tx, row.signOnId, outcome)
    if (outcome.state === 'passed') await markTested(tx, row.providerVersion, platform.clock.now())
  })
  return { to: row.returnTo ?? '/' }
}
