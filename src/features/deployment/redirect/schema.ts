import { z } from 'zod'

/** Links in one call of the service channel. */
export const linksPerCallMax = 5_000

/** What `https://deploy.example.com` is: scheme, host and port as the URL standard writes them, and nothing else. */
export const serviceOrigin = z
  .string()
  .max(300)
  .refine(isWebOrigin, {
    message: 'must be an http or https origin without a path, such as https://deploy.example.com',
    params: { code: 'origin' },
  })

/** The SHA-256 of a link token, base64url without padding. */
export const linkHash = z
  .string()
  .regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, 'must be a base64url SHA-256')

const expiry = z.iso.datetime({ offset: true, message: 'must be an ISO 8601 date and time with an offset' })

export const originRegistration = z.strictObject({ origin: serviceOrigin })

export const linkRegistrations = z.strictObject({
  origin: serviceOrigin,
  links: z.array(z.strictObject({ hash: linkHash, expiresAt: expiry })).max(linksPerCallMax),
})

export const linkRemovals = z.strictObject({
  origin: serviceOrigin,
  hashes: z.array(linkHash).max(linksPerCallMax),
})

const defaultEmail = z.strictObject({
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR'),
  subject: z.string().min(1).max(500),
  bodyText: z.string().min(1).max(20_000),
})

/** The default content of the deployment e-mail in every language; a higher version is newer. */
export const emailDefaults = z.strictObject({
  // As far as the services' databases count.
  version: z.int().positive().max(2_147_483_647),
  contents: z
    .array(defaultEmail)
    .min(1)
    .max(20)
    .refine((contents) => new Set(contents.map(({ language }) => language)).size === contents.length, {
      message: 'must name each language once',
      params: { code: 'language-twice' },
    }),
})

/** What the redirect server holds. After a loss `storeId` differs, and each service refills it whole. */
export const redirectState = z.object({
  storeId: z.string().min(1),
  /** Links that have not expired, of all services. */
  links: z.int().nonnegative(),
  origins: z.array(z.string()),
  emailContentVersion: z.int().positive().nullable(),
})

export type EmailDefaults = z.infer<typeof emailDefaults>
export type RedirectState = z.infer<typeof redirectState>

function isWebOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text
}
