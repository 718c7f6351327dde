import { digitsToFind } from '#features/users/index.ts'
import { newId } from '#platform/database/index.ts'
import { byShare, type Chance, oneOf } from './chance.ts'
import { invitationOf, type SeedInvitation } from './invitations.ts'
import type { SeedAccount, SeedPerson } from './people.ts'

/** A person of an account as they are to be stored. */
export interface SeedUser {
  id: string
  firstName: string
  lastName: string
  email: string
  mobile: string | null
  extension: string | null
  smsNumber: string | null
  phoneDigits: string
  role: 'user' | 'admin'
  locationId: string | null
  status: keyof typeof statuses
  language: string | null
  origin: keyof typeof origins
  owners: Record<string, string>
  onPbx: boolean
  contactCenter: string | null
  registeredAt: Date | null
  lastSignInAt: Date | null
  lastModifiedAt: Date
  products: string[]
  invitation: SeedInvitation | undefined
}

const statuses = { registered: 58, unregistered: 22, invited: 13, inactive: 6, locked: 1 } as const
const origins = { pbx: 48, manual: 34, scim: 10, ldap: 5, micloud: 2, iot: 1 } as const

/** Which fields a source supplies, and what it is called. */
const suppliedBy: Record<keyof typeof origins, { name: string; fields: string[] }> = {
  manual: { name: '', fields: [] },
  pbx: { name: 'MiVoice Business', fields: ['extension'] },
  scim: { name: 'Microsoft Entra ID', fields: ['firstName', 'lastName', 'email'] },
  ldap: { name: 'Active Directory', fields: ['firstName', 'lastName', 'email'] },
  micloud: { name: 'MiCloud Connect', fields: ['firstName', 'lastName', 'email', 'extension'] },
  iot: { name: 'Mitel IoT', fields: ['email'] },
}

/** What share of the people holds a licence. */
const products = {
  micollab: 0.55,
  'mivoice-business': 0.4,
  'miteam-meetings': 0.12,
  'mitel-cx': 0.02,
} as const

/** How mobile numbers of a country begin, six digits before they end. */
const mobileBegins: Record<string, string> = {
  GB: '+447911',
  DE: '+491711',
  FR: '+33612',
  ES: '+34612',
  PT: '+351912',
  IT: '+393123',
  NL: '+31612',
  SE: '+46701',
  PL: '+48512',
  TR: '+905321',
  GR: '+306912',
  KZ: '+77012',
  AE: '+971501',
  JP: '+819012',
  SG: '+6581',
}

const hourMs = 60 * 60 * 1000

/** Nine of ten subscribers are somebody's who is known as a person too; an account has about two admins in a thousand. */
export function userOf(
  chance: Chance,
  { names, locationIds, made: place }: SeedAccount,
  { values, standing }: SeedPerson,
  now: Date,
): SeedUser | undefined {
  if (chance() < 0.1) return undefined
  const begin = mobileBegins[names.country] as string
  const mobile = chance() < 0.5 ? begin + String(place).padStart(6, '0') : null
  const smsNumber = chance() < 0.03 ? begin + String(999_999 - place) : null
  const status = byShare(chance, statuses)
  const hasRegistered =
    status === 'registered' || status === 'locked' || (status === 'inactive' && chance() < 0.7)
  const origin = byShare(chance, origins)
  const source = suppliedBy[origin]
  const hoursAgo = (most: number) => new Date(now.getTime() - Math.ceil(chance() ** 2 * most) * hourMs)
  const held = Object.entries(products).flatMap(([product, share]) => (chance() < share ? [product] : []))
  const registeredAt = hasRegistered ? hoursAgo(4_000) : null
  return {
    id: newId(),
    firstName: values.firstName ?? '',
    lastName: values.lastName,
    email: values.email,
    mobile,
    extension: values.directoryNumber ?? null,
    smsNumber,
    phoneDigits: digitsToFind([mobile, smsNumber]),
    role: chance() < 0.002 ? 'admin' : 'user',
    locationId: chance() < 0.8 ? oneOf(chance, locationIds) : null,
    status,
    language: values.language ?? null,
    origin,
    owners: Object.fromEntries(source.fields.map((field) => [field, source.name])),
    onPbx: origin === 'pbx' || (origin === 'manual' && standing.state === 'downloaded'),
    contactCenter: held.includes('mitel-cx') ? oneOf(chance, ['Agent', 'Supervisor']) : null,
    registeredAt,
    lastSignInAt: hasRegistered && chance() < 0.9 ? hoursAgo(2_000) : null,
    lastModifiedAt: hoursAgo(5_000),
    products: held,
    invitation: invitationOf(chance, { status, registeredAt }, now),
  }
}
