import { z } from 'zod'
import { fullHostName, nameOf } from '#platform/http/shapes.ts'

/** Why a way through the identity provider failed: `/sign-in?problem=<one of these>`, and `/me/security?problem=…` of a step-up. */
export const singleSignOnProblems = [
  'sso-failed',
  'sso-unknown-person',
  'sso-refused',
  'sso-expired',
] as const
export type SingleSignOnProblem = (typeof singleSignOnProblems)[number]

/** A page of ours: a path with nothing before it that could lead elsewhere. */
const ownPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[^\\\p{Cc}\s]*$/u, 'Give a path of this service, such as /accounts.')

const ISSUER =
  'Enter the issuer as the identity provider names it: https:// and a host, without user name, query and fragment.'

/** `http:` is judged by the act: the operator may have allowed the host. */
const issuer = z
  .string()
  .trim()
  .max(500)
  .refine(isIssuer, { error: ISSUER, params: { code: 'issuer' } })

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const isBare = !url.username && !url.password && !/[?#]/.test(text)
  return ['https:', 'http:'].includes(url.protocol) && isBare
}

const providerName = nameOf('Enter the name by which people know this sign-in.')

/** The identity provider of an account, to be saved. */
export const NewIdentityProvider = z
  .object({
    name: providerName.describe('What people read on the button: *Continue with …*.'),
    issuer: issuer.describe('As in the metadata at `<issuer>/.well-known/openid-configuration`.'),
    // RFC 6749, appendix A.1.
    clientId: z
      .string()
      .trim()
      .min(1, 'Enter the client ID.')
      .max(300)
      .regex(
        /^[\x20-\x7e]*$/,
        'Copy the client ID again: it has no line breaks, and no characters but those of ASCII.',
      ),
    clientSecret: z
      .string()
      .min(1, 'Enter the client secret, or leave it out.')
      .max(1_000)
      .optional()
      .describe('Left out: as it is, or none where issuer or client ID change.'),
  })
  .strict()
  .meta({ id: 'NewIdentityProvider' })
export type NewIdentityProvider = z.infer<typeof NewIdentityProvider>

/** What may be changed without a new test. */
export const IdentityProviderChanges = z
  .object({
    name: providerName.optional(),
    isOn: z.boolean().optional(),
    keepsLocalPasswords: z.boolean().optional(),
  })
  .strict()
  .meta({ id: 'IdentityProviderChanges' })
export type IdentityProviderChanges = z.infer<typeof IdentityProviderChanges>

/** The identity provider of an account. Its client secret is never shown. */
export const IdentityProvider = z
  .object({
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    clientSecretSet: z.boolean(),
    isOn: z.boolean(),
    keepsLocalPasswords: z
      .boolean()
      .describe('Beside it people may sign in with a password; otherwise it is the only way while it is on.'),
    isTested: z.boolean().describe('A test has passed since issuer, client and secret were last changed.'),
    testedAt: z.iso.datetime().nullable(),
    redirectUri: z.string().describe('To be entered at the identity provider.'),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'IdentityProvider' })
export type IdentityProvider = z.infer<typeof IdentityProvider>

/** The identity provider of an account, or none; what has to be entered there is known before. */
export const SingleSignOnSettings = z
  .object({ redirectUri: z.string(), identityProvider: IdentityProvider.nullable() })
  .meta({ id: 'SingleSignOnSettings' })
export type SingleSignOnSettings = z.infer<typeof SingleSignOnSettings>

/** Where a browser has to go. */
export const WayToIdentityProvider = z.object({ url: z.url() }).meta({ id: 'WayToIdentityProvider' })

/** A test of the identity provider, to be opened in the browser that asked for it. */
export const NewSingleSignOnTest = z
  .object({ id: z.uuid(), url: z.url() })
  .meta({ id: 'NewSingleSignOnTest' })

/** What a test of the identity provider found. */
export const SingleSignOnTest = z
  .object({
    state: z.enum(['waiting', 'passed', 'failed']),
    message: z.string().nullable().describe('What to do where it failed.'),
    issuer: z.string().nullable(),
    subject: z.string().nullable(),
    email: z.string().nullable().describe('As the identity provider says it.'),
    person: z
      .object({ id: z.uuid(), name: z.string(), email: z.string() })
      .nullable()
      .describe('Whom of the account it would sign in.'),
  })
  .meta({ id: 'SingleSignOnTest' })
export type SingleSignOnTest = z.infer<typeof SingleSignOnTest>

const DOMAIN = 'Enter the part after the @ of your addresses, for example company.example.'

/** An e-mail domain, to be proven. Names in other scripts may be given as they are written. */
export const NewEmailDomain = z
  .object({ domain: z.string({ error: DOMAIN }).trim().min(1, DOMAIN).max(253, DOMAIN) })
  .strict()
  .meta({ id: 'NewEmailDomain' })

/** An e-mail domain of the account. */
export const EmailDomain = z
  .object({
    domain: z.string().describe('In ASCII, lower case (IDNA).'),
    recordName: z.string().describe('The name of the TXT record that proves it.'),
    recordValue: z.string(),
    createdAt: z.iso.datetime(),
    checkedAt: z.iso.datetime().nullable(),
    verifiedAt: z.iso.datetime().nullable().describe('null: it counts for nothing yet.'),
    verifiedBy: z.enum(['dns', 'operator']).nullable(),
  })
  .meta({ id: 'EmailDomain' })
export type EmailDomain = z.infer<typeof EmailDomain>

/** The name of a domain in a path. */
export const domainName = z.string().max(253).toLowerCase().regex(fullHostName, DOMAIN)

/** Whose sign-in is looked for: only the domain of the address counts. */
export const SignInAddress = z
  .object({ email: z.string().max(254) })
  .strict()
  .meta({ id: 'SignInAddress' })

/** How people of an e-mail domain sign in, whether or not there is somebody with the address. */
export const SignInMethods = z
  .object({
    password: z.boolean(),
    singleSignOn: z.object({ accountId: z.uuid(), name: z.string() }).nullable(),
  })
  .meta({ id: 'SignInMethods' })
export type SignInMethods = z.infer<typeof SignInMethods>

/** A way in by the account's identity provider. */
export const NewSingleSignOn = z
  .object({ accountId: z.uuid(), to: ownPath.optional().describe('The page to open afterwards.') })
  .strict()
  .meta({ id: 'NewSingleSignOn' })

/** A step-up by the identity provider. */
export const NewStepUpBySingleSignOn = z
  .object({ to: ownPath.describe('The page to open afterwards.') })
  .strict()
  .meta({ id: 'NewStepUpBySingleSignOn' })
