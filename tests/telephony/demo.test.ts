import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureDebianPackages } from '../../scripts/debian-packages.ts'
import { type ApiClient, openApiClient } from '../harness/api-client.ts'
import { finished, timelineOf } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { decodeQr } from './harness/qr.ts'

const telephony = await ensureDebianPackages('telephony')
if (!telephony.available && process.env.CI) throw new Error(telephony.reason)
const run = promisify(execFile)

/** A demo that runs, as the person at its terminal sees it. */
interface Demo {
  printed(): string
  serviceOrigin: string
  mailboxOrigin: string
  admin: ApiClient
  /** Presses Ctrl-C, by which a terminal signals the whole group, and waits until each of its processes is gone. @returns the exit code */
  interrupt(): Promise<number | null>
}

describe.skipIf(!telephony.available)('npm run demo', () => {
  let folder: string
  let temporary: string
  const started: ChildProcess[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-test-'))
    temporary = join(folder, 'tmp')
    await mkdir(temporary)
    // The demo's databases run as a user of their own where the tests run as root.
    for (const path of [folder, temporary]) await chmod(path, 0o711)
  })

  afterAll(async () => {
    for (const { pid, exitCode } of started) if (exitCode === null) process.kill(-(pid as number), 'SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  async function startDemo(...options: string[]): Promise<Demo> {
    const child = spawn(
      'npm',
      ['run', 'demo', '--', '--port', '0', '--data', join(folder, 'data'), ...options],
      {
        detached: true,
        // Without npm's own cache, which it would leave there.
        env: { ...process.env, TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    started.push(child)
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    await waitUntil(() => text.includes('Ctrl-C') || child.exitCode !== null, {
      timeoutMs: 100_000,
      what: 'the demo to be ready',
    })
    const [, serviceOrigin = '', email = '', password = ''] = /Sign in +(\S+)\s+(\S+) +(\S+)/.exec(text) ?? []
    expect(serviceOrigin, text).not.toBe('')
    const admin = openApiClient(serviceOrigin)
    await admin.post('/sessions', { email, password }).expect(201)
    return {
      printed: () => text,
      serviceOrigin,
      mailboxOrigin: /Mailbox +(\S+)/.exec(text)?.[1] ?? '',
      admin,
      async interrupt() {
        const pids = await descendantsOf(child.pid as number)
        const ended = once(child, 'exit')
        process.kill(-(child.pid as number), 'SIGINT')
        const [exitCode] = await ended
        await waitUntil(async () => !(await runningProcesses()).some(({ pid }) => pids.includes(pid)), {
          what: 'everything that the demo started to be gone',
        })
        return exitCode as number | null
      },
    }
  }

  test('CD-6 MU-12: tells how people get phones that call each other, shows it in UI and mailbox, and Ctrl-C ends all of it', async () => {
    const demo = await startDemo()
    expect(demo.printed()).toContain('Anna called Ben. Ben answered')

    const { items: customers } = await demo.admin.get('/accounts').expect(200)
    const names = customers.map(({ name }: { name: string }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['Acme Instruments', 'Alpenhof Hotels', 'Bergmann Logistik']),
    )
    const anna = await somebody(demo.admin, customers[0], 'anna.kuehn@acme.example')
    expect(await timelineOf(demo.admin, anna.customer, anna.id)).toEqual(
      expect.arrayContaining(['deployment.queued', 'mail.accepted', 'link.opened', 'client.downloaded']),
    )
    const guests = await demo.admin.get(`/accounts/${customers[1].id}/subscribers?limit=100`).expect(200)
    const states = new Set(guests.items.map(({ state }: { state: string }) => state))
    expect(states).toEqual(new Set(['new', 'sent', 'failed', 'downloaded']))
    expect(guests.items.some(({ flags }: { flags: { locked: boolean } }) => flags.locked)).toBe(true)
    const imports = await demo.admin.get(`/accounts/${customers[1].id}/subscriber-imports`).expect(200)
    expect(imports.items[0]).toMatchObject({ status: 'ready', fileName: 'new-starters.csv' })
    const operations = await demo.admin.get(`/accounts/${customers[2].id}/operations`).expect(200)
    expect(operations.items[0].failed).toBeGreaterThan(0)

    const list = await (await fetch(`${demo.mailboxOrigin}/?search=anna.kuehn`)).text()
    const bodies = await Promise.all(
      [...list.matchAll(/data-mail="(\d+)"/g)].map(async ([, number]) =>
        (await fetch(`${demo.mailboxOrigin}/mails/${number}/body`)).text(),
      ),
    )
    // Of her mails only the one with her link has a QR code.
    const [picture = ''] = bodies.flatMap(
      (body) => /src="data:image\/png;base64,([^"]+)"/.exec(body)?.[1] ?? [],
    )
    expect(await decodeQr(Buffer.from(picture, 'base64'))).toMatch(/^http:\/\/localhost:\d+\/d\//)

    expect(await demo.interrupt()).toBe(0)
    expect(await readdir(temporary)).toEqual([])
  })

  test('CD-8: a second start goes on with the same people; without softphones the reference client obeys force config', async () => {
    const demo = await startDemo('--no-softphones')
    expect(demo.printed()).toContain('Going on with the people in')
    expect(demo.printed()).toContain("Anna's reference client was given the link")

    const { items: customers } = await demo.admin.get('/accounts').expect(200)
    const dora = await somebody(demo.admin, customers[0], 'dora.weiss@acme.example')
    const forced = await demo.admin
      .post(`${dora.customer.path}/forced-configurations`, { selection: { ids: [dora.id] } })
      .expect(202)
    await finished(demo.admin, dora.customer, forced.id)
    await waitUntil(() => demo.printed().includes("Dora's client was told to fetch its configuration now."), {
      what: 'the terminal to tell of it',
    })
    expect(await demo.interrupt()).toBe(0)
  })
})

async function somebody(admin: ApiClient, { id }: { id: string }, email: string) {
  const customer = { path: `/accounts/${id}` }
  const { items } = await admin.get(`${customer.path}/subscribers?limit=100`).expect(200)
  return { customer, id: items.find((each: { email: string }) => each.email === email).id as string }
}

/** The process, those that it has started, and those that they have. */
async function descendantsOf(pid: number): Promise<number[]> {
  const running = await runningProcesses()
  const found = [pid]
  for (const each of found)
    found.push(...running.filter(({ parent }) => parent === each).map((one) => one.pid))
  return found
}

/** Without those that have ended and were not yet asked how. */
async function runningProcesses(): Promise<Array<{ pid: number; parent: number }>> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,stat='])
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return lines
    .filter(([, , state]) => !state?.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }))
}
