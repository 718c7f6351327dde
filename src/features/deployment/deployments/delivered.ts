import { createHmac } from 'node:crypto'
import type { Platform } from '#platform/platform.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import type { ClientConfiguration } from '../configuration/client-configuration.ts'

/** The values of a configuration under flat keys (`accounts.pbx.port`). Secrets are in clear: never log, store or show them. */
export type FlatValues = Record<string, { value: string; secret: boolean }>

/** Takes a configuration apart, in the order in which it is shown. */
export function flatValuesOf(configuration: ClientConfiguration): FlatValues {
  const { displayName, language, voicemailNumber, codecs, refreshHours, accounts, clientService } =
    configuration
  const values: FlatValues = {}
  const add = (key: string, value: string | number | undefined, secret = false) => {
    if (value !== undefined && value !== '') values[key] = { value: String(value), secret }
  }
  add('displayName', displayName)
  add('language', language)
  for (const { role, secret, ...account } of accounts) {
    for (const [name, value] of Object.entries(account)) add(`accounts.${role}.${name}`, value)
    add(`accounts.${role}.secret`, secret && JSON.stringify(secret), true)
  }
  add('voicemailNumber', voicemailNumber)
  add('codecs', codecs.join(', '))
  for (const name of ['host', 'port', 'userName'] as const)
    add(`clientService.${name}`, clientService?.[name])
  add('clientService.password', clientService?.password, true)
  add('refreshHours', refreshHours)
  return values
}

/** What a client was handed last; of secrets a keyed hash, which tells whether they differ and nothing else. */
export type Delivered = Record<string, { value: string } | { hash: string }>

/** Remembers what a client is handed, sealed to its row. */
export function sealDelivered(
  platform: Pick<Platform, 'masterKey'>,
  sealing: AccountSealing,
  clientId: string,
  configuration: ClientConfiguration,
): string {
  const delivered: Delivered = {}
  for (const [key, { value, secret }] of Object.entries(flatValuesOf(configuration))) {
    delivered[key] = secret ? { hash: secretHash(platform, clientId, key, value) } : { value }
  }
  return sealing.seal(placeOf(clientId), JSON.stringify(delivered))
}

/** What the client was handed last; undefined when nobody wrote it down. */
export function openDelivered(
  sealing: AccountSealing,
  client: { clientId: string; delivered: string | null },
): Delivered | undefined {
  if (client.delivered === null) return undefined
  return JSON.parse(sealing.open(placeOf(client.clientId), client.delivered)) as Delivered
}

/** The keyed hash of a secret, of this client and this key only: equal passwords of two people do not show. */
export function secretHash(
  { masterKey }: Pick<Platform, 'masterKey'>,
  clientId: string,
  key: string,
  secret: string,
): string {
  return createHmac('sha256', masterKey.deriveKey('delivered secrets'))
    .update([clientId, key, secret].join('\u2016'))
    .digest('base64url')
}

function placeOf(clientId: string) {
  return { table: 'clients', column: 'delivered', id: clientId }
}
