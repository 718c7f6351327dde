import { hash } from 'node:crypto'

export type SipTransport = 'udp' | 'tcp' | 'tls'
export type MediaSecurity = 'none' | 'sdes' | 'dtls'
export type SipSecret = { clear: string } | { ha1: string; realm: string; algorithm: 'MD5' | 'SHA-256' }

/** One SIP registration of a client. Without `secret` the client asks its user for the password. */
export type SipAccount = {
  role: 'pbx' | 'mbg'
  host: string
  port: number
  domain: string
  realm: string
  transport: SipTransport
  mediaSecurity: MediaSecurity
  userName: string
  secret?: SipSecret
  registrationExpirySeconds: number
}

export type ClientService = { host: string; port: number; userName: string; password?: string }

/**
 * Everything a softphone is told, before any format. `configUri` is the client's own URL for fetching again; it is
 * not part of `version`, because a new URL is no new configuration.
 */
export type ClientConfiguration = {
  version: string
  displayName: string
  language: string
  configUri?: string
  refreshHours: number
  accounts: SipAccount[]
  codecs: string[]
  voicemailNumber?: string
  clientService?: ClientService
}

type Blankable<T> = T | null | undefined

/** What the record of a subscriber contributes, secrets already opened. It has no place for a voicemail PIN. */
export type SubscriberValues = {
  firstName?: Blankable<string>
  lastName?: Blankable<string>
  language?: Blankable<string>
  directoryNumber?: Blankable<string>
  pbxSipHost?: Blankable<string>
  pbxSipUserName?: Blankable<string>
  pbxSipSecret?: Blankable<SipSecret>
  mbgSipUserName?: Blankable<string>
  mbgSipSecret?: Blankable<SipSecret>
  voicemailNumber?: Blankable<string>
  clientServiceHost?: Blankable<string>
  clientServicePort?: Blankable<number>
  clientServiceUserName?: Blankable<string>
  clientServicePassword?: Blankable<string>
}

/** What the deployment profile contributes; every value may be left blank. */
export type ProfileValues = {
  mbgSipHost?: Blankable<string>
  mbgSipDomain?: Blankable<string>
  mbgRealm?: Blankable<string>
  mbgSipPort?: Blankable<number>
  mbgTransport?: Blankable<SipTransport>
  mbgMediaSecurity?: Blankable<MediaSecurity>
  pbxSipDomain?: Blankable<string>
  pbxRealm?: Blankable<string>
  pbxSipPort?: Blankable<number>
  pbxTransport?: Blankable<SipTransport>
  pbxMediaSecurity?: Blankable<MediaSecurity>
  registrationExpirySeconds?: Blankable<number>
  voicemailNumber?: Blankable<string>
  codecs?: Blankable<string[]>
  refreshHours?: Blankable<number>
}

/** What the account contributes where neither record nor profile says anything. */
export type AccountValues = { language?: Blankable<string> }

export type Origin = 'subscriber' | 'profile' | 'account' | 'default'
type Candidate<T> = [Origin, Blankable<T>]

/**
 * Makes the configuration of one subscriber, and says for each value (`accounts.pbx.port`) where it comes from.
 * The PBX account stands first, so that it is the one a client dials with.
 */
export function buildClientConfiguration(
  subscriber: SubscriberValues,
  profile: ProfileValues,
  account: AccountValues = {},
): { configuration: ClientConfiguration; origins: Record<string, Origin> } {
  const origins: Record<string, Origin> = {}

  /** The first candidate that is not blank, its origin noted under `key`. */
  function choose<T>(key: string, ...candidates: Candidate<T>[]): T | undefined {
    const chosen = candidates.find(([, value]) => !isBlank(value))
    if (chosen) origins[key] = chosen[0]
    return chosen?.[1] ?? undefined
  }

  /** As `choose`, for values that always exist: the last resort is a default. */
  function settle<T>(key: string, fallback: T, ...candidates: Candidate<T>[]): T {
    origins[key] = 'default'
    return choose(key, ...candidates) ?? fallback
  }

  function sipAccount(role: 'pbx' | 'mbg', given: SipAccountValues): SipAccount | undefined {
    if (isBlank(given.host[1]) || isBlank(given.userName)) return undefined
    const at = `accounts.${role}.`
    const host = settle(`${at}host`, '', given.host)
    const transport = settle(`${at}transport`, 'udp', ['profile', given.transport])
    const domain = settle(`${at}domain`, host, ['profile', given.domain])
    const secret = choose(`${at}secret`, ['subscriber', given.secret])
    return {
      role,
      host,
      port: settle(`${at}port`, transport === 'tls' ? 5061 : 5060, ['profile', given.port]),
      domain,
      // A hash is good for the realm it was made for and no other, so its own realm goes before the profile's.
      realm: settle(
        `${at}realm`,
        domain,
        ['subscriber', secret && 'ha1' in secret ? secret.realm : undefined],
        ['profile', given.realm],
      ),
      transport,
      mediaSecurity: settle(`${at}mediaSecurity`, 'none', ['profile', given.mediaSecurity]),
      userName: settle(`${at}userName`, '', ['subscriber', given.userName]),
      ...(secret && { secret }),
      registrationExpirySeconds: settle(`${at}registrationExpirySeconds`, 3600, [
        'profile',
        profile.registrationExpirySeconds,
      ]),
    }
  }

  function clientService(): ClientService | undefined {
    if (isBlank(subscriber.clientServiceHost) || isBlank(subscriber.clientServiceUserName)) return undefined
    const password = choose('clientService.password', ['subscriber', subscriber.clientServicePassword])
    return {
      host: settle('clientService.host', '', ['subscriber', subscriber.clientServiceHost]),
      port: settle('clientService.port', 443, ['subscriber', subscriber.clientServicePort]),
      userName: settle('clientService.userName', '', ['subscriber', subscriber.clientServiceUserName]),
      ...(password && { password }),
    }
  }

  const pbx = sipAccount('pbx', {
    host: ['subscriber', subscriber.pbxSipHost],
    port: profile.pbxSipPort,
    domain: profile.pbxSipDomain,
    realm: profile.pbxRealm,
    transport: profile.pbxTransport,
    mediaSecurity: profile.pbxMediaSecurity,
    userName: subscriber.pbxSipUserName,
    secret: subscriber.pbxSipSecret,
  })
  const mbg = sipAccount('mbg', {
    host: ['profile', profile.mbgSipHost],
    port: profile.mbgSipPort,
    domain: profile.mbgSipDomain,
    realm: profile.mbgRealm,
    transport: profile.mbgTransport,
    mediaSecurity: profile.mbgMediaSecurity,
    userName: subscriber.mbgSipUserName,
    secret: subscriber.mbgSipSecret,
  })
  const voicemailNumber = choose(
    'voicemailNumber',
    ['subscriber', subscriber.voicemailNumber],
    ['profile', profile.voicemailNumber],
  )
  const service = clientService()

  const content = {
    displayName: settle(
      'displayName',
      '',
      ['subscriber', fullName(subscriber)],
      ['subscriber', subscriber.directoryNumber],
    ),
    language: settle('language', 'en', ['subscriber', subscriber.language], ['account', account.language]),
    refreshHours: settle('refreshHours', 24, ['profile', profile.refreshHours]),
    accounts: [pbx, mbg].filter((each) => each !== undefined),
    codecs: settle<string[]>('codecs', [], ['profile', profile.codecs]),
    ...(voicemailNumber && { voicemailNumber }),
    ...(service && { clientService: service }),
  }
  return { configuration: { version: configurationVersion(content), ...content }, origins }
}

type SipAccountValues = {
  host: Candidate<string>
  port: Blankable<number>
  domain: Blankable<string>
  realm: Blankable<string>
  transport: Blankable<SipTransport>
  mediaSecurity: Blankable<MediaSecurity>
  userName: Blankable<string>
  secret: Blankable<SipSecret>
}

/**
 * The content hash of a configuration: base64url SHA-256 of its canonical JSON, `version` and `configUri` left out.
 * It covers secrets, so it lets someone who knows all the rest test guesses of a weak password: keep it where the
 * secrets are, or with the client that holds them anyway.
 */
export function configurationVersion(
  configuration: Omit<ClientConfiguration, 'version' | 'configUri'> & {
    version?: string
    configUri?: string
  },
): string {
  const { version: _version, configUri: _configUri, ...content } = configuration
  return hash('sha256', canonicalJson(content), 'base64url')
}

/** JSON with the keys of every object in code point order, so that equal content is equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(withSortedKeys(value))
}

/** A copy, because `JSON.stringify` is three times as fast without a function that it calls for each value. */
function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys)
  if (value === null || typeof value !== 'object') return value
  const sorted: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) sorted[key] = withSortedKeys(value[key as never])
  return sorted
}

function fullName({ firstName, lastName }: SubscriberValues): string {
  return [firstName, lastName].filter((each) => !isBlank(each)).join(' ')
}

function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}
