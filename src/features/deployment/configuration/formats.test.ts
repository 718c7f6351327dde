import { describe, expect, test } from 'vitest'
import { clientFormat, clientFormats, offeredFormats, offersAnyFormat } from './formats.ts'
import { manualSettings } from './generic.ts'
import { alice, aliceWith } from './people.testing.ts'

const allKinds = ['linphone', 'microsip', 'baresip', 'generic']
const hashOnly = {
  ha1: '52838a49af316eb66e284f3636bbe706',
  realm: 'pbx.example.com',
  algorithm: 'MD5' as const,
}

describe('the formats offered', () => {
  test('are all those of the profile when the password is known', () => {
    expect(offeredFormats(alice(), allKinds).filter(({ offered }) => offered)).toHaveLength(4)
  })

  test('leave out what the profile does not offer', () => {
    expect(offeredFormats(alice(), ['linphone'])).toMatchObject([
      { kind: 'linphone', offered: true },
      { kind: 'microsip', offered: false, reasonCode: 'not-in-profile' },
      { kind: 'baresip', offered: false, reasonCode: 'not-in-profile' },
      { kind: 'generic', offered: false, reasonCode: 'not-in-profile' },
    ])
  })

  test('are linphone alone for a secret of which only the hash is known, and the others say why', () => {
    expect(offeredFormats(aliceWith({ secret: hashOnly }), allKinds)).toMatchObject([
      { kind: 'linphone', offered: true },
      { kind: 'microsip', offered: false, reasonCode: 'needs-clear-password', field: 'accounts.pbx' },
      { kind: 'baresip', offered: false, reasonCode: 'needs-clear-password', field: 'accounts.pbx' },
      { kind: 'generic', offered: false, reasonCode: 'needs-clear-password', field: 'accounts.pbx' },
    ])
  })

  test('are none at all where the profile offers only apps that need the password, and only its hash is known', () => {
    const configuration = aliceWith({ secret: hashOnly })
    expect(offersAnyFormat(configuration, ['microsip', 'baresip', 'generic'])).toBe(false)
    expect(offersAnyFormat(configuration, allKinds)).toBe(true)
  })

  test('leave out the one that cannot carry a value, and name the field', () => {
    const offered = offeredFormats(aliceWith({ secret: { clear: 'semi;colon' } }), allKinds)
    expect(offered.filter((each) => !each.offered)).toMatchObject([
      { kind: 'baresip', reasonCode: 'value-not-representable', field: 'accounts.pbx.secret' },
    ])
  })

  test('are none where there is nothing to register', () => {
    const offered = offeredFormats({ ...alice(), accounts: [] }, allKinds)
    expect(offered.map(({ reasonCode }) => reasonCode)).toEqual(Array(4).fill('no-account'))
  })
})

describe('every format', () => {
  test('carries the password only if it says that it needs it', () => {
    for (const format of clientFormats) {
      expect([format.kind, format.serialise(alice()).includes('s3cret-Alice')]).toEqual([
        format.kind,
        format.needsClearPassword,
      ])
    }
  })

  test('that is fetched again can tell a client to forget', () => {
    for (const { kind, delivery, reset } of clientFormats) {
      expect([kind, reset() !== null]).toEqual([kind, delivery !== 'file'])
    }
  })
})

describe('the generic format', () => {
  test('is the configuration as JSON, hostile values unharmed', () => {
    const configuration = aliceWith({ secret: { clear: 'O"Brien; <x>&\n' } })
    expect(JSON.parse(clientFormat('generic').serialise(configuration))).toEqual({
      reset: false,
      ...configuration,
    })
  })

  test('lists what a person types in, passwords marked secret', () => {
    const clientService = { host: 'ucs.example.com', port: 443, userName: 'alice', password: 'service-pw' }
    const settings = manualSettings({ ...alice(), clientService })
    expect(settings).toContainEqual({ section: 'pbx', labelKey: 'userName', value: '1001', secret: false })
    expect(settings).toContainEqual({
      section: 'general',
      labelKey: 'voicemailNumber',
      value: '*97',
      secret: false,
    })
    expect(settings.filter(({ secret }) => secret).map(({ section, value }) => [section, value])).toEqual([
      ['pbx', 's3cret-Alice'],
      ['mbg', 'gwpw'],
      ['clientService', 'service-pw'],
    ])
  })
})
