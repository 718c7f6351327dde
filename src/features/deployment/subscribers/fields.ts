import { z } from 'zod'
import { fullHostName, onOneLine } from '#platform/http/shapes.ts'

export { emailAddress } from '#platform/http/shapes.ts'

// The rules of single fields, shared by the form, the API and CSV imports, so that a value refused in one is
// refused in all three with the same sentence. Browser-safe: zod only. Whoever shows a sentence puts the name of
// the field before it.

const HOST = 'Enter an IPv4 address, an IPv6 address or a full host name, for example pbx.example.com.'
const FQDN = 'Enter a full host name, for example clients.example.com.'
const PORT = 'Enter a whole number from 1 to 65535, for example 443.'
const NUMBER = 'Enter 1 to 32 of the characters 0-9 * # +, for example 1001 or +498912345.'
const DEPLOYMENT_PIN = 'Enter 4 to 20 digits, for example 482913.'
const VOICEMAIL_PIN = 'Enter 1 to 20 digits, for example 4711.'
const NAME = 'Enter 1 to 100 characters without line breaks or control characters, for example Kühn.'
const FIRST_NAME = 'Enter up to 100 characters without line breaks or control characters, for example Anna.'
const SIP_USER = 'Enter 1 to 64 characters without spaces and without < > " @, for example 1001.'
const CLIENT_USER = 'Enter 1 to 100 characters without line breaks or control characters, for example akuehn.'
const PASSWORD =
  'Enter 1 to 128 characters without line breaks or control characters, for example 16 random letters and digits.'
const REALM = 'Enter the digest realm in 1 to 255 characters without quotes, for example pbx.example.com.'

/** IPv4, IPv6 (brackets are taken off) or FQDN, in lower case; no scheme, user, path or port (MU-15). */
export const sipHost = z
  .string({ error: HOST })
  .trim()
  .toLowerCase()
  .overwrite((host) => host.replace(/^\[(.*)\]$/, '$1'))
  .superRefine((host, context) => {
    if (z.regexes.ipv4.test(host) || z.regexes.ipv6.test(host) || fullHostName.test(host)) return
    context.addIssue({
      code: 'custom',
      params: { code: 'host' },
      message: sentenceOnExtraPart(host, 'pbx.example.com') ?? HOST,
    })
  })

/** A full host name in lower case; no address, scheme, user, path or port (MU-15). */
export const fqdn = z
  .string({ error: FQDN })
  .trim()
  .toLowerCase()
  .superRefine((host, context) => {
    if (fullHostName.test(host)) return
    context.addIssue({
      code: 'custom',
      params: { code: 'host-name' },
      message: sentenceOnExtraPart(host, 'clients.example.com') ?? FQDN,
    })
  })

/** A TCP or UDP port, 1 to 65535 (MU-15). */
export const port = z.number({ error: PORT }).int(PORT).min(1, PORT).max(65535, PORT)

/** What a phone dials: 1 to 32 of `0-9 * # +` (MU-15). */
export const dialNumber = z
  .string({ error: NUMBER })
  .trim()
  .regex(/^[0-9*#+]{1,32}$/, NUMBER)

/** 4 to 20 digits (MU-11). A string: leading zeros count. */
export const deploymentPin = z
  .string({ error: DEPLOYMENT_PIN })
  .trim()
  .regex(/^[0-9]{4,20}$/, DEPLOYMENT_PIN)

/** 1 to 20 digits, as typed on a keypad. A string: leading zeros count. */
export const voicemailPin = z
  .string({ error: VOICEMAIL_PIN })
  .trim()
  .regex(/^[0-9]{1,20}$/, VOICEMAIL_PIN)

/** A first name, which not everybody has: up to 100 characters on one line. */
export const firstName = z
  .string({ error: FIRST_NAME })
  .trim()
  .max(100, FIRST_NAME)
  .regex(onOneLine, FIRST_NAME)

/** A first or last name that must be there, up to 100 characters on one line. */
export const personName = z.string({ error: NAME }).trim().min(1, NAME).max(100, NAME).regex(onOneLine, NAME)

/** The languages that mails and download pages are written in. */
export const languageCodes = ['en', 'de', 'fr', 'es', 'pt'] as const
export type LanguageCode = (typeof languageCodes)[number]

/** One of `languageCodes` (MU-6). */
export const languageCode = z.enum(languageCodes, {
  error: `Enter one of ${languageCodes.join(', ')}, for example de.`,
})

/** User part of a SIP address, 1 to 64 printable characters; what would end it in a header (`< > " @`) is out. */
export const sipUserName = z
  .string({ error: SIP_USER })
  .trim()
  .regex(/^[^\s\p{Cc}\p{Cf}\p{Cs}<>"@]{1,64}$/u, SIP_USER)

/** The name a subscriber has at the client service; it may be an e-mail address. */
export const clientServiceUserName = z
  .string({ error: CLIENT_USER })
  .trim()
  .min(1, CLIENT_USER)
  .max(100, CLIENT_USER)
  .regex(onOneLine, CLIENT_USER)

/** A password in clear, 1 to 128 characters on one line; never trimmed, a space may belong to it. */
export const clearPassword = z
  .string({ error: PASSWORD })
  .min(1, PASSWORD)
  .max(128, PASSWORD)
  .regex(onOneLine, PASSWORD)

const realm = z
  .string({ error: REALM })
  .trim()
  .min(1, REALM)
  .max(255, REALM)
  .regex(/^[^"\\\p{Cc}\p{Zl}\p{Zp}]*$/u, REALM)

/** A digest hash in place of a clear password: HA1 in hexadecimal, and the realm it was made for (RFC 7616). */
export const digestSecret = z.discriminatedUnion(
  'algorithm',
  [
    z.strictObject({ algorithm: z.literal('MD5'), realm, ha1: hash(32) }),
    z.strictObject({ algorithm: z.literal('SHA-256'), realm, ha1: hash(64) }),
  ],
  { error: 'Enter the algorithm of the HA1, for example MD5 or SHA-256.' },
)

/** A clear password, or `{ha1, realm, algorithm}`. Both are secrets of equal worth. */
export const sipPassword = z.union([clearPassword, digestSecret], { error: PASSWORD })

function hash(length: number) {
  const sentence = `Enter the HA1 as ${length} hexadecimal digits, for example the MD5 or SHA-256 of user:realm:password.`
  return z
    .string({ error: sentence })
    .trim()
    .toLowerCase()
    .regex(new RegExp(`^[0-9a-f]{${length}}$`), sentence)
    .meta({ examples: ['8846f7eaee8fb117ad06bdd830b7586c'.repeat(length / 32)] })
}

/** Says which part of an address is too much, because "not a host" would leave the reader searching. */
function sentenceOnExtraPart(host: string, example: string): string | undefined {
  const only = `enter only the host, for example ${example}.`
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|(?:sips?|https?|tel):)/.test(host)) return `Leave out the scheme: ${only}`
  if (/[/?#]/.test(host)) return `Leave out the path: ${only}`
  if (host.includes('@')) return `Leave out the user name and the @: ${only}`
  if (/^[^:]+:\d*$|\]:\d*$/.test(host)) return `Leave out the port: ${only}`
  return undefined
}
