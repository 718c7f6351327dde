import { z } from 'zod'
import { nameOf } from '#platform/http/shapes.ts'
import { dialNumber, emailAddress, port, sipHost } from '../subscribers/fields.ts'
import { clientKinds, codecNames } from './choices.ts'

export const ClientKind = z.enum(clientKinds)
export type ClientKind = z.infer<typeof ClientKind>

const transport = z.enum(['udp', 'tcp', 'tls'])
const mediaSecurity = z.enum(['none', 'sdes', 'dtls'])
const realm = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^"\\\p{Cc}\p{Zl}\p{Zp}]*$/u, 'Leave out quotes, backslashes and line breaks.')

const codec = z
  .string()
  // Codecs are named without regard to case (RFC 4855, 3); kept as the form offers them.
  .overwrite((name) => codecNames.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name)
  .refine((name) => codecNames.includes(name), {
    message: `Choose among ${codecNames.join(', ')}.`,
    params: { code: 'codec' },
  })

const settings = {
  name: nameOf('Give the profile a name.'),
  doNotDeploy: z.boolean().describe('Subscribers with this profile are never deployed.'),
  mbgSipHost: sipHost.nullable(),
  mbgSipDomain: sipHost.nullable().describe('Blank: the host.'),
  mbgRealm: realm.nullable().describe('Digest realm; blank: the domain.'),
  mbgSipPort: port.nullable().describe('Blank: 5060, with TLS 5061.'),
  mbgTransport: transport,
  mbgMediaSecurity: mediaSecurity,
  pbxSipDomain: sipHost.nullable().describe("Blank: the subscriber's PBX SIP host."),
  pbxRealm: realm.nullable().describe('Digest realm; blank: the domain.'),
  pbxSipPort: port.nullable().describe('Blank: 5060, with TLS 5061.'),
  pbxTransport: transport,
  pbxMediaSecurity: mediaSecurity,
  registrationExpirySeconds: z
    .int()
    .min(60, 'Use at least 60 seconds.')
    .max(86_400, 'Use at most 86400 seconds, a day.'),
  voicemailNumber: dialNumber.nullable().describe("Used where the subscriber's record has none."),
  codecs: z.array(codec).min(1, 'Choose at least one codec.').max(20),
  clientKinds: z.array(ClientKind).min(1, 'Offer at least one app.'),
  clientsPerLink: z.int().min(1, 'Use 1 to 5.').max(5, 'Use 1 to 5.'),
  linkLifeHours: z.int().min(1, 'Use 1 to 720 hours.').max(720, 'Use 1 to 720 hours.'),
  pinRequired: z.boolean(),
  centralEmail: emailAddress.nullable().describe('Every deployment e-mail of this profile goes here.'),
  selfDeployment: z
    .boolean()
    .describe(
      'Whether people with this profile may make themselves a link and see their deployment PIN in the portal: signed in by single sign-on or with a second factor, and not within 72 hours of a password set by e-mail.',
    ),
  refreshHours: z.int().min(1, 'Use 1 to 720 hours.').max(720, 'Use 1 to 720 hours.'),
  blockCopiedClients: z.boolean(),
}

const meta = { id: z.uuid(), version: z.int(), createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() }

/** What a client needs and the subscriber's record does not hold (DP-2). */
export const Profile = z
  .object({
    ...meta,
    ...settings,
    isDefault: z.boolean().describe('New subscribers get this profile when none is named.'),
  })
  .meta({ id: 'Profile' })
export type Profile = z.infer<typeof Profile>

/** A profile to be made; only the name is required. */
export const NewProfile = z
  .object(settings)
  .partial()
  .required({ name: true })
  .strict()
  .meta({ id: 'NewProfile' })
export type NewProfile = z.infer<typeof NewProfile>

/** Changes to a profile; what is absent stays, null clears. */
export const ProfileChanges = z
  .object({
    ...settings,
    isDefault: z
      .literal(true, 'Make another profile the default instead.')
      .describe('New subscribers get this profile from now on when none is named, and no other.'),
  })
  .partial()
  .strict()
  .meta({ id: 'ProfileChanges' })
export type ProfileChanges = z.infer<typeof ProfileChanges>
