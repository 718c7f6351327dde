import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { type CommandLine, openCommandLine } from '../harness/command-line.ts'
import {
  aCustomer,
  anAdminOf,
  anApiKey,
  aSubscriber,
  deployTo,
  finished,
  timelineOf,
} from '../harness/people.ts'
import { peopleCsv } from '../harness/user-imports.ts'

// Each command is a process that loads the whole program, and a test types several of them.
vi.setConfig({ testTimeout: 120_000 })

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let home: CommandLine
let line: CommandLine
let anna: string
let bert: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  acme = await aCustomer(ada)
  home = await openCommandLine()
  const { key } = await anApiKey(await anAdminOf(app, acme), acme)
  line = home.with({ ROLLCALL_URL: app.serviceOrigin, ROLLCALL_API_KEY: key })
  anna = (await aSubscriber(ada, acme, { directoryNumber: '1001' })).id
  bert = (
    await aSubscriber(ada, acme, {
      directoryNumber: '1002',
      firstName: 'Bert',
      lastName: 'Abel',
      email: 'bert@acme.example',
      pbxSipUserName: '1002',
    })
  ).id
})
afterAll(async () => {
  await app.stop()
  await home.remove()
})

describe('rollcall deploy', () => {
  test('CD-6: mails links to those who are named, follows to the end, and nobody else is deployed to', async () => {
    const deployed = await line.run(['deploy', '1001'])
    expect(deployed).toMatchObject({ code: 0, stdout: 'Outcome  Count  Why\ndone     1\n', stderr: '' })
    expect(await timelineOf(ada, acme, anna)).toContain('deployment.queued')
    expect(await timelineOf(ada, acme, bert)).not.toContain('deployment.queued')
    await app.mail.waitForMessage(({ envelope }) => envelope.to.includes('anna.kuehn@acme.example'))
  })

  test('CD-6: ends with 6 where somebody is skipped, with each reason and how many it holds for', async () => {
    const { id } = await ada
      .post(`${acme.path}/deployment-profiles`, { name: 'Nobody', doNotDeploy: true })
      .expect(201)
    await ada.patch(`${acme.path}/subscribers/${bert}`, { profileId: id }).expect(200)
    const deployed = await line.run(['deploy', '--all'])
    expect(deployed.code).toBe(6)
    expect(deployed.stdout).toMatch(/^done +1$/m)
    expect(deployed.stdout).toMatch(/^skipped +1 +\S/m)
    await ada.patch(`${acme.path}/subscribers/${bert}`, { profileId: acme.profileId }).expect(200)
    const operation = await line.json(['deploy', '--search', 'abel', '--auto'])
    expect(operation).toMatchObject({ kind: 'automatic-deployment', status: 'done', done: 1 })
  })

  test.each([
    ['nothing is no selection', ['deploy'], 'Say which subscribers'],
    ['a name beside --all', ['deploy', '1001', '--all'], 'in one way'],
    ['both ways at once', ['deploy', '1001', '--auto', '--force'], 'not both'],
  ])('does nothing where it is not clear to whom: %s', async (_what, args, sentence) => {
    const refused = await line.run(args)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain(sentence)
  })

  test('a name that several bear is refused with their ids, and one that nobody bears with 4', async () => {
    const twin = await aSubscriber(ada, acme, {
      directoryNumber: '1001',
      pbxSipUserName: '1003',
      email: 'twin@acme.example',
    })
    const refused = await line.run(['deploy', '1001'])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    for (const id of [anna, twin.id]) expect(refused.stderr).toContain(id)
    expect((await line.run(['deploy', '9999'])).code).toBe(4)
    await ada.delete(`${acme.path}/subscribers/${twin.id}`).expect(204)
  })
})

describe('rollcall users update', () => {
  const personOf = async (email: string) =>
    (await ada.get(`${acme.path}/users?search=${email}`).expect(200)).items[0]
  const locationOf = async (name: string): Promise<string> =>
    (await ada.post(`${acme.path}/locations`, { name }).expect(201)).id

  test('UA-60: changes those who match, follows to the end, and leaves everybody else and every other field alone', async () => {
    const [berlin, paris] = [await locationOf('Berlin'), await locationOf('Paris')]
    for (const email of ['greta@north.example', 'hugo@north.example', 'iris@south.example'])
      await ada
        .post(`${acme.path}/users`, { firstName: 'A', lastName: 'B', email, language: 'fr' })
        .expect(201)
    const moved = await line.run(['users', 'update', '--search', 'north.example', '--location', 'berlin'])
    expect(moved).toMatchObject({ code: 0, stdout: 'Outcome  Count  Why\ndone     2\n', stderr: '' })
    expect(await personOf('greta@north.example')).toMatchObject({ locationId: berlin, language: 'fr' })
    expect(await personOf('iris@south.example')).toMatchObject({ locationId: null, language: 'fr' })

    const said = ['users', 'update', 'iris@south.example', '--location', 'Paris', '--language', 'de']
    expect(await line.json(said)).toMatchObject({ kind: 'user-update', status: 'done', total: 1, done: 1 })
    expect(await personOf('iris@south.example')).toMatchObject({ locationId: paris, language: 'de' })
    const narrowed = await line.json(['users', 'update', '--in-location', 'Berlin', '--language', ''])
    expect(narrowed).toMatchObject({ total: 2, done: 2 })
    expect(await personOf('hugo@north.example')).toMatchObject({ locationId: berlin, language: null })
    await line.json(['users', 'update', 'hugo@north.example', '--location', ''])
    expect(await personOf('hugo@north.example')).toMatchObject({ locationId: null })
  })

  test.each([
    ['nothing is no selection', ['--language', 'de'], 2, 'Say which people'],
    ['a location that they get is none that they have', ['--location', 'Berlin'], 2, 'Say which people'],
    ['nothing is no change', ['--all'], 2, 'Say what to change'],
    ['a filter of nothing is not everybody', ['--search', '', '--language', 'de'], 2, 'is empty'],
    ['a location that is not there', ['--all', '--location', 'Atlantis'], 4, 'There is no location'],
    ['nobody who matches', ['--search', 'nobody.example', '--language', 'de'], 4, 'no people that match'],
    ['an API key makes no admin', ['iris@south.example', '--role', 'admin'], 3, ''],
  ])('does nothing where it is not clear to whom or what, or may not be: %s', async (_what, flags, code, sentence) => {
    const before = (await ada.get(`${acme.path}/operations`).expect(200)).items.length
    const refused = await line.run(['users', 'update', ...flags])
    expect(refused).toMatchObject({ code, stdout: '' })
    expect(refused.stderr).toContain(sentence)
    expect((await ada.get(`${acme.path}/operations`).expect(200)).items.length).toBe(before)
  })
})

describe('an operation that is followed', () => {
  test('Ctrl-C ends the command and not the operation, and says how to go on', async () => {
    const id = crypto.randomUUID()
    const asked: Array<string | undefined> = []
    const running = {
      id,
      kind: 'deployment',
      status: 'running',
      total: 9,
      done: 1,
      failed: 0,
      skipped: 0,
      finishedAt: null,
    }
    let lookedTwice = () => {}
    const watched = new Promise<void>((resolve) => {
      lookedTwice = resolve
    })
    const service = createServer((request, response) => {
      asked.push(request.method)
      if (asked.length === 2) lookedTwice()
      response.setHeader('content-type', 'application/json').end(JSON.stringify(running))
    }).listen(0, '127.0.0.1')
    await once(service, 'listening')
    const { port } = service.address() as AddressInfo
    const watching = line
      .with({ ROLLCALL_URL: `http://localhost:${port}` })
      .start(['operations', 'watch', id])
    await watched
    watching.interrupt()
    const ended = await watching.ended
    service.close()
    expect(ended).toMatchObject({ code: 130, stdout: '' })
    expect(ended.stderr).toBe(`The deployment goes on. See how far it is: rollcall operations watch ${id}\n`)
    expect(new Set(asked)).toEqual(new Set(['GET']))
  })

  test('--no-wait returns at once with the operation, which can be watched to its end', async () => {
    const begun = await line.json(['deploy', '1001', '--no-wait'])
    expect(begun).toMatchObject({ kind: 'deployment', finishedAt: null })
    const watched = await line.json(['operations', 'watch', begun.id])
    expect(watched).toMatchObject({ id: begun.id, status: 'done', done: 1 })
    // What has ended is not cancelled any more, and stays as it is.
    await line.run(['operations', 'cancel', begun.id])
    expect(await ada.get(`${acme.path}/operations/${begun.id}`).expect(200)).toMatchObject({ status: 'done' })
  })

  test('can be listed, looked at, done again, and read as CSV', async () => {
    const { id } = await deployTo(ada, acme, [anna])
    await finished(ada, acme, id)
    const listed = await line.json(['operations', 'list'])
    expect(listed[0]).toMatchObject({ id, kind: 'deployment', status: 'done' })
    const shown = await line.run(['operations', 'get', id])
    expect(shown.stdout).toMatch(/^Status +done$/m)
    expect(shown.stdout).toMatch(/^done +1$/m)
    expect((await line.run(['operations', 'retry', id])).code).toBe(0)
    const report = await line.run(['operations', 'report', id, '--exact'])
    expect(report).toMatchObject({ code: 0, stderr: '' })
    expect(report.stdout).toContain(`${anna},Anna,Kühn,1001,done`)
    expect((await line.run(['operations', 'get', crypto.randomUUID()])).code).toBe(4)
    expect((await line.run(['operations', 'get', 'newest'])).code).toBe(2)
  })
})

describe('an import', () => {
  const good = 'Cleo,Baum,cleo@acme.example,user'
  const bad = 'Dora,Weiß,nonsense,user'
  const emails = async () =>
    (await ada.get(`${acme.path}/users?limit=500`).expect(200)).items.map(
      ({ email }: { email: string }) => email,
    )

  test('UA-30: is planned and shown first, and writes nobody without --apply', async () => {
    const planned = await line.run(['users', 'import', '-'], peopleCsv([good]))
    expect(planned.code).toBe(0)
    expect(planned.stdout).toMatch(/^create +1$/m)
    const [, id = ''] = /--plan (\S+) --apply/.exec(planned.stderr) ?? []
    expect(await emails()).not.toContain('cleo@acme.example')
    const applied = await line.run(['users', 'import', '--plan', id, '--apply'])
    expect(applied.code).toBe(0)
    expect(await emails()).toContain('cleo@acme.example')
    expect((await line.run(['users', 'import', '--plan', id, '--apply'])).code).toBe(5)
  })

  test('UA-30: a faulty row stops all of it, with its line and field, unless --partial leaves it out', async () => {
    const file = join(home.home, 'people.csv')
    await writeFile(file, peopleCsv(['Emil,Ott,emil@acme.example,user', bad]))
    const refused = await line.run(['users', 'import', file, '--apply'])
    expect(refused.code).toBe(2)
    expect(refused.stdout).toMatch(/^3 +error +email +\S/m)
    expect(refused.stderr).toContain('Nothing was imported.')
    expect(await emails()).not.toContain('emil@acme.example')
    const rest = join(home.home, 'rest.csv')
    const partial = await line.run([
      'users',
      'import',
      file,
      '--apply',
      '--partial',
      '--no-welcome',
      '--fix-file',
      rest,
    ])
    expect(partial.code).toBe(6)
    expect(await emails()).toContain('emil@acme.example')
    expect(await readFile(rest, 'utf8')).toContain('nonsense')
  })

  test('a file that is none is one sentence and exit code 2', async () => {
    const missing = await line.run(['subscribers', 'import', join(home.home, 'nowhere.csv')])
    expect(missing).toMatchObject({ code: 2, stdout: '' })
    expect(missing.stderr).toContain('cannot be read')
    const folder = await line.run(['subscribers', 'import', home.home])
    expect(folder).toMatchObject({ code: 2, stdout: '' })
    expect(folder.stderr).toContain('cannot be read')
    const nowhere = join(home.home, 'no/rest.csv')
    const unwritten = await line.run(['users', 'import', '-', '--fix-file', nowhere], peopleCsv([bad]))
    expect(unwritten).toMatchObject({ code: 2, stdout: '' })
    expect(unwritten.stderr).toBe(`${nowhere} cannot be written (ENOENT).\n`)
    const header = await line.run(['subscribers', 'import', '-'], 'what;is;this\n1;2;3\n')
    expect(header).toMatchObject({ code: 2, stdout: '' })
    expect((await line.run(['users', 'import'])).stderr).toContain('Give a file, or an earlier plan')
  })
})
