import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { baresip } from './baresip.ts'
import { ClearPasswordNeeded, UnrepresentableValue } from './client-format.ts'
import { alice, aliceWith, hostileText } from './people.testing.ts'
import { accountAsBaresipReadsIt } from './readers.testing.ts'

describe('a baresip accounts file', () => {
  test('has one line per account', () => {
    expect(baresip.serialise({ ...alice(), codecs: ['g722', 'opus'] })).toBe(
      [
        '"Alice Kühn" <sip:1001@pbx.example.com;transport=udp>;auth_user="1001";auth_pass="s3cret-Alice";' +
          'outbound="sip:pbx.example.com:5060;transport=udp";regint=3600;audio_codecs=G722/16000/1,opus/48000/2',
        '"Alice Kühn" <sip:gw1001@gw.example.com;transport=tls>;auth_user="gw1001";auth_pass="gwpw";' +
          'outbound="sip:sbc.example.com:5061;transport=tls";regint=3600;mediaenc=srtp-mand;' +
          'audio_codecs=G722/16000/1,opus/48000/2',
        '',
      ].join('\n'),
    )
  })

  test('is refused for a secret of which only the hash is known', () => {
    const secret = { ha1: 'a'.repeat(32), realm: 'pbx.example.com', algorithm: 'MD5' as const }
    expect(() => baresip.serialise(aliceWith({ secret }))).toThrow(ClearPasswordNeeded)
  })

  test('leaves the password out where none is known, so that baresip asks for it', () => {
    expect(baresip.serialise(aliceWith({ secret: undefined }))).not.toContain('auth_pass')
  })

  test.each([
    'a;stunserver=stun:evil.example',
    'a"b',
    'a\\',
    'a\nb',
    '\ud800',
  ])('refuses the password %j', (clear) => {
    expect(() => baresip.serialise(aliceWith({ secret: { clear } }))).toThrow(
      expect.objectContaining({ field: 'accounts.pbx.secret', kind: 'baresip' }),
    )
  })

  test('hostile values come back as they went in and add no parameter, or are refused', async () => {
    await fc.assert(
      fc.property(hostileText, hostileText, hostileText, (displayName, userName, password) => {
        const configuration = aliceWith(
          { userName, secret: { clear: password } },
          { displayName, codecs: [] },
        )
        let file: string
        try {
          file = baresip.serialise(configuration)
        } catch (error) {
          expect(error).toBeInstanceOf(UnrepresentableValue)
          return
        }
        const [line = '', ...rest] = file.split('\n')
        expect(rest).toEqual([''])
        const read = accountAsBaresipReadsIt(line)
        expect(read.displayName.replace(/\\(.)/gs, '$1')).toBe(displayName.trim() === '' ? '' : displayName)
        expect(decodeURIComponent(read.user)).toBe(userName)
        expect(read.host).toBe('pbx.example.com')
        expect(read.parameters).toEqual({
          auth_user: userName,
          auth_pass: password,
          outbound: 'sip:pbx.example.com:5060;transport=udp',
          regint: '3600',
        })
      }),
    )
  })
})
