import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import type { ClientConfiguration, Origin } from '../configuration/client-configuration.ts'
import { offeredFormats } from '../configuration/formats.ts'
import type { ClientKind } from '../profiles/schema.ts'
import { type ProfileRow, readProfile } from '../profiles/store.ts'
import { readSubscriber } from '../subscribers/store.ts'
import { readClient } from './clients-store.ts'
import { explainedConfigurationOf } from './configuration-of.ts'
import { type Delivered, type FlatValues, flatValuesOf, openDelivered, secretHash } from './delivered.ts'
import type { EffectiveConfiguration, EffectiveValue } from './schema.ts'

/** Shown in place of a secret. */
const mask = '••••'

/**
 * Every value of a subscriber's configuration and where it comes from; for one client also what that phone has now; for a kind (or the
 * client's own) whether its document can carry it.
 */
export async function effectiveConfiguration(
  platform: Platform,
  actor: Actor,
  subscriberId: string,
  wanted: { client?: string | undefined; kind?: ClientKind | undefined },
): Promise<EffectiveConfiguration> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const subscriber = await readSubscriber(tx, subscriberId)
    if (!subscriber) throw notFound()
    const client = wanted.client === undefined ? undefined : await readClient(tx, wanted.client)
    if (wanted.client !== undefined && client?.subscriberId !== subscriberId) throw notFound()
    const profile = (await readProfile(tx, subscriber.profileId)) as ProfileRow
    const { language } = (await readAccount(tx)) as AccountRow
    const sealing = await platform.sealing.inAccount(tx)
    const { configuration, origins } = explainedConfigurationOf(sealing, subscriber, profile, language)
    const kind = client ? (client.kind as ClientKind) : wanted.kind
    return {
      values: compared(
        platform,
        flatValuesOf(configuration),
        origins,
        client && {
          clientId: client.clientId,
          delivered: openDelivered(sealing, client),
        },
      ),
      format: kind === undefined ? null : formatOf(kind, configuration, profile),
    }
  })
}

function compared(
  platform: Platform,
  values: FlatValues,
  origins: Record<string, Origin>,
  phone: { clientId: string; delivered: Delivered | undefined } | undefined,
): EffectiveValue[] {
  const delivered = phone?.delivered
  const shown = Object.entries(values).map(([key, { value, secret }]) => {
    const onPhone = delivered?.[key]
    const expected = secret && phone ? secretHash(platform, phone.clientId, key, value) : value
    const has = onPhone && ('hash' in onPhone ? onPhone.hash : onPhone.value)
    const differs = delivered !== undefined && has !== expected
    return present(key, secret ? mask : value, secret, origins[key], delivered, differs)
  })
  const onlyOnPhone = Object.entries(delivered ?? {}).filter(([key]) => !(key in values))
  return [
    ...shown,
    ...onlyOnPhone.map(([key, has]) => present(key, null, 'hash' in has, undefined, delivered, true)),
  ]
}

function formatOf(kind: ClientKind, configuration: ClientConfiguration, profile: ProfileRow) {
  const found = offeredFormats(configuration, profile.clientKinds).find((each) => each.kind === kind)
  return {
    kind,
    offered: found?.offered ?? false,
    reasonCode: found?.reasonCode ?? null,
    field: found?.field ?? null,
  }
}

function present(
  key: string,
  value: string | null,
  secret: boolean,
  origin: Origin | undefined,
  delivered: Delivered | undefined,
  differs: boolean,
): EffectiveValue {
  const onPhone = delivered?.[key]
  const phoneHas = onPhone === undefined ? null : 'value' in onPhone ? onPhone.value : mask
  return {
    key,
    label: labelOf(key),
    value,
    secret,
    origin: origin ?? 'default',
    onPhone: delivered === undefined ? 'unknown' : phoneHas,
    differs,
  }
}

const labels: Record<string, string> = {
  displayName: 'Display name',
  language: 'Language',
  voicemailNumber: 'Voicemail number',
  codecs: 'Codecs',
  refreshHours: 'Refresh every (hours)',
  host: 'host',
  port: 'port',
  domain: 'SIP domain',
  realm: 'digest realm',
  transport: 'transport',
  mediaSecurity: 'media security',
  userName: 'user name',
  secret: 'password',
  password: 'password',
  registrationExpirySeconds: 'registration expiry (seconds)',
}

/** `accounts.pbx.port` → `PBX port`. */
function labelOf(key: string): string {
  const name = key.split('.').at(-1) as string
  const label = labels[name] ?? name
  if (key.startsWith('accounts.')) return `${key.split('.')[1]?.toUpperCase()} ${label}`
  return key.startsWith('clientService.') ? `Client service ${label}` : label
}
