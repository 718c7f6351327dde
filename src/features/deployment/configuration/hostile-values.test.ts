import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClientConfiguration, SipAccount } from './client-configuration.ts'
import { type ClientKind, UnrepresentableValue } from './client-format.ts'
import { clientFormat } from './formats.ts'
import { alice, hostileText } from './people.testing.ts'
import { accountAsBaresipReadsIt, ini, lpconfig } from './readers.testing.ts'

type Json = Record<string, unknown>

/** Every text of a configuration that a person or a component may have filled, and how it is put there. */
const fields: Record<string, (configuration: ClientConfiguration, value: string) => void> = {
  displayName: (configuration, value) => Object.assign(configuration, { displayName: value }),
  voicemailNumber: (configuration, value) => Object.assign(configuration, { voicemailNumber: value }),
  ...Object.fromEntries(
    (['pbx', 'mbg'] as const).flatMap((role, at) =>
      (['userName', 'secret', 'realm', 'host', 'domain'] as const).map((field) => [
        `accounts.${role}.${field}`,
        (configuration: ClientConfiguration, value: string) =>
          Object.assign(configuration.accounts[at] as SipAccount, {
            [field]: field === 'secret' ? { clear: value } : value,
          }),
      ]),
    ),
  ),
}

function aliceWithValues(values: Record<string, string>): ClientConfiguration {
  const configuration = { ...alice(), configUri: 'https://x.example/client/v1/a?b=1&c="2"' }
  for (const [field, value] of Object.entries(values)) fields[field]?.(configuration, value)
  return configuration
}

/** One or two fields hold something hostile, so that most of the document still has to come out right. */
const hostileValues = fc.dictionary(fc.constantFrom(...Object.keys(fields)), hostileText, {
  minKeys: 1,
  maxKeys: 2,
})

/** For each format: what a client reads in its document, and what it has to read there. */
const formats: Record<
  ClientKind,
  { read(document: string): unknown; expected(configuration: ClientConfiguration): unknown }
> = {
  linphone: { read: readLinphone, expected: expectedOfLinphone },
  baresip: { read: readBaresip, expected: expectedOfBaresip },
  microsip: { read: readMicrosip, expected: expectedOfMicrosip },
  generic: {
    read: (document) => JSON.parse(document),
    expected: (configuration) => ({ reset: false, ...configuration }),
  },
}

describe.each(Object.keys(formats) as ClientKind[])('a %s document', (kind) => {
  const { serialise, encoding } = clientFormat(kind)
  const { read, expected } = formats[kind]

  /** What a client reads after the text has been bytes, or the field that the format refuses. */
  function outcome(values: Record<string, string>): { refused?: string; configuration: ClientConfiguration } {
    const configuration = aliceWithValues(values)
    let document: string
    try {
      document = serialise(configuration)
    } catch (error) {
      expect(error).toBeInstanceOf(UnrepresentableValue)
      expect((error as UnrepresentableValue).kind).toBe(kind)
      return { refused: (error as UnrepresentableValue).field, configuration }
    }
    const arrived = Buffer.from(document, encoding).toString(encoding)
    expect(read(arrived)).toEqual(expected(configuration))
    return { configuration }
  }

  test('says every value of a configuration as it is, or refuses the one at fault by its name', async () => {
    let carried = 0
    await fc.assert(
      fc.property(hostileValues, (values) => {
        const { refused } = outcome(values)
        if (refused === undefined) carried++
        else expect(Object.keys(values)).toContain(refused)
      }),
      { numRuns: 300 },
    )
    // A format that refuses everything would be safe and of no use.
    expect(carried).toBeGreaterThan(30)
  })

  test.each([
    'displayName',
    'accounts.pbx.userName',
    'accounts.pbx.secret',
    'accounts.mbg.userName',
    'accounts.mbg.secret',
  ])('carries umlauts, other scripts and emoji in %s', (field) => {
    for (const value of ['ÄÖÜßé', 'Øystein', '山田', 'أحمد', '😀', '👩‍💻']) {
      expect(outcome({ [field]: value }).refused).toBeUndefined()
    }
  })

  test.each(Object.keys(fields))('never breaks a line with %s', (field) => {
    for (const value of ['a\nb', 'a\r\n[Account2]', 'a\u2028b', 'a\u0000b']) {
      const { refused } = outcome({ [field]: value })
      // JSON escapes a line break; a format without a place for the field does not see it.
      if (refused !== undefined) expect(refused).toBe(field)
    }
  })

  test('carries O"Brien; <x>& as a name, which needs every kind of escape', () => {
    expect(outcome({ displayName: 'O"Brien; <x>&' }).refused).toBeUndefined()
    expect(outcome({ displayName: '\\"; <sip:evil@example.com>' }).refused).toBeUndefined()
  })
})

const withoutBrackets = (host: string) => host.replace(/^\[(.*)\]$/, '$1')
const hostOf = ({ host, port }: SipAccount) => ({ host, port: String(port) })
const srtpNames = { none: undefined, sdes: 'srtp-mand', dtls: 'dtls_srtp' }

/** `host:port;transport=…`, as RFC 3261 section 25.1 has it. */
function readServer(text: string) {
  const read = /^(?<host>\[[^\]]+\]|[^:;@<>]+):(?<port>\d+);transport=(?<transport>\w+)$/.exec(text)?.groups
  if (!read) throw new Error(`Not a server: ${text}`)
  return {
    host: withoutBrackets(read.host ?? ''),
    port: read.port ?? '',
    transport: read.transport ?? '',
  }
}

/** `sip:user@domain`, the user unescaped. */
function readAddress(text: string) {
  const read = /^sip:(?<user>[^@<>"\s]+)@(?<domain>[^@<>;\s]+)$/.exec(text)?.groups
  if (!read) throw new Error(`Not an address: ${text}`)
  return { user: decodeURIComponent(read.user ?? ''), domain: withoutBrackets(read.domain ?? '') }
}

/** A quoted name before `<…>` (RFC 3261 section 25.1), and what stands between the brackets. */
function readNameAddress(text: string) {
  const read = /^(?:"(?<name>(?:[^"\\]|\\.)*)" )?<(?<address>[^<>]*)>$/su.exec(text)?.groups
  if (!read) throw new Error(`Not a name with an address: ${text}`)
  return { name: (read.name ?? '').replace(/\\(.)/gsu, '$1'), address: read.address ?? '' }
}

function readLinphone(document: string): Json {
  const sections = lpconfig(document)
  const accounts = [0, 1].map((slot) => {
    const proxy = sections[`proxy_${slot}`] ?? {}
    const auth = sections[`auth_info_${slot}`] ?? {}
    const identity = readNameAddress(proxy.reg_identity ?? '')
    expect(proxy.reg_route?.replace(';lr>', '>')).toBe(proxy.reg_proxy)
    expect([auth.userid, auth.realm]).toEqual([auth.username, proxy.realm])
    return {
      name: identity.name,
      ...readAddress(identity.address),
      ...readServer(readNameAddress(proxy.reg_proxy ?? '').address.replace(/^sip:/, '')),
      userName: auth.username,
      realm: auth.realm,
      authDomain: auth.domain,
      ha1: auth.ha1,
      passwd: auth.passwd,
      expires: proxy.reg_expires,
      voicemail: proxy.voicemail_uri === '' ? '' : readAddress(proxy.voicemail_uri ?? '').user,
    }
  })
  const codecs = [0, 1, 2, 3].map((slot) => sections[`audio_codec_${slot}`]?.mime)
  return { sections: Object.keys(sections), accounts, codecs, configUri: sections.misc?.['config-uri'] }
}

function expectedOfLinphone({ accounts, ...configuration }: ClientConfiguration): Json {
  const name = configuration.displayName.trim() === '' ? '' : configuration.displayName
  return {
    sections: [
      ...['misc', 'sip', 'proxy_0', 'auth_info_0', 'proxy_1', 'auth_info_1'],
      ...['audio_codec_0', 'audio_codec_1', 'audio_codec_2', 'audio_codec_3'],
    ],
    accounts: accounts.map((account, slot) => ({
      name,
      user: account.userName,
      domain: account.domain,
      ...hostOf(account),
      transport: account.transport,
      userName: account.userName,
      realm: account.realm,
      authDomain: account.domain,
      ha1: md5(`${account.userName}:${account.realm}:${passwordOf(account)}`),
      passwd: '',
      expires: String(account.registrationExpirySeconds),
      voicemail: slot === 0 ? configuration.voicemailNumber : '',
    })),
    codecs: ['opus', 'G722', 'PCMA', ''],
    configUri: configuration.configUri,
  }
}

function readBaresip(document: string): unknown {
  const lines = document.split('\n')
  expect(lines.at(-1)).toBe('')
  return lines.slice(0, -1).map((line) => {
    const { displayName, user, host, parameters } = accountAsBaresipReadsIt(line)
    const { outbound, ...others } = parameters
    return {
      name: displayName.replace(/\\(.)/gsu, '$1'),
      user: decodeURIComponent(user),
      domain: withoutBrackets(host ?? ''),
      ...readServer(String(outbound).replace(/^sip:/, '')),
      ...others,
    }
  })
}

function expectedOfBaresip({ accounts, displayName }: ClientConfiguration): unknown {
  return accounts.map((account) => ({
    name: displayName.trim() === '' ? '' : displayName,
    user: account.userName,
    domain: account.domain,
    ...hostOf(account),
    transport: account.transport,
    auth_user: account.userName,
    auth_pass: passwordOf(account),
    regint: String(account.registrationExpirySeconds),
    ...(srtpNames[account.mediaSecurity] ? { mediaenc: srtpNames[account.mediaSecurity] } : {}),
    audio_codecs: 'opus/48000/2,G722/16000/1,PCMA/8000/1',
  }))
}

function readMicrosip(document: string): Json {
  const { Settings, ...accounts } = ini(document)
  return { settings: Settings, accounts }
}

function expectedOfMicrosip({ accounts, displayName, voicemailNumber }: ClientConfiguration): Json {
  const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host)
  const values = accounts.map((account, at) => {
    const server = `${bracketed(account.host)}:${account.port}`
    const direct = account.host === account.domain
    const read = {
      label: account.role.toUpperCase(),
      server: direct ? server : bracketed(account.domain),
      proxy: direct ? '' : server,
      domain: bracketed(account.domain),
      username: account.userName,
      password: passwordOf(account),
      authID: account.userName,
      displayName,
      voicemailNumber: voicemailNumber ?? '',
      transport: account.transport,
      SRTP: account.mediaSecurity === 'sdes' ? 'mandatory' : '',
      registerRefresh: String(account.registrationExpirySeconds),
      publish: '0',
    }
    return [`Account${at + 1}`, read]
  })
  const settings = { accountId: '1', audioCodecs: 'opus/48000/2 G722/16000/1 PCMA/8000/1' }
  return { settings, accounts: Object.fromEntries(values) }
}

function passwordOf({ secret }: SipAccount): string {
  return secret && 'clear' in secret ? secret.clear : ''
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
