import { createHmac } from 'node:crypto'
import type { Platform } from '#platform/platform.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import {
  buildClientConfiguration,
  type ClientConfiguration,
  type Origin,
  type ProfileValues,
} from '../configuration/client-configuration.ts'
import type { ProfileRow } from '../profiles/store.ts'
import { openClearSecret, openSipSecret } from '../subscribers/secrets.ts'
import type { SubscriberRow } from '../subscribers/store.ts'

/** What of a subscriber's row its configuration is made of; secrets are sealed. */
export type ConfiguredSubscriber = Pick<
  SubscriberRow,
  | 'subscriberId'
  | 'firstName'
  | 'lastName'
  | 'language'
  | 'directoryNumber'
  | 'pbxSipHost'
  | 'pbxSipUserName'
  | 'pbxSipSecret'
  | 'mbgSipUserName'
  | 'mbgSipSecret'
  | 'voicemailNumber'
  | 'clientServiceHost'
  | 'clientServicePort'
  | 'clientServiceUserName'
  | 'clientServiceSecret'
>

/** What of a profile's row a configuration is made of. */
export type ConfiguringProfile = Pick<ProfileRow, keyof ProfileValues>

/** The configuration of a subscriber as its clients are to have it now. Holds clear secrets: never log, store or show it. */
export function configurationOf(
  sealing: AccountSealing,
  subscriber: ConfiguredSubscriber,
  profile: ConfiguringProfile,
  accountLanguage: string,
): ClientConfiguration {
  return explainedConfigurationOf(sealing, subscriber, profile, accountLanguage).configuration
}

/** The same, and where each value comes from. */
export function explainedConfigurationOf(
  sealing: AccountSealing,
  subscriber: ConfiguredSubscriber,
  profile: ConfiguringProfile,
  accountLanguage: string,
): { configuration: ClientConfiguration; origins: Record<string, Origin> } {
  const { subscriberId } = subscriber
  return buildClientConfiguration(
    {
      ...subscriber,
      pbxSipSecret: openSipSecret(sealing, subscriberId, 'pbxSipSecret', subscriber.pbxSipSecret),
      mbgSipSecret: openSipSecret(sealing, subscriberId, 'mbgSipSecret', subscriber.mbgSipSecret),
      clientServicePassword: openClearSecret(
        sealing,
        subscriberId,
        'clientServiceSecret',
        subscriber.clientServiceSecret,
      ),
    },
    profile,
    { language: accountLanguage },
  )
}

/**
 * What the database keeps of a configuration's version, and what clients are told: a keyed hash, because the version is made from passwords
 * too, and a plain hash would let whoever reads it guess weak ones.
 */
export function storedVersion(
  { masterKey }: Pick<Platform, 'masterKey'>,
  accountId: string,
  configuration: ClientConfiguration,
): string {
  return createHmac('sha256', masterKey.deriveKey('configuration version'))
    .update(`${accountId}\u2016${configuration.version}`)
    .digest('base64url')
    .slice(0, 22)
}
