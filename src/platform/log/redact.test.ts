import { createSecretKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { derivedCredential, randomCredential } from '#platform/secrets/index.ts'
import { createLog } from './log.ts'
import { redact, redactText } from './redact.ts'

const link = derivedCredential(createSecretKey(Buffer.alloc(32, 7)), newId(), newId(), 1).text
const session = randomCredential(newId(), 32).text
const apiKey = 'rc_9fK2mQx7Lw3Zt8Vb1NcY'

describe('texts', () => {
  test.each([
    ['a link token in a sentence', `no such link ${link}, said the server`, link],
    ['a session token', `cookie rollcall=${session}; path=/`, session],
    ['a token in a URL', `GET https://go.example.com/d/${link}?x=1 failed`, link],
    ['a token among others', `${session}\n${link}`, link],
    ['an API key', `Bearer ${apiKey}`, apiKey],
    ['the password in a URL', 'smtp://rollcall:s3cret%21pass@mail.example.com:587', 's3cret%21pass'],
    ['the password in a URL without user name', 'redis://:s3cret-pass@cache:6379', 's3cret-pass'],
  ])('%s is blanked', (_what, text, secret) => {
    expect(redactText(text)).not.toContain(secret)
    expect(redactText(text)).toContain('[redacted]')
  })

  test('what is no credential stays readable', () => {
    const text = `account ${newId()} at pbx.example.com:5060 said 550 5.1.1 unknown, see https://rollcall.example.com/docs`
    expect(redactText(text)).toBe(text)
  })
})

describe('values', () => {
  test('a field that bears a secret name is blanked whatever it holds, at any depth', () => {
    const cleaned = redact({
      subscriber: { email: 'anna@acme.example', deploymentPin: '482913', pbxSipPassword: { ha1: 'abc' } },
      list: [{ voicemailPin: 4711 }, { Authorization: 'Basic x' }],
    })
    expect(cleaned).toEqual({
      subscriber: { email: 'anna@acme.example', deploymentPin: '[redacted]', pbxSipPassword: '[redacted]' },
      list: [{ voicemailPin: '[redacted]' }, { Authorization: '[redacted]' }],
    })
  })

  test('an absent secret is not turned into one that was there', () => {
    expect(redact({ password: null })).toEqual({ password: null })
  })

  test('errors lose credentials in message and stack, and keep the rest', () => {
    const cleaned = redact({ err: new TypeError(`cannot open ${link}`) }) as {
      err: { type: string; message: string; stack: string }
    }
    expect(cleaned.err).toMatchObject({ type: 'TypeError', message: 'cannot open [redacted]' })
    expect(cleaned.err.stack).toContain('redact.test.ts')
    expect(cleaned.err.stack).not.toContain(link)
  })

  test('the value given is not changed', () => {
    const given = { nested: { password: 'correct horse' } }
    redact(given)
    expect(given.nested.password).toBe('correct horse')
  })

  test('a value that contains itself ends', () => {
    const given: Record<string, unknown> = { name: 'Anna' }
    given.self = given
    expect(JSON.stringify(redact({ name: 'Anna' }))).toBe('{"name":"Anna"}')
    expect(() => redact(given)).not.toThrow()
  })
})

describe('the log', () => {
  test.each([
    ['the message', (log: Log) => log.info(`opened ${link}`)],
    ['a value put into the message', (log: Log) => log.info('opened %s', link)],
    ['a field', (log: Log) => log.warn({ where: { url: `/d/${link}` } }, 'opened')],
    ['a logged error', (log: Log) => log.error({ err: new Error(`no link ${link}`) }, 'failed')],
    ['an error as the only argument', (log: Log) => log.error(new Error(`no link ${link}`))],
    [
      'the cause of an error',
      (log: Log) => log.error({ err: new Error('failed', { cause: new Error(link) }) }),
    ],
    ['a value put into the message as an object', (log: Log) => log.info('opened %j', { at: `/d/${link}` })],
    ['what a child logger is bound to', (log: Log) => log.child({ url: `/d/${link}` }).info('opened')],
  ])('a credential never reaches a line: %s', (_where, write) => {
    const lines: string[] = []
    write(createLog({ level: 'info', destination: { write: (line: string) => void lines.push(line) } }))
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toContain(link)
    expect(lines[0]).toContain('[redacted]')
  })
})

type Log = ReturnType<typeof createLog>
