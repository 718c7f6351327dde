import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  type ServerMetadata,
} from 'openid-client'
import { later } from '#platform/clock/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { insecureEndpoint, unlikeIssuer } from './faults.ts'

/** What Rollcall is to an identity provider. */
export interface RelyingParty {
  /** Whose identity provider it is. */
  accountId: string
  issuer: string
  clientId: string
  clientSecret: string | undefined
  /** Of the account's settings: metadata that were read for others are not used. */
  version: number
}

/** What makes one way there and back its own. */
export interface Way {
  state: string
  nonce: string
  verifier: string
  /** The person must prove again who they are (OpenID Connect Core, 3.1.2.1 `max_age`). */
  isStepUp: boolean
}

/** Who has come, as the identity provider says. */
export interface Claims {
  issuer: string
  subject: string
  email: string | undefined
  /**
   * What the identity provider says of the address: nothing (undefined) about addresses that it gives out itself, as Microsoft Entra does. It proves
   * nothing by being true: that the domain is the account's own, `findPerson` looks up.
   */
  emailVerified: boolean | undefined
  /** When the person last proved who they are, in seconds since 1970. */
  authenticatedAt: number | undefined
}

/** For metadata, keys, tokens and claims, each. Large companies' key sets have some 20 KB. */
const answerBytesMax = 262_144
const answerTimeMaxMs = 10_000
/** How far the identity provider's clock may be from ours. */
export const clockToleranceSeconds = 30
const metadataLifeMinutes = 5
const metadataKept = 500
const scope = 'openid email'

/**
 * Where the account's identity provider sends the browser back to: an address for each account, so that who comes back says by it whose identity
 * provider has let them go (RFC 9700, 4.4.2.2).
 */
export function redirectUri({ origins }: Pick<Platform, 'origins'>, accountId: string): string {
  return `${origins.service}/sso/callback/${accountId}`
}

/**
 * Reads what the issuer says of itself, newly (OpenID Connect Discovery, 4).
 * @throws Error; `sentenceOf` tells it to people
 */
export async function discover(
  platform: Pick<Platform, 'outbound'>,
  issuer: string,
): Promise<ServerMetadata> {
  const url = new URL(issuer)
  assertSecure(platform, url)
  const found = await discovery(url, 'unused', undefined, None(), {
    [customFetch]: guardedFetch(platform),
    execute: platform.outbound.isAllowed(url) ? [allowInsecureRequests] : [],
  })
  // A copy of the plain data: the library would otherwise let any tenant of Microsoft's in for `common`.
  const metadata = JSON.parse(JSON.stringify(found.serverMetadata())) as ServerMetadata
  if (new URL(metadata.issuer).href !== url.href) throw unlikeIssuer(metadata.issuer)
  for (const endpoint of [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri]) {
    if (endpoint === undefined) throw unlikeIssuer(undefined)
    assertSecure(platform, new URL(endpoint))
  }
  return metadata
}

/** The address to which a browser has to go (OpenID Connect Core, 3.1.2.1, with PKCE, RFC 7636). */
export async function wayOut(platform: Platform, party: RelyingParty, way: Way): Promise<URL> {
  const configuration = await configurationOf(platform, party)
  return buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(platform, party.accountId),
    response_type: 'code',
    scope,
    state: way.state,
    nonce: way.nonce,
    code_challenge: await calculatePKCECodeChallenge(way.verifier),
    code_challenge_method: 'S256',
    ...(way.isStepUp ? { max_age: '0' } : {}),
  })
}

/**
 * Takes the code that the browser has brought to the identity provider, and says who has come. Checked are state, issuer (RFC 9207), nonce,
 * audience and authorised party, times, and the signature by a public key of the issuer: no other algorithm counts.
 * @param query of the address to which the browser was sent back
 * @throws Error; `sentenceOf` tells it to people
 */
export async function wayBack(
  platform: Platform,
  party: RelyingParty,
  way: Way,
  query: string,
): Promise<Claims> {
  const configuration = await configurationOf(platform, party)
  const address = new URL(`${redirectUri(platform, party.accountId)}${query}`)
  const tokens = await authorizationCodeGrant(configuration, address, {
    expectedState: way.state,
    expectedNonce: way.nonce,
    pkceCodeVerifier: way.verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) throw unlikeIssuer(undefined)
  // Some say the e-mail address at their userinfo endpoint only (OpenID Connect Core, 5.4).
  const isAsked = claims.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
  const about = isAsked
    ? { ...claims, ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)) }
    : claims
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: typeof about.email === 'string' ? about.email.trim() : undefined,
    // Some say it as a text.
    emailVerified: about.email_verified === undefined ? undefined : String(about.email_verified) === 'true',
    authenticatedAt: claims.auth_time,
  }
}

/** The library's view of one way. Made anew each time, so that the keys are those of now: one that was withdrawn opens nothing, and a new one is known at once. */
async function configurationOf(platform: Platform, party: RelyingParty): Promise<Configuration> {
  const metadata = await knownMetadata(platform, party)
  const configuration = new Configuration(
    metadata,
    party.clientId,
    { [clockTolerance]: clockToleranceSeconds },
    authentication(metadata, party.clientSecret),
  )
  configuration[customFetch] = guardedFetch(platform)
  enableNonRepudiationChecks(configuration)
  if (platform.outbound.isAllowed(new URL(party.issuer))) allowInsecureRequests(configuration)
  return configuration
}

/** The way every provider has to know comes first (RFC 6749, 2.3.1). */
function authentication(metadata: ServerMetadata, clientSecret: string | undefined) {
  if (clientSecret === undefined) return None()
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return methods.includes('client_secret_basic')
    ? ClientSecretBasic(clientSecret)
    : ClientSecretPost(clientSecret)
}

const metadataOf = new WeakMap<object, Map<string, { metadata: ServerMetadata; until: Date }>>()

async function knownMetadata(platform: Platform, { issuer, version }: RelyingParty): Promise<ServerMetadata> {
  const now = platform.clock.now()
  const kept = metadataOf.get(platform) ?? new Map()
  metadataOf.set(platform, kept)
  const key = `${version} ${issuer}`
  const known = kept.get(key)
  if (known && known.until > now) return known.metadata
  const metadata = await discover(platform, issuer)
  if (kept.size >= metadataKept) kept.clear()
  kept.set(key, { metadata, until: later(now, { minutes: metadataLifeMinutes }) })
  return metadata
}

/** Every request of the library leaves by the one way out (threats.md "SSRF"), which follows no redirect here. */
function guardedFetch(platform: Pick<Platform, 'outbound'>): CustomFetch {
  return async (address, { method, headers, body }) => {
    const url = new URL(address)
    assertSecure(platform, url)
    const answer = await platform.outbound.request(url, {
      method: method as 'GET' | 'POST',
      headers,
      ...(body ? { body: String(body) } : {}),
      timeoutMs: answerTimeMaxMs,
      maxBytes: answerBytesMax,
    })
    const type = answer.headers['content-type']
    const isBare = [204, 205, 304].includes(answer.status)
    return new Response(isBare ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: type ? { 'content-type': type } : {},
    })
  }
}

/** TLS, or a host that the operator has named: an address of another kind could run a script in a person's browser. */
function assertSecure({ outbound }: Pick<Platform, 'outbound'>, url: URL): void {
  const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && outbound.isAllowed(url))
  if (!isSecure) throw insecureEndpoint(url)
}
