import { Refusal } from '#platform/http/index.ts'

/** A way in that this account leaves to its identity provider. */
export const singleSignOnOnly = () =>
  new Refusal(
    409,
    'auth.single-sign-on-only',
    'People of this account sign in by single sign-on and have no password here. Choose single sign-on on the sign-in page.',
  )

/** Off, not there, or in an account that does not exist: all alike. */
export const singleSignOnOff = () =>
  new Refusal(
    409,
    'auth.single-sign-on-off',
    'There is no single sign-on here, or it is off. Sign in with your password.',
  )

/** Its metadata could not be had, or say something that does not fit. */
export const identityProviderUnfit = (sentence: string) =>
  new Refusal(422, 'auth.identity-provider-unfit', sentence, {
    errors: [{ path: 'issuer', code: 'auth.identity-provider-unfit', message: sentence }],
  })

/** At the moment of signing in. */
export const identityProviderSilent = (sentence: string) =>
  new Refusal(502, 'auth.identity-provider-silent', sentence)

export const identityProviderOn = () =>
  new Refusal(
    409,
    'auth.identity-provider-on',
    'Single sign-on is on. Turn it off before you change the issuer or the client ID.',
  )

/** What is missing for turning it on. */
export const noIdentityProvider = () =>
  new Refusal(
    409,
    'auth.no-identity-provider',
    'This account has no identity provider. Add it in Settings › Sign-in, then turn it on.',
  )

export const identityProviderUntested = () =>
  new Refusal(
    409,
    'auth.identity-provider-untested',
    'These settings have not passed a test yet. Test the sign-in, then turn it on.',
  )

export const noVerifiedDomain = () =>
  new Refusal(
    409,
    'auth.no-verified-domain',
    'No e-mail domain of the account is verified. Verify one, then turn single sign-on on.',
  )

export const lastVerifiedDomain = () =>
  new Refusal(
    409,
    'auth.last-verified-domain',
    'Single sign-on is on and needs a verified e-mail domain. Verify another one first, or turn it off.',
  )

const domainRefused = (code: string, status: number, sentence: string) =>
  new Refusal(status, code, sentence, { errors: [{ path: 'domain', code, message: sentence }] })

export const domainUnfit = (sentence: string) => domainRefused('auth.domain-unfit', 422, sentence)

export const domainKnown = (domain: string) =>
  domainRefused('auth.domain-known', 409, `${domain} is in the list already.`)

export const tooManyDomains = (most: number) =>
  domainRefused(
    'auth.too-many-domains',
    409,
    `An account has at most ${most} e-mail domains. Remove one that is not needed.`,
  )

/** Whose it is, is told to nobody. */
export const domainTaken = (domain: string) =>
  domainRefused(
    'auth.domain-taken',
    409,
    `${domain} is verified by another account of this service. Ask the operator of the service if it should be yours.`,
  )

export const domainUnproven = (sentence: string) => domainRefused('auth.domain-unproven', 409, sentence)
