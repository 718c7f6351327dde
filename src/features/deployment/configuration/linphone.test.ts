import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UnrepresentableValue } from './client-format.ts'
import { linphone, linphoneReset } from './linphone.ts'
import { alice, aliceWith, hostileText } from './people.testing.ts'
import { lpconfig } from './readers.testing.ts'

describe('a linphone document', () => {
  test('has both accounts, the routes and the URL for fetching again', () => {
    const read = lpconfig(
      linphone.serialise({ ...alice(), configUri: 'https://x.example/client/v1/a?b=1&c=2' }),
    )
    expect(read.misc).toMatchObject({
      'config-uri': 'https://x.example/client/v1/a?b=1&c=2',
      transient_provisioning: '0',
    })
    expect(read.sip).toMatchObject({ default_proxy: '0' })
    expect(read.proxy_0).toMatchObject({
      reg_proxy: '<sip:pbx.example.com:5060;transport=udp>',
      reg_route: '<sip:pbx.example.com:5060;transport=udp;lr>',
      reg_identity: '"Alice Kühn" <sip:1001@pbx.example.com>',
      reg_expires: '3600',
      reg_sendregister: '1',
      voicemail_uri: 'sip:*97@pbx.example.com',
    })
    expect(read.proxy_1).toMatchObject({
      reg_proxy: '<sip:sbc.example.com:5061;transport=tls>',
      reg_identity: '"Alice Kühn" <sip:gw1001@gw.example.com>',
    })
  })

  test('carries the hash for the realm (vector: 1001:pbx.example.com:s3cret-Alice) and never the password', () => {
    const document = linphone.serialise(alice())
    expect(lpconfig(document).auth_info_0).toEqual({
      username: '1001',
      userid: '1001',
      passwd: '',
      ha1: '52838a49af316eb66e284f3636bbe706',
      realm: 'pbx.example.com',
      domain: 'pbx.example.com',
      algorithm: 'MD5',
    })
    expect(document).not.toContain('s3cret-Alice')
    expect(document).not.toContain('gwpw')
  })

  test('carries a stored SHA-256 hash as it is, in lower case', () => {
    const ha1 = 'ee4a5be62a7604c0a2c1e5d18a9e5dc13a6ab4c95bca32ab75b0ebe8c7dc726a'
    const secret = { ha1: ha1.toUpperCase(), realm: 'pbx.example.com', algorithm: 'SHA-256' as const }
    expect(lpconfig(linphone.serialise(aliceWith({ secret }))).auth_info_0).toMatchObject({
      ha1,
      algorithm: 'SHA-256',
    })
  })

  test('without a known secret lets the phone ask for the password', () => {
    expect(lpconfig(linphone.serialise(aliceWith({ secret: undefined }))).auth_info_0).toMatchObject({
      ha1: '',
    })
  })

  test('empties the slot of an account that is no longer given', () => {
    const read = lpconfig(linphone.serialise(aliceWith({})))
    expect(read.proxy_1).toMatchObject({
      reg_sendregister: '0',
      reg_identity: '',
      reg_proxy: '',
      reg_route: '',
    })
    expect(read.auth_info_1).toMatchObject({ username: '', ha1: '', passwd: '' })
  })

  test('insists on encryption only where every account demands it', () => {
    const demanded = (configuration: ReturnType<typeof alice>) => {
      const { media_encryption, media_encryption_mandatory } =
        lpconfig(linphone.serialise(configuration)).sip ?? {}
      return [media_encryption, media_encryption_mandatory]
    }
    expect(demanded(aliceWith({ mediaSecurity: 'none' }))).toEqual(['none', '0'])
    expect(demanded(aliceWith({ mediaSecurity: 'sdes' }))).toEqual(['srtp', '1'])
    expect(demanded(aliceWith({ mediaSecurity: 'dtls' }))).toEqual(['dtls', '1'])
    expect(demanded(alice())).toEqual(['srtp', '0'])
  })

  test('lists the codecs of the profile and no others, or gives all back', () => {
    const listed = lpconfig(linphone.serialise(aliceWith({}, { codecs: ['PCMA', 'opus'] })))
    expect(listed.misc).toMatchObject({ add_missing_audio_codecs: '0' })
    expect(listed.audio_codec_0).toEqual({ mime: 'PCMA', rate: '8000', channels: '1', enabled: '1' })
    expect(listed.audio_codec_1).toEqual({ mime: 'opus', rate: '48000', channels: '2', enabled: '1' })
    expect(listed.audio_codec_2).toEqual({ mime: '' })
    const all = lpconfig(linphone.serialise(aliceWith({}, { codecs: [] })))
    expect([all.misc?.add_missing_audio_codecs, all.audio_codec_0]).toEqual(['1', { mime: '' }])
  })

  test('escapes the user part of a SIP URI, and leaves a plus sign as the registrar knows it', () => {
    const identity = (userName: string) =>
      lpconfig(linphone.serialise(aliceWith({ userName }, { displayName: '' }))).proxy_0?.reg_identity
    expect(identity('+49 30#1@x')).toBe('<sip:+49%2030%231%40x@pbx.example.com>')
    expect(identity('kühn;a=b&c')).toBe('<sip:k%C3%BChn;a=b&c@pbx.example.com>')
  })

  test('writes an IPv6 registrar in brackets', () => {
    const read = lpconfig(linphone.serialise(aliceWith({ host: '2001:db8::5', domain: 'pbx.example.com' })))
    expect(read.proxy_0?.reg_proxy).toBe('<sip:[2001:db8::5]:5060;transport=udp>')
  })

  test('hostile names, users, realms and passwords come back as they went in, or are refused by name', async () => {
    await fc.assert(
      fc.property(
        hostileText,
        hostileText,
        hostileText,
        hostileText,
        (displayName, userName, realm, password) => {
          const configuration = aliceWith({ userName, realm, secret: { clear: password } }, { displayName })
          const document = orRefused(() => linphone.serialise(configuration))
          if (document === undefined) return
          const read = lpconfig(document)
          expect(Object.keys(read)).toEqual(Object.keys(lpconfig(linphone.serialise(aliceWith({})))))
          expect(read.auth_info_0).toMatchObject({ username: userName, userid: userName, realm })
          expect(document).not.toMatch(/[^\n\P{Cc}]/u)
          const identity = /^(?:"((?:[^"\\]|\\["\\])*)" )?<sip:([^@<>"\s]+)@pbx\.example\.com>$/.exec(
            read.proxy_0?.reg_identity ?? '',
          )
          expect(identity?.[1]?.replace(/\\(.)/gs, '$1') ?? '').toBe(
            displayName.trim() === '' ? '' : displayName,
          )
          expect(decodeURIComponent(identity?.[2] ?? '')).toBe(userName)
        },
      ),
    )
  })

  test.each([
    ['accounts.pbx.host', { host: 'pbx.example.com>;x' }],
    ['accounts.pbx.domain', { domain: 'münchen.example' }],
    ['accounts.pbx.port', { port: 0 }],
    ['accounts.pbx.userName', { userName: '1001\n[misc]' }],
    ['accounts.pbx.realm', { realm: 'a\rb' }],
  ])('refuses what it cannot carry, naming %s', (field, values) => {
    expect(() => linphone.serialise(aliceWith(values))).toThrow(
      expect.objectContaining({ field, kind: 'linphone' }),
    )
  })
})

describe('the linphone reset document', () => {
  test('takes identity, secrets and the URL for fetching again from both accounts', () => {
    const read = lpconfig(linphoneReset())
    expect(read.misc).toEqual({ 'config-uri': '' })
    for (const slot of [0, 1]) {
      const { reg_sendregister, ...proxy } = read[`proxy_${slot}`] ?? {}
      expect(reg_sendregister).toBe('0')
      expect(Object.keys(proxy)).toEqual(expect.arrayContaining(['reg_identity', 'reg_proxy', 'reg_route']))
      const auth = read[`auth_info_${slot}`] ?? {}
      expect(Object.keys(auth)).toEqual(
        expect.arrayContaining(['username', 'userid', 'ha1', 'passwd', 'realm']),
      )
      expect([...Object.values(proxy), ...Object.values(auth)].every((value) => value === '')).toBe(true)
    }
  })
})

function orRefused(serialise: () => string): string | undefined {
  try {
    return serialise()
  } catch (error) {
    expect(error).toBeInstanceOf(UnrepresentableValue)
    expect((error as UnrepresentableValue).field).toMatch(/^(displayName|accounts\.pbx\.(userName|realm))$/)
    return undefined
  }
}
