import { textOrNull } from '#web/components/form/messages.ts'
import type { User } from '../schema.ts'

/** A person as a form holds them, without null. */
export interface PersonValues {
  firstName: string
  lastName: string
  email: string
  /** E.164, or what was typed and is no number; empty: none. */
  mobile: string
  /** E.164; empty: none. */
  smsNumber: string
  role: User['role']
  /** Empty: none. */
  locationId: string
  /** Empty: that of the account. */
  language: string
}

/** What the next person probably has in common with the one before. */
export type Alike = Pick<PersonValues, 'locationId' | 'language'>

/** What the form of a new person starts with. */
export function newPersonValues(alike: Alike = { locationId: '', language: '' }): PersonValues {
  return { firstName: '', lastName: '', email: '', mobile: '', smsNumber: '', role: 'user', ...alike }
}

/** What the form of somebody starts with. */
export function personValues(user: User): PersonValues {
  const { firstName, lastName, email, role } = user
  return {
    firstName,
    lastName,
    email,
    mobile: user.mobile ?? '',
    smsNumber: user.smsNumber ?? '',
    role,
    locationId: user.locationId ?? '',
    language: user.language ?? '',
  }
}

/** A new person as the API takes them. */
export function newPersonBody({ firstName, lastName, ...rest }: PersonValues): Record<string, unknown> {
  return { firstName, lastName, ...changeableBody(rest) }
}

/** What can be changed of somebody as the API takes it: no name (UA-40), and nothing that a source owns (UA-41). */
export function changedPersonBody(values: PersonValues, owners: User['owners']): Record<string, unknown> {
  const { firstName: _first, lastName: _last, ...rest } = values
  return Object.fromEntries(Object.entries(changeableBody(rest)).filter(([field]) => !(field in owners)))
}

function changeableBody({
  email,
  mobile,
  smsNumber,
  role,
  locationId,
  language,
}: Omit<PersonValues, 'firstName' | 'lastName'>) {
  return {
    email,
    mobile: textOrNull(mobile),
    smsNumber: textOrNull(smsNumber),
    role,
    locationId: textOrNull(locationId),
    language: textOrNull(language),
  }
}
