import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UnrepresentableValue } from './client-format.ts'
import { microsip } from './microsip.ts'
import { alice, aliceWith, hostileText } from './people.testing.ts'
import { ini } from './readers.testing.ts'

describe('a MicroSIP settings file', () => {
  test('has one section per account, and reaches a foreign domain through a proxy', () => {
    const read = ini(microsip.serialise(alice()))
    expect(read.Settings).toEqual({ accountId: '1', audioCodecs: 'opus/48000/2 G722/16000/1 PCMA/8000/1' })
    expect(read.Account1).toMatchObject({
      label: 'PBX',
      server: 'pbx.example.com:5060',
      proxy: '',
      domain: 'pbx.example.com',
      username: '1001',
      password: 's3cret-Alice',
      displayName: 'Alice Kühn',
      voicemailNumber: '*97',
      SRTP: '',
    })
    expect(read.Account2).toMatchObject({
      label: 'MBG',
      server: 'gw.example.com',
      proxy: 'sbc.example.com:5061',
      transport: 'tls',
      SRTP: 'mandatory',
    })
  })

  test('is UTF-16 with a byte order mark, as MicroSIP writes it itself', () => {
    const bytes = Buffer.from(microsip.serialise(alice()), microsip.encoding)
    expect([...bytes.subarray(0, 4)]).toEqual([0xff, 0xfe, 0x5b, 0x00])
  })

  test('does not write less protection than DTLS where DTLS is demanded', () => {
    expect(() => microsip.serialise(aliceWith({ mediaSecurity: 'dtls' }))).toThrow(
      expect.objectContaining({ field: 'accounts.pbx.mediaSecurity' }),
    )
  })

  test('a value longer than MicroSIP reads is refused', () => {
    expect(() => microsip.serialise(aliceWith({ secret: { clear: 'x'.repeat(256) } }))).toThrow(
      expect.objectContaining({ field: 'accounts.pbx.secret' }),
    )
  })

  test('hostile values come back as they went in, one line per key and no key of their own, or are refused', async () => {
    const keys = (file: string) =>
      Object.entries(ini(file)).map(([section, values]) => [section, Object.keys(values)])
    await fc.assert(
      fc.property(hostileText, hostileText, hostileText, (displayName, userName, password) => {
        const configuration = aliceWith({ userName, secret: { clear: password } }, { displayName })
        let file: string
        try {
          file = microsip.serialise(configuration)
        } catch (error) {
          expect(error).toBeInstanceOf(UnrepresentableValue)
          return
        }
        expect(Buffer.from(file, 'utf16le').toString('utf16le')).toBe(file)
        expect(keys(file)).toEqual(keys(microsip.serialise(aliceWith({}))))
        expect(ini(file).Account1).toMatchObject({
          displayName,
          username: userName,
          authID: userName,
          password,
        })
      }),
    )
  })
})
