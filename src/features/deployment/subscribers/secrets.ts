import type { AccountSealing } from '#platform/secrets/index.ts'
import type { SipSecret } from '../configuration/client-configuration.ts'
import type { SecretField, SubscriberChanges } from './schema.ts'
import type { SubscriberRow } from './store.ts'

/** Which column keeps which secret. */
export const secretColumns = {
  pbxSipPassword: 'pbxSipSecret',
  voicemailPin: 'voicemailPinSecret',
  mbgSipPassword: 'mbgSipSecret',
  clientServicePassword: 'clientServiceSecret',
  deploymentPin: 'deploymentPinSecret',
} as const satisfies Record<SecretField, string>

export type SecretColumns = { [Field in SecretField as (typeof secretColumns)[Field]]?: string | null }
export type GivenSecrets = { [Field in SecretField]?: SipPassword | null | undefined }
type SipPassword = string | { ha1: string; realm: string; algorithm: 'MD5' | 'SHA-256' }

/** Seals the secrets among the given values; null clears, absent leaves alone. */
export function sealSecrets(
  sealing: AccountSealing,
  subscriberId: string,
  given: GivenSecrets,
): SecretColumns {
  const sealed: Record<string, string | null> = {}
  for (const [field, column] of Object.entries(secretColumns) as Array<[SecretField, string]>) {
    const value = given[field]
    if (value === undefined) continue
    const secret = typeof value === 'string' ? { clear: value } : value
    sealed[column] =
      secret === null ? null : sealing.seal(placeOf(subscriberId, column), JSON.stringify(secret))
  }
  return sealed as SecretColumns
}

/** Values as they are stored: the secrets among them sealed, in their columns, and none of them left in clear. */
export function withSecretsSealed<Values extends GivenSecrets>(
  sealing: AccountSealing,
  subscriberId: string,
  values: Values,
): Omit<Values, SecretField> & SecretColumns {
  const { pbxSipPassword, voicemailPin, mbgSipPassword, clientServicePassword, deploymentPin, ...open } =
    values
  const secrets = { pbxSipPassword, voicemailPin, mbgSipPassword, clientServicePassword, deploymentPin }
  return { ...open, ...sealSecrets(sealing, subscriberId, secrets) }
}

/** Opens a SIP secret: clear text, or a hash with the realm it is good for. */
export function openSipSecret(
  sealing: AccountSealing,
  subscriberId: string,
  column: 'pbxSipSecret' | 'mbgSipSecret',
  sealed: string | null,
): SipSecret | undefined {
  return sealed === null
    ? undefined
    : (JSON.parse(sealing.open(placeOf(subscriberId, column), sealed)) as SipSecret)
}

/**
 * Which stored hashes a change would leave behind: an HA1 is made of user name, realm and password (RFC 7616, 3.4.2), so under another user
 * name no phone could register with it. The user name that it was made for is not stored; it is the one that the record has. A hash
 * without a user name yet waits for one. @param changes what becomes different; a new password or none at all is no hash left behind
 */
export function hashesThatNoLongerFit(
  sealing: AccountSealing,
  current: Pick<
    SubscriberRow,
    'subscriberId' | 'pbxSipUserName' | 'pbxSipSecret' | 'mbgSipUserName' | 'mbgSipSecret'
  >,
  changes: Pick<SubscriberChanges, 'pbxSipUserName' | 'pbxSipPassword' | 'mbgSipUserName' | 'mbgSipPassword'>,
): Array<'pbxSipPassword' | 'mbgSipPassword'> {
  return (['pbx', 'mbg'] as const).flatMap((role) => {
    const userName = changes[`${role}SipUserName`]
    const before = current[`${role}SipUserName`]
    const renamed = userName !== undefined && before !== null && userName !== before
    if (!renamed || changes[`${role}SipPassword`] !== undefined) return []
    const column = `${role}SipSecret` as const
    const secret = openSipSecret(sealing, current.subscriberId, column, current[column])
    return secret && 'ha1' in secret ? [`${role}SipPassword` as const] : []
  })
}

/** Opens a secret that is always clear text. */
export function openClearSecret(
  sealing: AccountSealing,
  subscriberId: string,
  column: 'voicemailPinSecret' | 'clientServiceSecret' | 'deploymentPinSecret',
  sealed: string | null,
): string | undefined {
  if (sealed === null) return undefined
  return (JSON.parse(sealing.open(placeOf(subscriberId, column), sealed)) as { clear: string }).clear
}

function placeOf(subscriberId: string, column: string) {
  return { table: 'subscribers', column, id: subscriberId }
}
