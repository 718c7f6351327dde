import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generate } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Installation, startInstallation } from '../faults/harness/installation.ts'
import { openApiClient } from '../harness/api-client.ts'
import { aCustomer } from '../harness/people.ts'

const program = join(import.meta.dirname, '../../dist/rollcall.js')
const run = promisify(execFile)
const carla = ['--email', 'carla@acme.example', '--first-name', 'Carla', '--last-name', 'Rossi']

let installation: Installation
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  installation = await startInstallation()
  acme = await aCustomer(installation.ada)
})
afterAll(() => installation.stop())

/** `rollcall admin …` as an operator types it. */
async function admin(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...installation.settings }
  const ended = run(process.execPath, [program, 'admin', ...args], { env })
  return ended.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  )
}

/** The tokens of the set-up links in a text. */
const tokensIn = (text: string) => [...text.matchAll(/\/setup\/(\S+)/g)].map(([, token]) => token as string)

/** Uses the one link that was printed. */
function setUp({ stdout }: { stdout: string }, password: string) {
  const [token] = tokensIn(stdout)
  const browser = openApiClient(installation.serviceOrigin)
  return { browser, answer: browser.post('/set-ups', { token, password }) }
}

const signIn = (email: string, password: string) =>
  openApiClient(installation.serviceOrigin).post('/sessions', { email, password })

describe('rollcall admin', () => {
  test('UA-1: add-admin gives a customer an admin of its own, who sets a password with the printed link', async () => {
    const added = await admin('add-admin', 'ACME', ...carla)
    expect(added).toMatchObject({ code: 0, stderr: '' })
    expect(added.stdout).toContain('Added Carla Rossi to Acme.')
    expect(added.stdout).toContain(`${installation.serviceOrigin}/setup/`)
    expect(tokensIn(added.stdout)).toHaveLength(1)
    const { browser, answer } = setUp(added, 'carla counts the stairs')
    await answer.expect(201)
    await browser.get(`${acme.path}/users`).expect(200)
    expect((await browser.get('/accounts').expect(200)).items).toEqual([])
  })

  test('verify-domain verifies an e-mail domain of an account, and says of one that is nobody’s own why not', async () => {
    const verified = await admin('verify-domain', 'Verified.Example', '--account', 'Acme')
    expect(verified).toMatchObject({ code: 0, stdout: 'Verified verified.example for Acme.\n' })
    const { items } = await installation.ada.get(`${acme.path}/email-domains`).expect(200)
    expect(items).toMatchObject([{ domain: 'verified.example', verifiedBy: 'operator' }])
    const refused = await admin('verify-domain', 'gmail.com', '--account', 'Acme')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('Everybody can have an address at gmail.com.')
  })

  test('UA-1: add-admin gives a partner a further admin, by the id of the account', async () => {
    const { account } = await installation.ada.get('/sessions/current').expect(200)
    const name = ['--first-name', '', '--last-name', 'Novak']
    const added = await admin('add-admin', account.id, '--email', 'nora@northwind.example', ...name)
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('Added Novak to Northwind.') })
    const { browser, answer } = setUp(added, 'nora walks the dog')
    await answer.expect(201)
    expect((await browser.get('/accounts').expect(200)).items).toHaveLength(1)
  })

  test('UA-1: set-up-link brings back the admin who has lost the password; the old one opens nothing more', async () => {
    const email = 'lena@acme.example'
    const name = ['--first-name', 'Lena', '--last-name', 'Ott']
    const { browser: before, answer } = setUp(
      await admin('add-admin', 'Acme', '--email', email, ...name),
      'lena forgets things',
    )
    await answer.expect(201)
    const link = await admin('set-up-link', 'Acme', '--email', email)
    expect(link).toMatchObject({ code: 0, stderr: '' })
    expect(link.stdout).toContain('Lena Ott of Acme sets a new password here, within 72 hours and once:')
    expect(tokensIn(link.stdout)).toHaveLength(1)
    await before.get('/sessions/current').expect(200)
    await setUp(link, 'lena wrote it down').answer.expect(201)
    expect((await before.get('/sessions/current')).status).toBe(401)
    expect((await signIn(email, 'lena forgets things')).status).toBe(401)
    expect((await signIn(email, 'lena wrote it down')).status).toBe(201)
  })

  test('remove-second-factor lets the admin in who has lost the phone; who has none is told so', async () => {
    const email = 'nils@acme.example'
    const name = ['--first-name', 'Nils', '--last-name', 'Berg']
    const { browser, answer } = setUp(
      await admin('add-admin', 'Acme', '--email', email, ...name),
      'nils lost his phone',
    )
    await answer.expect(201)
    const { secret } = await browser.post('/me/second-factor').expect(201)
    const totp = await generate({ secret })
    await browser.post('/me/second-factor/confirmations', { totp }).expect(201)
    await signIn(email, 'nils lost his phone').expect(401)
    const removed = await admin('remove-second-factor', 'Acme', '--email', email)
    expect(removed).toMatchObject({ code: 0, stderr: '' })
    expect(removed.stdout).toContain('Removed the second factor of Nils Berg of Acme.')
    await signIn(email, 'nils lost his phone').expect(201)
    const again = await admin('remove-second-factor', 'Acme', '--email', email)
    expect(again).toMatchObject({ code: 1, stdout: '' })
    expect(again.stderr).toContain('Nils Berg has no second factor.')
  })

  test('UA-1: the token of a link is in no log, and the database has its hash alone', async () => {
    const link = await admin('set-up-link', 'Acme', '--email', 'lena@acme.example')
    const [token = ''] = tokensIn(link.stdout)
    const secret = token.split('.')[1] ?? ''
    expect(secret.length).toBeGreaterThan(40)
    expect(installation.server.output()).not.toContain(secret)
    const kept = await installation.ask(
      `select to_jsonb(l)::text from app.set_up_links l
        union all select to_jsonb(e)::text from app.audit_events e
        union all select to_jsonb(m)::text from app.outgoing_mails m
        union all select payload::text from graphile_worker._private_jobs`,
    )
    expect(kept.length).toBeGreaterThan(3)
    expect(JSON.stringify(kept)).not.toContain(secret)
  })

  test('a name that several accounts have is refused, with their ids and partners', async () => {
    const twins = [
      await aCustomer(installation.ada, { name: 'Twin' }),
      await aCustomer(installation.ada, { name: 'twin' }),
    ]
    const refused = await admin('add-admin', 'Twin', ...carla)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('2 accounts are called "Twin".')
    for (const { id } of twins) expect(refused.stderr).toContain(`${id}  customer of Northwind`)
    const [one] = twins
    expect(await admin('add-admin', one?.id ?? '', ...carla)).toMatchObject({ code: 0 })
  })

  test.each([
    [
      'an account that is not there',
      ['add-admin', 'Nobody', ...carla],
      'There is no active account "Nobody".',
    ],
    [
      'the operator root, which nobody signs in to',
      ['add-admin', 'Operator', ...carla],
      'There is no active account "Operator".',
    ],
    ['an address that is taken', ['add-admin', 'Acme', ...carla], 'carla@acme.example already belongs to'],
    [
      'somebody who is no admin there',
      ['set-up-link', 'Northwind', '--email', 'carla@acme.example'],
      'carla@acme.example is no admin of Northwind',
    ],
    ['an address that is none', ['set-up-link', 'Acme', '--email', 'carla'], 'Enter a valid e-mail address'],
    ['a name that is missing', ['add-admin', 'Acme', ...carla.slice(0, 4)], '--last-name'],
  ])('%s is one sentence on standard error and exit code 1', async (_what, args, sentence) => {
    const refused = await admin(...args)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain(sentence)
    expect(refused.stderr).not.toMatch(/^\s+at /m)
  })

  test('--help says what each command does, what it needs and how it ends', async () => {
    const { code, stdout } = await admin('--help')
    expect(code).toBe(0)
    for (const word of ['add-partner', 'add-admin', 'set-up-link', 'DATABASE_OWNER_URL', 'end with 1']) {
      expect(stdout).toContain(word)
    }
    expect((await admin('set-up-link', '--help')).stdout).toContain('then all sessions of the person end')
  })
})
