import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

describe('settings', () => {
  test('without any, the program listens on this machine only, with an embedded database', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ host: '127.0.0.1', port: 7070, redirectPort: 7071, trustProxy: false })
    expect(config.databaseUrl).toBeUndefined()
    expect(config.tls).toBeUndefined()
    expect(config.admin).toBeUndefined()
    expect(config.masterKeyFile.startsWith(config.dataDir)).toBe(true)
  })

  test('an unknown ROLLCALL_ name stops the start, because a typing error would leave a default in force', () => {
    expect(() => readConfig({ ROLLCALL_PROT: '80' })).toThrow(
      'Unknown setting ROLLCALL_PROT. Correct or remove it; docs/operations.md lists the settings.',
    )
  })

  test('names of other programs are none of ours', () => {
    expect(() => readConfig({ PATH: '/bin', PORT: 'x', ROLLCALLS: '1' })).not.toThrow()
  })

  test.each([
    ['ROLLCALL_PORT', '70707'],
    ['ROLLCALL_PORT', 'eighty'],
    ['ROLLCALL_PORT', '1.5'],
    ['ROLLCALL_REDIRECT_PORT', '-1'],
    ['ROLLCALL_PUBLIC_ORIGIN', 'rollcall.example.com'],
    ['ROLLCALL_PUBLIC_ORIGIN', 'https://rollcall.example.com/path'],
    ['ROLLCALL_PUBLIC_ORIGIN', 'ftp://rollcall.example.com'],
    ['ROLLCALL_REDIRECT_ORIGIN', 'https://user:pass@go.example.com'],
    ['ROLLCALL_REDIRECT_SECRET', 'short'],
    ['ROLLCALL_SMTP_URL', 'http://mail.example.com'],
    ['ROLLCALL_ADMIN_EMAIL', 'ada'],
    ['ROLLCALL_ADMIN_PASSWORD', 'short'],
    ['ROLLCALL_LOG_LEVEL', 'loud'],
    ['ROLLCALL_TRUST_PROXY', 'banana'],
    ['ROLLCALL_TRUST_PROXY', 'yes'],
    ['ROLLCALL_TRUST_PROXY', '0'],
    ['ROLLCALL_TRUST_PROXY', '7070'],
    ['ROLLCALL_TRUST_PROXY', '10.0.0.0/33'],
    ['ROLLCALL_TRUST_PROXY', '0.0.0.0/0'],
    ['ROLLCALL_TRUST_PROXY', '10.0.0.1,,10.0.0.2'],
    ['DATABASE_URL', 'mysql://localhost/rollcall'],
    ['DATABASE_OWNER_URL', 'localhost'],
  ])('a bad value stops the start with a sentence that names the variable: %s=%s', (name, value) => {
    const failure = thrownBy(() => readConfig({ [name]: value }))
    expect(failure).toBeInstanceOf(ConfigError)
    expect(failure.message).toMatch(new RegExp(`^${name} cannot be used: [a-z].*[^.]\\.$`))
    // The environment holds passwords, and the sentence goes to a log.
    if (value.includes('pass')) expect(failure.message).not.toContain('user:pass')
  })

  test.each([
    ['ROLLCALL_TLS_CERT', '/tls/cert.pem', 'ROLLCALL_TLS_KEY', '/tls/key.pem'],
    ['ROLLCALL_ADMIN_EMAIL', 'ada@northwind.example', 'ROLLCALL_ADMIN_PASSWORD', 'correct horse'],
  ])('%s goes with its partner: both or neither', (first, firstValue, second, secondValue) => {
    expect(() => readConfig({ [first]: firstValue })).toThrow(
      `${first} is set but ${second} is not. Set both, or neither.`,
    )
    expect(() => readConfig({ [second]: secondValue })).toThrow(
      `${second} is set but ${first} is not. Set both, or neither.`,
    )
    expect(() => readConfig({ [first]: firstValue, [second]: secondValue })).not.toThrow()
  })

  test("an owner's URL without the program's own is refused", () => {
    expect(() => readConfig({ DATABASE_OWNER_URL: 'postgres://owner@localhost/rollcall' })).toThrow(
      'DATABASE_OWNER_URL is set but DATABASE_URL is not.',
    )
  })

  test('an empty variable means: not set', () => {
    expect(readConfig({ ROLLCALL_PORT: '', ROLLCALL_SMTP_URL: '' })).toMatchObject({
      port: 7070,
      smtpUrl: undefined,
    })
  })

  test('an origin is taken without its closing slash, so that it equals what browsers send', () => {
    expect(readConfig({ ROLLCALL_PUBLIC_ORIGIN: 'https://rollcall.example.com/' }).publicOrigin).toBe(
      'https://rollcall.example.com',
    )
  })

  test.each([
    ['ROLLCALL_PORT', 'eighty', 'give a number.'],
    ['ROLLCALL_PORT', '70707', 'use at most 65535.'],
    ['ROLLCALL_SMTP_URL', 'http://mail.example.com', 'give smtp:// or smtps:// and a host, as in smtps://'],
    ['ROLLCALL_TRUST_PROXY', 'banana', 'give true, false, a number of proxies such as 2, or addresses'],
  ])('the sentence says what to give: %s=%s', (name, value, sentence) => {
    expect(thrownBy(() => readConfig({ [name]: value })).message).toContain(
      `${name} cannot be used: ${sentence}`,
    )
  })

  test('proxies are trusted by yes, which is one, by no, by their number, or by address', () => {
    expect(readConfig({ ROLLCALL_TRUST_PROXY: 'true' }).trustProxy).toBe(1)
    expect(readConfig({ ROLLCALL_TRUST_PROXY: 'false' }).trustProxy).toBe(false)
    expect(readConfig({ ROLLCALL_TRUST_PROXY: '2' }).trustProxy).toBe(2)
    expect(readConfig({ ROLLCALL_TRUST_PROXY: '10.0.0.0/8' }).trustProxy).toBe('10.0.0.0/8')
    expect(readConfig({ ROLLCALL_TRUST_PROXY: '10.1.2.3, fd00::/8' }).trustProxy).toBe('10.1.2.3,fd00::/8')
  })

  test('hosts that may be reached although private are a comma-separated list', () => {
    expect(readConfig({ ROLLCALL_OUTBOUND_ALLOW: ' pbx.local, 10.0.0.0/8 ,' }).outboundAllow).toEqual([
      'pbx.local',
      '10.0.0.0/8',
    ])
    expect(readConfig({}).outboundAllow).toEqual([])
  })

  test.each([
    'http://pbx.local',
    'pbx.local:5060',
    '*.local',
    '10.0.0.0/33',
    '0x7f.1',
    'fe80::1%eth0',
    'a b',
  ])('a host that may be reached is written as %s by nobody who meant it', (entry) => {
    const { message } = thrownBy(() => readConfig({ ROLLCALL_OUTBOUND_ALLOW: `10.0.0.0/8,${entry}` }))
    expect(message).toMatch(/^ROLLCALL_OUTBOUND_ALLOW cannot be used: give host names/)
  })
})

function thrownBy(act: () => unknown): Error {
  try {
    act()
  } catch (error) {
    return error as Error
  }
  throw new Error('Nothing was thrown.')
}
