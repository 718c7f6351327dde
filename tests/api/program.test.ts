import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApiClient } from '../harness/api-client.ts'
import { createTestDatabase } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { scrape } from '../harness/metrics.ts'
import { aCustomer } from '../harness/people.ts'
import { startSmtpSink } from '../harness/smtp-sink.ts'
import { waitUntil } from '../harness/wait-until.ts'

const program = join(import.meta.dirname, '../../dist/rollcall.js')
const run = promisify(execFile)
const admin = { email: 'ada@northwind.example', password: 'correct horse battery staple' }

describe('the program', () => {
  let dataDir: string
  const running: ChildProcess[] = []

  beforeAll(async () => {
    await stat(program).catch(() => {
      throw new Error('dist/rollcall.js is missing: run "npm run build" first.')
    })
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-program-'))
  })
  afterAll(async () => {
    for (const child of running.filter((each) => each.exitCode === null && each.signalCode === null)) {
      child.kill('SIGKILL')
    }
    await rm(dataDir, { recursive: true, force: true })
  })

  function environment(more: Record<string, string>): NodeJS.ProcessEnv {
    return { PATH: process.env.PATH, HOME: process.env.HOME, ...more }
  }

  function start(command: string, more: Record<string, string>) {
    const child = spawn(process.execPath, [program, command], { env: environment(more) })
    running.push(child)
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    return { child, output: () => output }
  }

  async function stopped(child: ChildProcess): Promise<number | null> {
    const exited = once(child, 'exit')
    // Two signals of one press of Ctrl-C: the terminal's, and the one that npm passes on.
    child.kill('SIGTERM')
    child.kill('SIGINT')
    const [code] = await exited
    return code as number | null
  }

  test('--help names every command and the settings one meets first', async () => {
    const { stdout } = await run(process.execPath, [program, '--help'], { env: environment({}) })
    for (const word of [
      'start',
      'server',
      'worker',
      'redirect',
      'migrate',
      'admin',
      'ROLLCALL_SMTP_URL',
      'DATABASE_URL',
    ]) {
      expect(stdout).toContain(word)
    }
  })

  test('start runs everything on free ports, makes the first admin, and stops cleanly when asked', async () => {
    const { child, output } = start('start', {
      ROLLCALL_DATA_DIR: dataDir,
      ROLLCALL_PORT: '0',
      ROLLCALL_REDIRECT_PORT: '0',
      ROLLCALL_ADMIN_EMAIL: admin.email,
      ROLLCALL_ADMIN_PASSWORD: admin.password,
    })
    const origin = await waitUntil(async () => /Sign in +(http:\S+)/.exec(output())?.[1], {
      what: 'the program says where to go',
      timeoutMs: 30_000,
    })
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
    const ada = openApiClient(origin)
    await ada.post('/sessions', admin).expect(201)
    await aCustomer(ada)

    const tokenFile = join(dataDir, 'metrics.token')
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600)
    const { text, value } = await scrape(origin, (await readFile(tokenFile, 'utf8')).trim())
    expect(value('rollcall_database_up')).toBe(1)
    expect(text).toMatch(/^rollcall_redirect_links \d/m)
    expect((await fetch(`${origin}/metrics`)).status).toBe(401)
    expect(await stopped(child)).toBe(0)
  })

  test('a second start finds the data again, and without an admin a start prints a set-up link', async () => {
    const { child, output } = start('start', {
      ROLLCALL_DATA_DIR: dataDir,
      ROLLCALL_PORT: '0',
      ROLLCALL_REDIRECT_PORT: '0',
    })
    const origin = await waitUntil(async () => /Sign in +(http:\S+)/.exec(output())?.[1], {
      what: 'it runs',
      timeoutMs: 30_000,
    })
    const ada = openApiClient(origin)
    await ada.post('/sessions', admin).expect(201)
    expect((await ada.get('/accounts').expect(200)).items).toHaveLength(1)
    expect(await stopped(child)).toBe(0)

    const fresh = await mkdtemp(join(tmpdir(), 'rollcall-fresh-'))
    const first = start('start', {
      ROLLCALL_DATA_DIR: fresh,
      ROLLCALL_PORT: '0',
      ROLLCALL_REDIRECT_PORT: '0',
    })
    const link = await waitUntil(async () => /Set up +(http:\S+)/.exec(first.output())?.[1], {
      what: 'it runs',
      timeoutMs: 30_000,
    })
    const { origin: freshOrigin, pathname } = new URL(link)
    const bob = openApiClient(freshOrigin)
    const setUp = { token: pathname.split('/').at(-1), firstName: 'Bob', lastName: 'Weber', ...admin }
    await bob.post('/set-ups', setUp).expect(201)
    await bob.get('/accounts').expect(200)
    await openApiClient(freshOrigin).post('/set-ups', setUp).expect(410)
    expect(await stopped(first.child)).toBe(0)
    await rm(fresh, { recursive: true, force: true })
  })

  test('a taken port, an unknown setting and a missing DATABASE_URL stop the start with one sentence', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const port = String((taken.address() as { port: number }).port)
    const fails = async (command: string, more: Record<string, string>) => {
      const { child, output } = start(command, more)
      const [code] = await once(child, 'exit')
      expect(code).toBe(1)
      return output().trim()
    }
    const quiet = { ROLLCALL_DATA_DIR: dataDir, ROLLCALL_REDIRECT_PORT: '0' }
    expect(await fails('start', { ...quiet, ROLLCALL_PORT: port })).toMatch(
      /^Port \d+ is taken by another program\. /,
    )
    expect(await fails('start', { ...quiet, ROLLCALL_PROT: '1' })).toMatch(
      /^Unknown setting ROLLCALL_PROT\. /,
    )
    expect(await fails('server', quiet)).toMatch(/^"rollcall server" needs DATABASE_URL/)
    taken.close()
  })

  test('server, worker and redirect run as processes of their own on one database', async () => {
    const database = await createTestDatabase()
    const sink = await startSmtpSink()
    const [port, redirectPort, workerPort] = [await freePort(), await freePort(), await freePort()]
    const shared = {
      DATABASE_URL: database.runtimeUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      ROLLCALL_DATA_DIR: dataDir,
      ROLLCALL_PORT: String(port),
      ROLLCALL_REDIRECT_PORT: String(redirectPort),
      ROLLCALL_WORKER_PORT: String(workerPort),
      ROLLCALL_REDIRECT_SECRET: 'known to both and to nobody else',
      ROLLCALL_SMTP_URL: sink.url,
    }
    await run(process.execPath, [program, 'migrate'], { env: environment(shared) })
    const { stdout } = await run(
      process.execPath,
      [program, 'admin', 'add-partner', 'Northwind Telecom', '--country', 'gb'],
      { env: environment(shared) },
    )
    const token = /\/setup\/(\S+)/.exec(stdout)?.[1]
    const processes = ['redirect', 'server', 'worker'].map((command) => start(command, shared))
    const origin = `http://localhost:${port}`
    await waitUntil(async () => (await fetch(`${origin}/readyz`)).ok, {
      what: 'the server is ready',
      timeoutMs: 30_000,
    })
    const ada = openApiClient(origin)
    await ada.post('/set-ups', { token, firstName: 'Ada', lastName: 'Byron', ...admin }).expect(201)
    const customer = await aCustomer(ada)
    const anna = { profileId: customer.profileId, lastName: 'Kühn', email: 'anna@acme.example' }
    const sip = { pbxSipHost: 'pbx.acme.example', pbxSipUserName: '1001', pbxSipPassword: 's3cret' }
    const { id } = await ada.post(`${customer.path}/subscribers`, { ...anna, ...sip }).expect(201)
    await ada.post(`${customer.path}/deployments`, { selection: { ids: [id] } }).expect(202)
    const { raw } = await sink.waitForMessage(
      ({ envelope }) => envelope.to.includes('anna@acme.example'),
      30_000,
    )
    const link =
      new RegExp(`http://localhost:${redirectPort}/d/[\\w.-]+`).exec(
        (await sink.parse(raw)).text ?? '',
      )?.[0] ?? ''
    const answer = await fetch(link, { redirect: 'manual' })
    expect(answer.status).toBe(307)
    expect(answer.headers.get('location')).toBe(link.replace(String(redirectPort), String(port)))

    // They share a data folder, so they share the token.
    const shown = (await readFile(join(dataDir, 'metrics.token'), 'utf8')).trim()
    // The mail is here before the worker has written down that it went, and counted it.
    const hasCounted = async () =>
      (await scrape(`http://localhost:${workerPort}`, shown)).value('rollcall_mails_total') === 1
    await waitUntil(hasCounted, { what: 'the worker has counted its mail' })
    const [redirect, server, worker] = await Promise.all(
      [redirectPort, port, workerPort].map((each) => scrape(`http://localhost:${each}`, shown)),
    )
    const redirected = { server: 'redirect', route: '/d/:token', status: '3xx' }
    expect(redirect?.value('rollcall_http_request_duration_seconds_count', redirected)).toBe(1)
    expect(redirect?.value('rollcall_redirect_links')).toBe(1)
    expect(server?.value('rollcall_acts_total', { action: 'deployment.started' })).toBe(1)
    expect(worker?.value('rollcall_mails_total', { outcome: 'sent' })).toBe(1)
    for (const each of [redirectPort, port, workerPort]) {
      expect((await fetch(`http://localhost:${each}/metrics`)).status).toBe(401)
    }
    // What a process cannot know it does not show as 0.
    expect(redirect?.text).not.toContain('rollcall_database_up')
    expect(server?.text).not.toContain('rollcall_redirect_links')
    expect((await fetch(`http://localhost:${workerPort}/readyz`)).status).toBe(200)
    for (const { child } of processes) expect(await stopped(child)).toBe(0)
    await sink.stop()
  })
})
