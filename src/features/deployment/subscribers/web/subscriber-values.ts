import { numberOrNull, textOrNull } from '#web/components/form/messages.ts'
import type { SecretValue } from '#web/components/form/secret-field.tsx'
import type { SecretField, Subscriber } from '../schema.ts'

const texts = [
  'userId',
  'firstName',
  'lastName',
  'email',
  'language',
  'directoryNumber',
  'pbxSipHost',
  'pbxSipUserName',
  'voicemailNumber',
  'mbgSipUserName',
  'clientServiceHost',
  'clientServiceUserName',
  'profileId',
] as const

const secrets = [
  'pbxSipPassword',
  'voicemailPin',
  'mbgSipPassword',
  'clientServicePassword',
  'deploymentPin',
] as const

/** A digest in place of a SIP password, as its form holds it. */
export interface TypedHash {
  algorithm: 'MD5' | 'SHA-256'
  realm: string
  ha1: string
}

export type SipPasswordValue = SecretValue | TypedHash

/** The secrets that can be given as a hash. */
export type HashableField = 'pbxSipPassword' | 'mbgSipPassword'

/** A subscriber as its form holds it: no null, secrets only where they are set anew. */
export type SubscriberValues = Record<(typeof texts)[number], string> &
  Record<Exclude<SecretField, HashableField>, SecretValue> &
  Record<HashableField, SipPasswordValue> & { clientServicePort: string | number }

/** What the form starts with. */
export function subscriberValues(
  subscriber: Subscriber | undefined,
  defaultProfileId: string,
): SubscriberValues {
  const known = subscriber ?? { profileId: defaultProfileId }
  const filled = texts.map((field) => [field, (known as Partial<Subscriber>)[field] ?? ''])
  const untouched = secrets.map((field) => [field, undefined])
  return {
    ...Object.fromEntries([...filled, ...untouched]),
    clientServicePort: subscriber?.clientServicePort ?? '',
  }
}

/** What the form holds, as the API takes it. */
export function subscriberBody(values: SubscriberValues): Record<string, unknown> {
  const { firstName, lastName, email, profileId, clientServicePort, ...others } = values
  const rest = Object.entries(others).filter(([, value]) => value !== undefined)
  return {
    // Never cleared to nothing: two are required, a first name may be an empty text, a profile is always one of the list.
    firstName,
    lastName,
    email,
    ...(profileId === '' ? {} : { profileId }),
    clientServicePort: numberOrNull(clientServicePort),
    ...Object.fromEntries(
      rest.map(([field, value]) => [
        field,
        typeof value === 'string' && !isSecret(field) ? textOrNull(value) : value,
      ]),
    ),
  }
}

function isSecret(field: string): field is SecretField {
  return (secrets as readonly string[]).includes(field)
}

/** Six digits for a deployment PIN, each as likely as the next. */
export function randomPin(): string {
  const digits: number[] = []
  while (digits.length < 6) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    // 250 to 255 would make 0 to 5 likelier than 6 to 9.
    if (byte < 250) digits.push(byte % 10)
  }
  return digits.join('')
}
