import { OutboundError } from '#platform/outbound/index.ts'

/** What an identity provider does wrong, in words. */
class IdentityProviderFault extends Error {
  override name = 'IdentityProviderFault'
}

/** @param issuer what it calls itself; undefined where its metadata or answers are not whole */
export const unlikeIssuer = (issuer: string | undefined) =>
  new IdentityProviderFault(
    issuer === undefined
      ? 'The identity provider does not speak OpenID Connect in full: its metadata or its answer lack what is needed. Check the issuer.'
      : `The metadata at this address belong to another issuer, ${issuer.slice(0, 200)}. Enter the issuer of your own company exactly as the identity provider names it.`,
  )

export const insecureEndpoint = ({ protocol, host }: URL) =>
  new IdentityProviderFault(
    protocol === 'http:'
      ? `${host} is to be reached by http://, where anybody could answer. Use https://.`
      : 'The identity provider names an address that is none of the web. Check the issuer.',
  )

/** Codes of openid-client and oauth4webapi, and what they mean to who sets it up. */
const sentences: Record<string, string> = {
  OAUTH_RESPONSE_IS_NOT_CONFORM:
    'The answer is not what OpenID Connect asks for. Check the issuer: its metadata must be at <issuer>/.well-known/openid-configuration.',
  OAUTH_RESPONSE_IS_NOT_JSON:
    'The answer is not JSON. Check the issuer: its metadata must be at <issuer>/.well-known/openid-configuration.',
  OAUTH_PARSE_ERROR:
    'The answer is not JSON. Check the issuer: its metadata must be at <issuer>/.well-known/openid-configuration.',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED:
    'The metadata at this address belong to another issuer. Enter the issuer exactly as the identity provider names it.',
  OAUTH_WWW_AUTHENTICATE_CHALLENGE: 'The identity provider refuses the client ID or the secret. Check both.',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED:
    'The identity token is out of date. Check the clocks of the identity provider and of this service.',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED:
    'The identity token is for somebody else: its issuer, audience or nonce does not fit. Check issuer and client ID.',
  OAUTH_KEY_SELECTION_FAILED:
    'The identity token was signed with a key that the identity provider does not publish.',
  OAUTH_UNSUPPORTED_OPERATION:
    'The identity token must be signed with a public key of the identity provider, for example RS256. Change its algorithm there.',
  OAUTH_INVALID_RESPONSE: 'The answer of the identity provider is not whole, or not meant for this sign-in.',
}

/** What is wrong, as a sentence that says what to do. Of what the identity provider wrote it repeats codes, and the issuer it names. */
export function sentenceOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof OutboundError || each instanceof IdentityProviderFault) return each.message
    const oauthCode = 'error' in each ? String(each.error) : ''
    if (oauthCode === 'invalid_client') return sentences.OAUTH_WWW_AUTHENTICATE_CHALLENGE as string
    if (/^[a-z_]{1,60}$/.test(oauthCode)) {
      return `The identity provider answers "${oauthCode}". Check what it was told about this service: redirect address, client ID, secret, scopes openid and email.`
    }
    const sentence = sentences[codeOf(each)]
    if (sentence) return sentence
  }
  return 'The identity provider does not answer as OpenID Connect asks for. Check the issuer.'
}

/** Has the identity provider let the person go, or have they turned back? (RFC 6749, 4.1.2.1) */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'error' in error && String(error.error) === 'access_denied'
}

/** For the log: the library's code, and nothing that came from outside. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
