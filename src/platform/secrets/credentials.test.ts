import { createSecretKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { derivedCredential, emailHmac, parseCredential, randomCredential, sameSecret } from './index.ts'

const key = createSecretKey(Buffer.alloc(32, 1))
const otherKey = createSecretKey(Buffer.alloc(32, 2))
const accountId = newId()

describe('credentials', () => {
  test('a credential carries its account and is looked up by its hash', () => {
    const made = randomCredential(accountId, 32)
    expect(parseCredential(made.text)).toEqual({ accountId, hash: made.hash })
  })

  test('the stored hash does not contain the credential', () => {
    const { text, hash } = randomCredential(accountId, 32)
    expect(hash).toHaveLength(32)
    expect(hash.toString('base64url')).not.toContain(text.split('.')[1])
  })

  test('two random credentials of one account differ', () => {
    expect(randomCredential(accountId, 16).text).not.toBe(randomCredential(accountId, 16).text)
  })

  const good = randomCredential(accountId, 16).text
  test.each([
    ['nothing', ''],
    ['no dot', good.replace('.', '')],
    ['two dots', `${good}.x`],
    ['a short account', good.slice(1)],
    ['a short secret', good.slice(0, 40)],
    ['a long secret', `${good}${'x'.repeat(64)}`],
    ['a foreign character', good.replace('.', '.+')],
    ['a space before', ` ${good}`],
    ['a line break after', `${good}\n`],
    ['padding', good.replace('.', '==.')],
  ])('a malformed credential is none: %s', (_what, text) => {
    expect(parseCredential(text)).toBeUndefined()
  })

  test('a second spelling of the same account is refused, so that a credential has one text', () => {
    const [account = '', secret] = randomCredential(accountId, 16).text.split('.')
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // 22 characters hold 132 bits for 128: the last four bits of the last character say nothing.
    const sameBytes = account.slice(0, -1) + alphabet[alphabet.indexOf(account.at(-1) ?? '') + 1]
    expect(Buffer.from(sameBytes, 'base64url')).toEqual(Buffer.from(account, 'base64url'))
    expect(parseCredential(`${account}.${secret}`)).toBeDefined()
    expect(parseCredential(`${sameBytes}.${secret}`)).toBeUndefined()
  })

  test('a derived credential is the same each time, and another for each account, part, revision and key', () => {
    const made = derivedCredential(key, accountId, 'deployment', 1)
    expect(derivedCredential(key, accountId, 'deployment', 1)).toEqual(made)
    const others = [
      derivedCredential(key, newId(), 'deployment', 1),
      derivedCredential(key, accountId, 'other', 1),
      derivedCredential(key, accountId, 'deployment', 2),
      derivedCredential(otherKey, accountId, 'deployment', 1),
      derivedCredential(key, accountId, 'deploymen', 't1'),
    ].map(({ text }) => text.split('.')[1])
    expect(new Set([made.text.split('.')[1], ...others]).size).toBe(6)
  })

  test('secrets are compared whole, whatever their lengths', () => {
    expect(sameSecret('482913', '482913')).toBe(true)
    expect(sameSecret('482913', '482914')).toBe(false)
    expect(sameSecret('4829', '482913')).toBe(false)
    expect(sameSecret('', '482913')).toBe(false)
  })

  test('an address is found in the sign-in directory however it is written, and only with the key', () => {
    expect(emailHmac(key, ' Anna@Acme.example ')).toEqual(emailHmac(key, 'anna@acme.example'))
    expect(emailHmac(otherKey, 'anna@acme.example')).not.toEqual(emailHmac(key, 'anna@acme.example'))
  })
})
