import { describe, expect, test } from 'vitest'
import { buildClientConfiguration, configurationVersion } from './client-configuration.ts'
import { alice } from './people.testing.ts'

const pbxOnly = {
  pbxSipHost: 'pbx.example.com',
  pbxSipUserName: '1001',
  pbxSipSecret: { clear: 's3cret-Alice' },
}

describe('a client configuration', () => {
  test('delivers both accounts where both exist, the PBX first', () => {
    expect(alice().accounts.map(({ role, host }) => [role, host])).toEqual([
      ['pbx', 'pbx.example.com'],
      ['mbg', 'sbc.example.com'],
    ])
  })

  test('DP-2: a blank SIP domain is the host, and a blank realm is the domain', () => {
    const { configuration } = buildClientConfiguration(
      { ...pbxOnly, mbgSipUserName: 'gw1001' },
      { pbxSipDomain: ' ', pbxRealm: '', mbgSipHost: 'sbc.example.com', mbgSipDomain: 'gw.example.com' },
    )
    expect(configuration.accounts.map(({ domain, realm }) => ({ domain, realm }))).toEqual([
      { domain: 'pbx.example.com', realm: 'pbx.example.com' },
      { domain: 'gw.example.com', realm: 'gw.example.com' },
    ])
  })

  test.each([
    ['udp', 5060],
    ['tcp', 5060],
    ['tls', 5061],
  ] as const)('the default port of %s is %i', (pbxTransport, port) => {
    const { configuration, origins } = buildClientConfiguration(pbxOnly, { pbxTransport })
    expect(configuration.accounts[0]?.port).toBe(port)
    expect(origins['accounts.pbx.port']).toBe('default')
  })

  test("the record's voicemail number beats the profile's", () => {
    const profile = { voicemailNumber: '*98' }
    const own = buildClientConfiguration({ ...pbxOnly, voicemailNumber: '*97' }, profile)
    expect([own.configuration.voicemailNumber, own.origins.voicemailNumber]).toEqual(['*97', 'subscriber'])
    const shared = buildClientConfiguration({ ...pbxOnly, voicemailNumber: '' }, profile)
    expect([shared.configuration.voicemailNumber, shared.origins.voicemailNumber]).toEqual(['*98', 'profile'])
    expect(buildClientConfiguration(pbxOnly, {}).configuration).not.toHaveProperty('voicemailNumber')
  })

  test.each([
    ['no PBX host', { pbxSipUserName: '1001' }, {}],
    ['no PBX user name', { pbxSipHost: 'pbx.example.com', pbxSipUserName: '  ' }, {}],
    ['no MBG host', { mbgSipUserName: 'gw1001' }, {}],
    ['no MBG user name', {}, { mbgSipHost: 'sbc.example.com' }],
  ])('has no account where there is %s', (_why, subscriber, profile) => {
    expect(buildClientConfiguration(subscriber, profile).configuration.accounts).toEqual([])
  })

  test('an HA1 secret brings the realm it was made for', () => {
    const pbxSipSecret = { ha1: 'a'.repeat(32), realm: 'asterisk', algorithm: 'MD5' as const }
    const { configuration, origins } = buildClientConfiguration(
      { ...pbxOnly, pbxSipSecret },
      { pbxRealm: 'other' },
    )
    expect(configuration.accounts[0]?.realm).toBe('asterisk')
    expect(origins['accounts.pbx.realm']).toBe('subscriber')
  })

  test('says of each value where it comes from: record, profile, account or default', () => {
    const { configuration, origins } = buildClientConfiguration(
      {
        ...pbxOnly,
        firstName: 'Alice',
        mbgSipUserName: 'gw1001',
        mbgSipSecret: { ha1: 'a'.repeat(32), realm: 'asterisk', algorithm: 'MD5' },
        clientServiceHost: 'ucs.example.com',
        clientServiceUserName: 'alice',
      },
      {
        pbxTransport: 'tls',
        registrationExpirySeconds: 600,
        mbgSipHost: 'sbc.example.com',
        mbgRealm: 'other',
        voicemailNumber: '*97',
      },
      { language: 'de' },
    )
    expect(configuration.language).toBe('de')
    expect(origins).toEqual({
      displayName: 'subscriber',
      language: 'account',
      refreshHours: 'default',
      codecs: 'default',
      voicemailNumber: 'profile',
      'accounts.pbx.host': 'subscriber',
      'accounts.pbx.port': 'default',
      'accounts.pbx.domain': 'default',
      'accounts.pbx.realm': 'default',
      'accounts.pbx.transport': 'profile',
      'accounts.pbx.mediaSecurity': 'default',
      'accounts.pbx.userName': 'subscriber',
      'accounts.pbx.secret': 'subscriber',
      'accounts.pbx.registrationExpirySeconds': 'profile',
      'accounts.mbg.host': 'profile',
      'accounts.mbg.port': 'default',
      'accounts.mbg.domain': 'default',
      'accounts.mbg.realm': 'subscriber',
      'accounts.mbg.transport': 'default',
      'accounts.mbg.mediaSecurity': 'default',
      'accounts.mbg.userName': 'subscriber',
      'accounts.mbg.secret': 'subscriber',
      'accounts.mbg.registrationExpirySeconds': 'profile',
      'clientService.host': 'subscriber',
      'clientService.port': 'default',
      'clientService.userName': 'subscriber',
    })
  })

  test("MU-6: the record's language beats the account's, which beats the default", () => {
    const languageOf = (language: string | null, account: { language?: string }) => {
      const { configuration, origins } = buildClientConfiguration({ ...pbxOnly, language }, {}, account)
      return [configuration.language, origins.language]
    }
    expect(languageOf('fr', { language: 'de' })).toEqual(['fr', 'subscriber'])
    expect(languageOf(null, { language: 'de' })).toEqual(['de', 'account'])
    expect(languageOf(null, {})).toEqual(['en', 'default'])
  })

  test('who has no name is shown with the directory number', () => {
    const { configuration } = buildClientConfiguration({ ...pbxOnly, directoryNumber: '1001' }, {})
    expect(configuration.displayName).toBe('1001')
  })

  test('a voicemail PIN has no way in', () => {
    const record = { ...pbxOnly, voicemailNumber: '*97', voicemailPin: '4711' }
    expect(JSON.stringify(buildClientConfiguration(record, {}))).not.toContain('4711')
  })
})

describe('the version of a configuration', () => {
  test('is the same for equal content in any order of keys, and whatever the URL for fetching again', () => {
    const configuration = alice()
    const reversed = Object.fromEntries(Object.entries(configuration).reverse()) as typeof configuration
    expect(configurationVersion(reversed)).toBe(configuration.version)
    expect(configurationVersion({ ...configuration, configUri: 'https://x.example/client/v1/1' })).toBe(
      configuration.version,
    )
    expect(configuration.version).toMatch(/^[\w-]{43}$/)
  })

  test('changes with a value deep inside', () => {
    const configuration = alice()
    const [pbx, ...rest] = configuration.accounts
    if (!pbx) throw new Error('Alice has no PBX account.')
    const accounts = [{ ...pbx, secret: { clear: 'changed' } }, ...rest]
    expect(configurationVersion({ ...configuration, accounts })).not.toBe(configuration.version)
  })
})
