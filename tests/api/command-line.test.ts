import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { type CommandLine, openCommandLine } from '../harness/command-line.ts'
import { freePort } from '../harness/free-port.ts'
import { aCustomer, anAdminOf, anApiKey } from '../harness/people.ts'

// Each command is a process that loads the whole program, and a test types several of them.
vi.setConfig({ testTimeout: 120_000 })

let app: TestApp
let acme: Awaited<ReturnType<typeof aCustomer>>
let key: string
let partnerKey: string
let line: CommandLine

beforeAll(async () => {
  app = await startTestApp()
  const ada = await app.ada()
  acme = await aCustomer(ada, { customerNumber: 'K-17' })
  await aCustomer(ada, { name: 'Twin' })
  await aCustomer(ada, { name: 'twin' })
  key = (await anApiKey(await anAdminOf(app, acme), acme)).key
  const { account } = await ada.get('/sessions/current').expect(200)
  partnerKey = (await anApiKey(ada, account)).key
  line = await openCommandLine()
})
afterAll(async () => {
  await app.stop()
  await line.remove()
})

/** The command line in an environment that has address and key. */
const bearing = (apiKey: string, url = app.serviceOrigin) =>
  line.with({ ROLLCALL_URL: url, ROLLCALL_API_KEY: apiKey })
const file = () => join(line.home, '.config/rollcall/login.json')

describe('rollcall login', () => {
  test('keeps address and key, which were tried, in a file for its owner alone, until logout', async () => {
    const before = await line.run(['users', 'list'])
    expect(before).toMatchObject({ code: 3, stdout: '' })
    expect(before.stderr).toContain('Run "rollcall login"')
    const done = await line.run(['login', '--url', app.serviceOrigin], `${key}\n`)
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(done.stdout).toContain(`Logged in at ${app.serviceOrigin} for Acme.`)
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect((await stat(join(line.home, '.config/rollcall'))).mode & 0o777).toBe(0o700)
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({ url: app.serviceOrigin, apiKey: key })

    const status = await line.run(['login', '--status'])
    expect(status.stdout).toContain(`Signed in at ${app.serviceOrigin} for Acme`)
    expect(status.stdout).toContain(`${key.slice(0, 34)}…`)
    expect((await line.run(['users', 'list'])).code).toBe(0)
    for (const { stdout, stderr } of [done, status]) expect(stdout + stderr).not.toContain(key)

    expect(await line.run(['logout'])).toMatchObject({ code: 0, stdout: 'Logged out.\n' })
    await expect(stat(file())).rejects.toThrow('ENOENT')
    expect((await line.run(['login', '--status'])).code).toBe(3)
  })

  test('keeps nothing where the key opens nothing, and never repeats what it was given', async () => {
    const wrong = `${key.slice(0, -4)}AAAA`
    const refused = await line.run(['login', '--url', app.serviceOrigin], wrong)
    expect(refused).toMatchObject({ code: 3, stdout: '' })
    expect(refused.stderr).toContain('This API key is unknown, revoked or expired.')
    const none = await line.run(['login', '--url', app.serviceOrigin], 'hunter2-my-password')
    expect(none).toMatchObject({ code: 3, stdout: '' })
    const unwritable = line.with({ XDG_CONFIG_HOME: import.meta.filename })
    const lost = await unwritable.run(['login', '--url', app.serviceOrigin], key)
    expect(lost).toMatchObject({ code: 2, stdout: '' })
    expect(lost.stderr).toMatch(/^\S+login\.json cannot be written \(ENOTDIR\)\.\n$/)
    expect(refused.stderr + none.stderr).not.toMatch(/hunter2|AAAA/)
    await expect(stat(file())).rejects.toThrow('ENOENT')
  })

  test.each([
    ['http to another machine', 'http://rollcall.company.example', 'with https'],
    ['a user in the address', 'https://ada:secret@rollcall.company.example', 'Leave name and password out'],
    ['a path', 'https://rollcall.company.example/api', 'without a path'],
    ['no address at all', 'rollcall', 'without a path'],
  ])('takes no address by which a key could get lost: %s', async (_what, url, sentence) => {
    const refused = await line.run(['login', '--url', url], key)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain(sentence)
  })

  test('a key that was typed as an argument is not repeated', async () => {
    for (const args of [
      ['login', `--key=${key}`],
      ['login', key],
      ['users', 'get', '--api-key', key],
    ]) {
      const refused = await line.run(args)
      expect(refused.code).toBe(2)
      expect(refused.stdout + refused.stderr).not.toContain(key)
    }
    const before = await line.run([`--key=${key}`, 'users', 'list'])
    expect(before.code).toBe(2)
    expect(before.stdout + before.stderr).not.toContain(key)
  })

  test('a key of the file goes to no other address, and the environment wins over the file', async () => {
    await line.run(['login', '--url', app.serviceOrigin], key)
    const elsewhere = await line.with({ ROLLCALL_URL: 'https://evil.company.example' }).run(['users', 'list'])
    expect(elsewhere.code).toBe(3)
    expect(elsewhere.stderr).toContain(`You are signed in at ${app.serviceOrigin}`)
    const asPartner = await bearing(partnerKey).run(['login', '--status', '--json'])
    expect(JSON.parse(asPartner.stdout)).toMatchObject({ account: 'First partner', from: 'environment' })
    await chmod(file(), 0o644)
    const open = await line.run(['users', 'list'])
    expect(open.code).toBe(3)
    expect(open.stderr).toContain('can be read by others')
    for (const url of ['rollcall.company.example', `${app.serviceOrigin}/api/v1`]) {
      const odd = await line.with({ ROLLCALL_URL: url, ROLLCALL_API_KEY: key }).run(['users', 'list'])
      expect(odd).toMatchObject({ code: 2, stdout: '' })
      expect(odd.stderr).toMatch(/^ROLLCALL_URL: .* with https:\/\/ and without a path/)
    }
    await writeFile(file(), '{', { mode: 0o600 })
    await chmod(file(), 0o600)
    expect((await line.run(['users', 'list'])).stderr).toContain('cannot be read')
    await line.run(['logout'])
  })

  test('neither a setting of the server nor a misspelt one disturbs, and no database is asked', async () => {
    const odd = bearing(key).with({ ROLLCALL_PROT: '1', DATABASE_URL: 'postgres://nowhere.invalid/x' })
    expect((await odd.run(['users', 'list'])).code).toBe(0)
  })
})

describe('the account of a command', () => {
  test('is the one of the key, or a customer by name or number in whatever case', async () => {
    const own = await bearing(partnerKey).run(['accounts', 'get', '--json'])
    expect(JSON.parse(own.stdout)).toMatchObject({ kind: 'partner', name: 'First partner' })
    for (const name of ['ACME', 'k-17', acme.id]) {
      const { stdout } = await bearing(partnerKey).run(['accounts', 'get', name, '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ id: acme.id })
    }
    const people = await bearing(partnerKey).run(['users', 'list', '--account', 'acme'])
    expect(people.stdout).toContain('carla@acme.example')
  })

  test('is refused where several or none are called so, with those that may be meant', async () => {
    const several = await bearing(partnerKey).run(['users', 'list', '--account', 'TWIN'])
    expect(several).toMatchObject({ code: 2, stdout: '' })
    expect(several.stderr).toMatch(
      /2 accounts are called "TWIN"\. Give the id:\n {2}[0-9a-f-]{36} {2}[Tt]win\n/,
    )
    const near = await bearing(partnerKey).run(['users', 'list', '--account', 'Acm'])
    expect(near).toMatchObject({ code: 4, stdout: '' })
    expect(near.stderr).toContain(`Did you mean one of these?\n  ${acme.id}  Acme`)
  })

  test('one that is foreign answers like one that is not there', async () => {
    const foreign = await bearing(key).run(['users', 'list', '--account', crypto.randomUUID()])
    expect(foreign).toMatchObject({ code: 4, stdout: '' })
  })
})

describe('what a service answers', () => {
  let server: Server | undefined
  afterEach(() => server?.close())

  async function answering(listener: RequestListener): Promise<string> {
    server = createServer(listener).listen(0, '127.0.0.1')
    await new Promise((resolve) => server?.once('listening', resolve))
    return `http://localhost:${(server.address() as AddressInfo).port}`
  }

  test('429 and 503 are waited out as Retry-After says, and a write is repeated under one Idempotency-Key', async () => {
    const keys: unknown[] = []
    const at: number[] = []
    const url = await answering((request, response) => {
      keys.push(request.headers['idempotency-key'])
      at.push(performance.now())
      const [status, headers] =
        keys.length < 3 ? [keys.length === 1 ? 429 : 503, { 'retry-after': '1' }] : [201, {}]
      response.writeHead(status as number, { 'content-type': 'application/json', ...(headers as object) })
      response.end(JSON.stringify(status === 201 ? { id: 'x' } : { detail: 'Later.' }))
    })
    const added = await bearing(key, url).run([
      'accounts',
      'add',
      '--name',
      'New',
      '--country',
      'DE',
      '--json',
    ])
    expect(added).toMatchObject({ code: 0, stdout: '{\n  "id": "x"\n}\n' })
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect((at[1] as number) - (at[0] as number)).toBeGreaterThan(950)
  })

  test('a redirect is not followed: the key goes to nobody else', async () => {
    const asked: string[] = []
    const url = await answering((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(307, { location: 'http://127.0.0.1:1/elsewhere' }).end()
    })
    const ended = await bearing(key, url).run(['accounts', 'get'])
    expect(ended).toMatchObject({ code: 7, stdout: '' })
    expect(ended.stderr).toContain('sends on to http://127.0.0.1:1')
    expect(asked).toHaveLength(1)
  })

  test('what is not Rollcall, and what cannot be reached, is said with exit code 7', async () => {
    const url = await answering((_request, response) => response.end('<h1>It works!</h1>'))
    const other = await bearing(key, url).run(['users', 'list'])
    expect(other).toMatchObject({ code: 7, stdout: '' })
    expect(other.stderr).toContain('is not Rollcall')
    const gone = await bearing(key, `http://localhost:${await freePort()}`).run(['users', 'list'])
    expect(gone).toMatchObject({ code: 7, stdout: '' })
    expect(gone.stderr).toContain('cannot be reached (ECONNREFUSED)')
    expect(gone.stderr).not.toContain(key)
  })

  test('what a key may not do ends with 3 and names the scope', async () => {
    const carla = await anAdminOf(app, acme, { email: 'berta@acme.example', firstName: 'Berta' })
    const narrow = await anApiKey(carla, acme, { name: 'Reader', scopes: ['users.read'] })
    expect((await bearing(narrow.key).run(['users', 'list'])).code).toBe(0)
    // Not the beginning of an array either, which a program would try to read.
    expect(await bearing(narrow.key).run(['subscribers', 'list', '--json'])).toMatchObject({
      code: 3,
      stdout: '',
    })
    const none = await bearing(narrow.key).run(['users', 'list', '--search', 'nobody', '--json'])
    expect(none).toMatchObject({ code: 0, stdout: '[]\n' })
    const refused = await bearing(narrow.key).run([
      'users',
      'add',
      '--first-name',
      'Anna',
      '--last-name',
      'Kühn',
      '--email',
      'a@acme.example',
    ])
    expect(refused).toMatchObject({ code: 3, stdout: '' })
    expect(refused.stderr).toContain('users.change')
  })

  test('an escape sequence in a name does not act on the terminal, in a table and in JSON', async () => {
    // No name can be given one by the API; another service, or an older record, may hold it.
    const evil = '\u001b]0;pwned\u0007\u009b31mEve\u202e'
    const url = await answering((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ items: [{ lastName: evil, id: 'x' }], nextCursor: null }))
    })
    const table = await bearing(key, url).run(['users', 'list', '--columns', 'lastName'])
    const json = await bearing(key, url).run(['users', 'list', '--json'])
    for (const { code, stdout } of [table, json]) {
      expect(code).toBe(0)
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    }
    expect(table.stdout).toContain('\\u{1b}]0;pwned\\u{7}\\u{9b}31mEve\\u{202e}')
    expect(JSON.parse(json.stdout)).toEqual([{ lastName: evil, id: 'x' }])
  })
})
