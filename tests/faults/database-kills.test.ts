import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest'
import { roleNames } from '#platform/database/launcher/credentials.ts'
import { type ApiClient, openApiClient } from '../harness/api-client.ts'
import { aCustomer, aSubscriber } from '../harness/people.ts'
import { type SmtpSink, startSmtpSink } from '../harness/smtp-sink.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { type Gate, openGate } from './harness/gate.ts'
import { type Installation, startInstallation } from './harness/installation.ts'
import { type RunningProgram, startProgram } from './harness/program.ts'
import { seeded } from './harness/seeded.ts'

describe('an embedded database that is killed', () => {
  const signIn = { email: 'ada@northwind.example', password: 'correct horse battery staple' }
  let dataDir: string
  let sink: SmtpSink
  let program: RunningProgram
  let origin: string
  let ada: ApiClient

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-faults-'))
    sink = await startSmtpSink()
    program = startProgram('start', {
      ROLLCALL_DATA_DIR: dataDir,
      ROLLCALL_PORT: '0',
      ROLLCALL_REDIRECT_PORT: '0',
      ROLLCALL_ADMIN_EMAIL: signIn.email,
      ROLLCALL_ADMIN_PASSWORD: signIn.password,
      ROLLCALL_SMTP_URL: sink.url,
    })
    origin = await waitUntil(() => /Sign in +(http:\S+)/.exec(program.output())?.[1], {
      what: 'the program says where to go',
      timeoutMs: 30_000,
    })
    ada = openApiClient(origin)
    await ada.post('/sessions', signIn).expect(201)
  })
  beforeEach(() => {
    onTestFailed(() => void process.stderr.write(program.lastWords()))
  })
  afterAll(async () => {
    await program.end('SIGKILL')
    await sink.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  test('five times while people are being added loses none whose adding was answered, and adds none twice', async () => {
    const random = seeded(3)
    const customer = await aCustomer(ada)
    const added: string[] = []
    let next = 0
    let writing = true
    const unexpected: unknown[] = []
    const writer = async () => {
      while (writing) {
        const pbxSipUserName = String(next++)
        const { profileId } = customer
        const answer = await ada.post(`${customer.path}/subscribers`, {
          profileId,
          lastName: `P${pbxSipUserName}`,
          email: 'p@acme.example',
          pbxSipHost: 'pbx.acme.example',
          pbxSipUserName,
          pbxSipPassword: 's3cret',
        })
        if (answer.status === 201) added.push(answer.body.id)
        else if (answer.status !== 503) unexpected.push([answer.status, answer.body])
      }
    }
    const writers = Promise.all([writer(), writer(), writer(), writer()])
    // Before the end they settle only by failing, where the program is gone.
    const more = (count: number, what: string) => {
      const goal = added.length + count
      return Promise.race([waitUntil(() => added.length >= goal, { what, timeoutMs: 30_000 }), writers])
    }
    for (const [at, victim] of [postmaster, backend, postmaster, backend, postmaster].entries()) {
      await more(10 + Math.floor(random() * 40), `people are being added before kill ${at + 1}`)
      process.kill(await victim(), 'SIGKILL')
    }
    await more(20, 'people are being added after the last kill')
    writing = false
    await writers
    expect(unexpected).toEqual([])

    const found = await everybody(customer)
    expect(added.filter((id) => !found.has(id))).toEqual([])
    expect(new Set(found.values()).size).toBe(found.size)
  }, 60_000)

  test('does not end the worker: a deployment mail goes out afterwards', async () => {
    const customer = await aCustomer(ada, { name: 'Globex' })
    const { id } = await aSubscriber(ada, customer, { email: 'anna@globex.example' })
    process.kill(await postmaster(), 'SIGKILL')
    const deploy = () =>
      ada.post(`${customer.path}/deployments`, { selection: { ids: [id] } }, { 'idempotency-key': 'Anna' })
    await waitUntil(async () => (await deploy()).status === 202, {
      what: 'the deployment is taken: where the database is away for long, the answer is 503',
      timeoutMs: 30_000,
    })
    await sink.waitForMessage(({ envelope }) => envelope.to.includes('anna@globex.example'), 30_000)
    expect(await program.end('SIGTERM')).toBe(0)
  }, 60_000)

  async function postmaster(): Promise<number> {
    const lock = await readFile(join(dataDir, 'database', 'postgres', 'postmaster.pid'), 'utf8')
    return Number(lock.split('\n')[0])
  }

  /** A backend that serves the program, by /proc (Linux). When it is killed, PostgreSQL ends all the others as well. */
  function backend(): Promise<number> {
    return waitUntil(
      async () => {
        const pid = await postmaster()
        const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ')
        for (const child of children) {
          const title = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')
          if (title.includes(roleNames.runtime)) return Number(child)
        }
        return undefined
      },
      { what: 'a backend serves the program' },
    )
  }

  /** The people of the customer: id and PBX account. */
  async function everybody(customer: { path: string }): Promise<Map<string, string>> {
    const found = new Map<string, string>()
    let cursor: string | null = ''
    while (cursor !== null) {
      const query = `limit=500${cursor && `&cursor=${cursor}`}`
      const page: { items: Array<{ id: string; pbxSipUserName: string }>; nextCursor: string | null } =
        await ada.get(`${customer.path}/subscribers?${query}`).expect(200)
      for (const { id, pbxSipUserName } of page.items) found.set(id, pbxSipUserName)
      cursor = page.nextCursor
    }
    return found
  }
})

describe('a database that cannot be reached', () => {
  let rollcall: Installation
  let gate: Gate

  beforeAll(async () => {
    rollcall = await startInstallation({
      async databaseUrl(url) {
        const [, socketDir = ''] = /[?]host=([^&]+)/.exec(url) ?? []
        gate = await openGate({ path: join(decodeURIComponent(socketDir), '.s.PGSQL.5432') })
        return url.replace(/@\/(\w+)[?].*/, `@127.0.0.1:${gate.port}/$1`)
      },
    })
  })
  afterAll(async () => {
    await rollcall.stop()
    await gate.close()
  })

  test('makes requests answer 503 with Retry-After and readiness say so, until it is back: nobody restarts anything', async () => {
    const { ada, serviceOrigin } = rollcall
    await gate.close()
    const ready = await fetch(`${serviceOrigin}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'the database does not answer' }])
    expect((await fetch(`${serviceOrigin}/healthz`)).status).toBe(200)
    const refused = await ada.get('/accounts')
    expect(refused).toMatchObject({ status: 503, body: { code: 'http.unavailable' } })
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(refused.headers.get('retry-after')).toBe('2')
    await gate.open()
    await aCustomer(ada)
    expect((await fetch(`${serviceOrigin}/readyz`)).status).toBe(200)
  }, 60_000)
})
