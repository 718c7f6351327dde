import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { type CommandLine, openCommandLine } from '../harness/command-line.ts'
import { aCustomer, anAdminOf, anApiKey, auditTrailOf } from '../harness/people.ts'

// Each command is a process that loads the whole program, and a test types several of them.
vi.setConfig({ testTimeout: 120_000 })

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let home: CommandLine
/** Of Acme, and of its partner. */
let line: CommandLine
let partner: CommandLine

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  acme = await aCustomer(ada)
  home = await openCommandLine({ ROLLCALL_URL: app.serviceOrigin })
  line = home.with({ ROLLCALL_API_KEY: (await anApiKey(await anAdminOf(app, acme), acme)).key })
  const { account } = await ada.get('/sessions/current').expect(200)
  partner = home.with({ ROLLCALL_API_KEY: (await anApiKey(ada, account)).key })
})
afterAll(async () => {
  await app.stop()
  await home.remove()
})

const pbx = ['--pbx-sip-host', 'pbx.acme.example', '--pbx-sip-user-name', '1001']
const anna = ['--first-name', 'Anna', '--last-name', 'Kühn', '--email', 'anna@acme.example']

describe('rollcall users', () => {
  test('UA-10: a person is added, shown, changed by their e-mail address, and deleted', async () => {
    const added = await line.run(['users', 'add', ...anna, '--mobile', '+491711234567', '--json'])
    expect(added).toMatchObject({ code: 0, stderr: '' })
    const { id } = JSON.parse(added.stdout)
    const shown = await line.run(['users', 'get', 'ANNA@acme.example'])
    expect(shown.stdout).toMatch(/^Last name +Kühn$/m)
    const changed = await line.json([
      'users',
      'change',
      'anna@acme.example',
      '--mobile',
      '',
      '--language',
      'de',
    ])
    expect(changed).toMatchObject({ id, mobile: null, language: 'de' })

    const asked = await line.run(['users', 'delete', 'anna@acme.example'])
    expect(asked).toMatchObject({ code: 2, stdout: '' })
    expect(asked.stderr).toContain('Of 1 selected, 1 will be deleted. Give --yes if that is meant.')
    expect((await line.run(['users', 'get', id])).code).toBe(0)
    expect((await line.run(['users', 'delete', 'anna@acme.example', '--yes'])).code).toBe(0)
    expect(await line.run(['users', 'get', id])).toMatchObject({ code: 4, stdout: '' })
    expect(await auditTrailOf(ada, acme)).toEqual(
      expect.arrayContaining(['user.added', 'user.changed', 'user.deleted']),
    )
  })

  test('UA-23: the list is searched, narrowed, sorted, and cut at --limit, which is said', async () => {
    for (const [firstName, lastName] of [
      ['Bert', 'Abel'],
      ['Cleo', 'Baum'],
      ['Dora', 'Weiß'],
    ] as const) {
      await ada
        .post(`${acme.path}/users`, { firstName, lastName, email: `${firstName}@acme.example` })
        .expect(201)
    }
    const sorted = await line.run([
      'users',
      'list',
      '--property',
      'unregistered',
      '--sort=-lastName',
      '--columns',
      'lastName,firstName',
    ])
    expect(sorted.stdout).toBe('Last name  First name\nWeiß       Dora\nBaum       Cleo\nAbel       Bert\n')
    const cut = await line.run(['users', 'list', '--limit', '2', '--json'])
    expect(JSON.parse(cut.stdout)).toHaveLength(2)
    expect(cut.stderr).toContain('There are more than these 2')
    const all = await line.json(['users', 'list', '--all'])
    expect(all).toHaveLength(4)
    const none = await line.run(['users', 'list', '--search', 'nobody'])
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'There is none.\n' })
  })

  test('what is wrong is said field by field, with exit code 2', async () => {
    const refused = await line.run([
      'users',
      'add',
      '--first-name',
      'Eve',
      '--last-name',
      'Ott',
      '--email',
      'nonsense',
    ])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('  email: Enter one e-mail address')
    const taken = await line.run([
      'users',
      'add',
      '--first-name',
      'Bert',
      '--last-name',
      'Abel',
      '--email',
      'bert@acme.example',
    ])
    expect(taken).toMatchObject({ code: 5, stdout: '' })
    const column = await line.run(['users', 'list', '--columns', 'surname'])
    expect(column).toMatchObject({ code: 2, stdout: '' })
    expect(column.stderr).toContain('There is no column surname. There are id, firstName')
  })

  test('UA-81: several are deleted by an operation, which says who was left and why, and ends with 6', async () => {
    const deleted = await line.run(['users', 'delete', '--search', 'acme.example', '--yes'])
    expect(deleted.code).toBe(6)
    expect(deleted.stdout).toMatch(/^done +3$/m)
    expect(deleted.stdout).toMatch(/^skipped +1 +\S/m)
  })

  test('UA-30: the export is a file that the import reads again, written for its owner alone', async () => {
    await line.run(['users', 'add', ...anna])
    const out = join(home.home, 'people.csv')
    await writeFile(out, 'old', { mode: 0o644 })
    const exported = await line.run(['users', 'export', '--out', out])
    expect(exported).toMatchObject({ code: 0, stdout: '' })
    expect((await stat(out)).mode & 0o777).toBe(0o600)
    expect(await readFile(out, 'utf8')).toContain('anna@acme.example')
    const { code, stdout } = await line.run(['users', 'export', '--search', 'Kühn', '--exact'])
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(2)
    const again = await line.json(['users', 'import', out, '--overwrite'])
    expect(again.counts).toMatchObject({ unchanged: 2, error: 0 })
  })
})

describe('rollcall accounts', () => {
  test('UA-6: a partner adds, lists, changes and activates a customer; no key deactivates one', async () => {
    const added = await partner.json([
      'accounts',
      'add',
      '--name',
      'Baum',
      '--country',
      'DE',
      '--time-zone',
      'Europe/Berlin',
    ])
    expect(added).toMatchObject({ kind: 'customer', name: 'Baum', timeZone: 'Europe/Berlin' })
    const listed = await partner.run(['accounts', 'list', '--search', 'baum', '--columns', 'name,status'])
    expect(listed.stdout).toBe('Name  Status\nBaum  active\n')
    const changed = await partner.json([
      'accounts',
      'change',
      'baum',
      '--customer-number',
      'K-9',
      '--redirect-bypass',
      'yes',
    ])
    expect(changed).toMatchObject({ customerNumber: 'K-9', redirectBypass: true })
    await ada.patch(`/accounts/${added.id}`, { status: 'deactivated' }).expect(200)
    expect((await partner.run(['accounts', 'deactivate', 'Baum'])).code).toBe(2)
    const again = await partner.json(['accounts', 'activate', 'Baum'])
    expect(again).toMatchObject({ status: 'active' })
  })
})

describe('rollcall subscribers', () => {
  test('MU-2: a subscriber is added with a profile by name; passwords come by a file or standard input', async () => {
    const secrets = join(home.home, 'secrets.json')
    await mkdir(home.home, { recursive: true })
    await writeFile(secrets, '{"pbxSipPassword": "s3cret-Anna"}', { mode: 0o600 })
    const add = [
      'subscribers',
      'add',
      '--last-name',
      'Kühn',
      '--email',
      'anna@acme.example',
      '--directory-number',
      '1001',
      ...pbx,
    ]
    const added = await line.json([...add, '--profile', 'softphones', '--from', secrets])
    expect(added).toMatchObject({ profileId: acme.profileId, secretsSet: { pbxSipPassword: true } })
    const changed = await line.json(
      ['subscribers', 'change', '1001', '--from', '-'],
      '{"voicemailPin": "4711"}',
    )
    expect(changed).toMatchObject({ secretsSet: { voicemailPin: true } })
    const broken = await line.run(
      ['subscribers', 'change', '1001', '--from', '-'],
      '{"voicemailPin": "90210"',
    )
    expect(broken).toMatchObject({ code: 2, stdout: '' })
    expect(broken.stderr).not.toContain('90210')
    expect((await line.run([...add, '--profile', 'Softfones'])).stderr).toContain(
      'There is no profile "Softfones".',
    )
  })

  test('MU-11: pins generates PINs and shows none', async () => {
    const made = await line.run(['subscribers', 'pins', '--pin-set', 'no'])
    expect(made).toMatchObject({ code: 0, stdout: 'Outcome  Count  Why\ndone     1\n' })
    const kept = await line.run(['subscribers', 'pins', '1001'])
    expect(kept.code).toBe(6)
    expect(kept.stdout).toMatch(/^skipped +1 +\S/m)
  })

  test('CD-9: export writes no password and no PIN, and the import knows every column of it', async () => {
    const { code, stdout } = await line.run(['subscribers', 'export', '--exact'])
    expect(code).toBe(0)
    expect(stdout).toContain('1001')
    expect(stdout).not.toMatch(/s3cret|4711|password|pin/i)
    const plan = await line.json(['subscribers', 'import', '-', '--overwrite'], stdout)
    expect(plan.counts).toMatchObject({ unchanged: 1, create: 0, error: 0, conflict: 0 })
    expect(plan.columns.filter((field: string | null) => field === null)).toEqual([])
  })

  test('a deletion is asked for before, and ends with 4 where nobody matches', async () => {
    const asked = await line.run(['subscribers', 'delete', '1001'])
    expect(asked.stderr).toContain('1 subscriber will be deleted, and their softphones reset. Give --yes')
    expect((await line.run(['subscribers', 'delete', '--search', 'nobody', '--yes'])).code).toBe(4)
    expect((await line.run(['subscribers', 'delete', '--yes'])).code).toBe(2)
    // What a script that has lost its value gives: neither everybody, nor whoever has no directory number.
    const foyer = ['--last-name', 'Foyer', '--email', 'foyer@acme.example', '--profile', 'do not deploy']
    expect((await line.run(['subscribers', 'add', ...foyer])).code).toBe(0)
    for (const choice of [[''], ['--search', ''], ['1001', '']]) {
      const refused = await line.run(['subscribers', 'delete', ...choice, '--yes'])
      expect(refused).toMatchObject({ code: 2, stdout: '' })
      expect(refused.stderr).toContain('empty')
    }
    expect(await line.json(['subscribers', 'list'])).toHaveLength(2)
    expect((await line.run(['subscribers', 'delete', '1001', '--yes'])).code).toBe(0)
  })
})
