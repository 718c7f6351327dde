import type { AccountSealing } from '#platform/secrets/index.ts'
import type { SipSecret } from '../configuration/client-configuration.ts'
import type { SecretField } from './schema.ts'

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
