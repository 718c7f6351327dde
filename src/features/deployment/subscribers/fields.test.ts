import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  clearPassword,
  deploymentPin,
  dialNumber,
  emailAddress,
  fqdn,
  languageCode,
  personName,
  port,
  sipHost,
  sipPassword,
  sipUserName,
} from './fields.ts'

function sentence(schema: z.ZodType, value: unknown): string | undefined {
  return schema.safeParse(value).error?.issues[0]?.message
}

test.each([
  ['192.0.2.10', '192.0.2.10'],
  ['2001:DB8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  [' PBX.Example.com ', 'pbx.example.com'],
  ['xn--mller-kva.example', 'xn--mller-kva.example'],
])('a SIP host may be an IPv4 address, an IPv6 address or a host name: %s (MU-15)', (given, stored) => {
  expect(sipHost.parse(given)).toBe(stored)
})

test.each([
  ['sip:pbx.example.com', 'scheme'],
  ['https://pbx.example.com', 'scheme'],
  ['pbx.example.com/path', 'path'],
  ['pbx.example.com:5060', 'port'],
  ['[2001:db8::1]:5060', 'port'],
  ['1001@pbx.example.com', 'user name'],
  ['300.1.1.1', 'full host name'],
  ['pbx', 'full host name'],
  ['-pbx.example.com', 'full host name'],
  [`${'a'.repeat(64)}.example.com`, 'full host name'],
  [`${'abcdefg.'.repeat(32)}example.com`, 'full host name'],
  ['', 'full host name'],
  [null, 'full host name'],
])('a SIP host %s is refused by a sentence on the %s, with an example (MU-15)', (given, named) => {
  expect(sentence(sipHost, given)).toContain(named)
  expect(sentence(sipHost, given)).toContain('for example pbx.example.com')
})

test('a client service host is a host name and no address (MU-15)', () => {
  expect(fqdn.parse('clients.example.com')).toBe('clients.example.com')
  expect(sentence(fqdn, '192.0.2.10')).toContain('for example')
  expect(sentence(fqdn, 'https://clients.example.com')).toContain('scheme')
})

test('a port is a whole number from 1 to 65535 (MU-15)', () => {
  expect(port.parse(65535)).toBe(65535)
  for (const wrong of [0, 65536, 5060.5, Number.NaN, '5060'])
    expect(sentence(port, wrong)).toContain('1 to 65535')
})

test('a number is 1 to 32 of 0-9 * # + (MU-15)', () => {
  for (const number of ['1', '1*001', '1#001', '+498912345', '0'.repeat(32)])
    expect(dialNumber.parse(number)).toBe(number)
  for (const wrong of ['', '0'.repeat(33), '089 123', '12a', '१२'])
    expect(sentence(dialNumber, wrong)).toContain('for example')
})

test('a deployment PIN is 4 to 20 digits and keeps its zeros (MU-11)', () => {
  expect(deploymentPin.parse('0042')).toBe('0042')
  for (const wrong of ['123', '1'.repeat(21), '12a4', '１２３４', 1234])
    expect(sentence(deploymentPin, wrong)).toContain('4 to 20')
})

test('a name has up to 100 characters on one line', () => {
  expect(personName.parse(' Kühn ')).toBe('Kühn')
  for (const wrong of ['', 'a'.repeat(101), 'a\nb', 'a\tb', 'a\u2028b', 'a\u0085b'])
    expect(personName.safeParse(wrong).success).toBe(false)
})

test('an e-mail address keeps its local part and has its domain in lower case (MU-2)', () => {
  expect(emailAddress.parse(' Anna.Kuehn+x@Example.COM')).toBe('Anna.Kuehn+x@example.com')
})

test.each([
  'anna',
  'anna@',
  '@example.com',
  'anna@localhost',
  'anna@192.0.2.1',
  'a..b@example.com',
  '.a@example.com',
  'a b@example.com',
  'a@b@example.com',
  'a@example.com, b@example.com',
  'Anna <a@example.com>',
  'a@example.com\r\nBcc: b@example.com',
  `${'a'.repeat(65)}@example.com`,
  `a@${'abcdefg.'.repeat(31)}example.com`,
])('an e-mail address %j is refused (MU-2)', (address) => {
  expect(sentence(emailAddress, address)).toContain('for example')
})

test('a language is one of the known codes, and the refusal lists them (MU-6)', () => {
  expect(languageCode.parse('pt')).toBe('pt')
  expect(sentence(languageCode, 'nl')).toContain('en, de, fr, es, pt')
})

test('a SIP user name has 1 to 64 printable characters without those that end it in a header', () => {
  for (const name of ['1001', 'anna.kühn', '1#001', 'a'.repeat(64)])
    expect(sipUserName.parse(name)).toBe(name)
  for (const wrong of ['', 'a'.repeat(65), 'a b', 'a@b', 'a<b', 'a"b', 'a\u200Bb', 'a\0b']) {
    expect(sipUserName.safeParse(wrong).success).toBe(false)
  }
})

test('a SIP password is clear text on one line, or an HA1 whose length fits its algorithm', () => {
  expect(sipPassword.parse(' s3cret ')).toBe(' s3cret ')
  const realm = 'pbx.example.com'
  const md5 = { algorithm: 'MD5', realm, ha1: '52838A49AF316EB66E284F3636BBE706' }
  expect(sipPassword.parse(md5)).toEqual({ ...md5, ha1: md5.ha1.toLowerCase() })
  expect(sipPassword.safeParse({ algorithm: 'SHA-256', realm, ha1: 'a'.repeat(64) }).success).toBe(true)
  expect(sipPassword.safeParse({ ...md5, algorithm: 'SHA-256' }).success).toBe(false)
  expect(sipPassword.safeParse({ ...md5, realm: 'a"b' }).success).toBe(false)
  expect(sipPassword.safeParse({ ...md5, algorithm: 'SHA-512' }).success).toBe(false)
  for (const wrong of ['', 'a'.repeat(129), 'a\nb'])
    expect(sentence(sipPassword, wrong)).toContain('1 to 128')
  expect(clearPassword.safeParse('ä€😀').success).toBe(true)
})

test('every schema has a JSON schema, so that the API description can show it', () => {
  const all = {
    sipHost,
    fqdn,
    port,
    dialNumber,
    deploymentPin,
    personName,
    emailAddress,
    languageCode,
    sipUserName,
    sipPassword,
  }
  expect(z.toJSONSchema(z.object(all)).required).toHaveLength(Object.keys(all).length)
})
