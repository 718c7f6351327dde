import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { prepareBinaries } from './binaries.ts'
import { startEmbeddedPostgres, superviseEmbeddedPostgres } from './index.ts'
import { giveTo, osUserFor, runningAs } from './os-user.ts'
import {
  aFolder,
  exists,
  isAlive,
  onLinux,
  query,
  quick,
  removeFolder,
  startElsewhere,
  withPostgres,
} from './test-ground.ts'

let folder: string
/** One cluster for all tests that do not need a first start: they run one after the other. */
let dataDir: string
const silent = () => undefined

beforeAll(async () => {
  folder = await aFolder()
  dataDir = join(folder, 'data')
  await withPostgres(dataDir, async ({ ownerUrl }) =>
    query(ownerUrl, `create table kept as select 'alice' as name`),
  )
}, 30_000)

afterAll(() => removeFolder(folder))

test('when the launching process is killed the server ends, and the next start finds the data', async () => {
  const launching = startElsewhere(dataDir)
  const { ownerUrl, pid } = await launching.answer
  await query(ownerUrl, `create table committed as select 'bob' as name`)
  launching.process.kill('SIGKILL')
  await launching.ended
  await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000 })
  await withPostgres(dataDir, async ({ ownerUrl }) => {
    expect(await query(ownerUrl, 'select name from committed')).toEqual([{ name: 'bob' }])
  })
}, 20_000)

test('a normal stop leaves no process behind', async () => {
  const launching = startElsewhere(dataDir)
  const { pid } = await launching.answer
  const shells = onLinux ? await childrenOf(launching.process.pid as number) : []
  expect(shells).toContain(pid)
  launching.process.stdin?.end()
  await launching.ended
  expect(isAlive(pid)).toBe(false)
  await vi.waitUntil(() => !shells.some(isAlive), { timeout: 5_000 })
})

test('a server that outlived its launcher is stopped by the next start', async () => {
  const orphan = await anOrphanedServer()
  await withPostgres(dataDir, async ({ pid }) => {
    expect(pid).not.toBe(orphan)
    expect(isAlive(orphan)).toBe(false)
  })
}, 20_000)

test('a stale lock file whose number now belongs to another process does not stop the start', async () => {
  const osUser = await osUserFor(join(dataDir, 'postgres'))
  const stranger = spawn('sleep', ['60'], { ...runningAs(osUser), stdio: 'ignore' })
  try {
    const lockFile = join(dataDir, 'postgres', 'postmaster.pid')
    await writeFile(lockFile, `${stranger.pid}\n${dataDir}/postgres\n1700000000\n5432\n\n\n1 1\nready\n`, {
      mode: 0o600,
    })
    await giveTo(osUser, lockFile)
    await withPostgres(dataDir, async () => expect(isAlive(stranger.pid as number)).toBe(true))
  } finally {
    stranger.kill()
  }
})

test('a launcher lock whose process number belongs to a later process is stale', async () => {
  await writeFile(join(dataDir, 'postgres.lock'), `${process.pid} an-earlier-boot 42\n`)
  await withPostgres(dataDir, async ({ pid }) => expect(isAlive(pid)).toBe(true))
})

test('a server that is killed is told by `exited`, and the folder is free again', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, log: silent, settings: quick })
  process.kill(postgres.pid, 'SIGKILL')
  expect(await postgres.exited).toEqual({ code: null, signal: 'SIGKILL' })
  await postgres.stop()
  await withPostgres(dataDir, async ({ ownerUrl }) => {
    expect(await query(ownerUrl, 'select name from kept')).toEqual([{ name: 'alice' }])
  })
}, 20_000)

test('a supervised server that is killed runs again under the same URLs until it is stopped', async () => {
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const postgres = await superviseEmbeddedPostgres({ dataDir, log, settings: quick })
  const first = postgres.pid
  for (const [times, pid] of [first, 0].entries()) {
    process.kill(pid || postgres.pid, 'SIGKILL')
    await vi.waitUntil(
      () => lines.filter((line) => line === 'The database server runs again.').length > times,
      20_000,
    )
    expect(await query(postgres.runtimeUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  }
  expect(lines).toContain('The database server ended unexpectedly (SIGKILL). Starting it again.')
  expect(postgres.pid).not.toBe(first)
  await postgres.stop()
  expect(isAlive(postgres.pid)).toBe(false)
  expect((await postgres.exited).signal).toBeNull()
}, 40_000)

test('a supervised server can be stopped while it is being started again', async () => {
  const postgres = await superviseEmbeddedPostgres({ dataDir, log: silent, settings: quick })
  const killed = postgres.pid
  process.kill(killed, 'SIGKILL')
  await vi.waitUntil(() => !isAlive(killed), { timeout: 5_000, interval: 1 })
  await postgres.stop()
  expect(isAlive(postgres.pid)).toBe(false)
  await withPostgres(dataDir, async ({ pid }) => expect(isAlive(pid)).toBe(true))
}, 20_000)

test('a first start that is killed half-way leaves a folder in which the next one succeeds', async () => {
  const fresh = join(folder, 'interrupted')
  const launching = startElsewhere(fresh)
  const halfMade = async () => {
    const staging = (await readdir(fresh).catch(() => [])).find((name) => name.startsWith('postgres-initdb-'))
    return staging !== undefined && (await exists(join(fresh, staging, 'cluster', 'base')))
  }
  await vi.waitUntil(halfMade, { timeout: 20_000, interval: 5 })
  launching.process.kill('SIGKILL')
  await launching.ended
  expect(await exists(join(fresh, 'postgres'))).toBe(false)
  await withPostgres(fresh, async ({ ownerUrl }) => {
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })
}, 40_000)

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return list.trim().split(' ').map(Number)
}

/** A server without launcher and watchdog. */
async function anOrphanedServer(): Promise<number> {
  const clusterDir = join(dataDir, 'postgres')
  const osUser = await osUserFor(clusterDir)
  const { postgres } = await prepareBinaries(dataDir, osUser, silent)
  const socketDir = join(dataDir, 'postgres-socket')
  await mkdir(socketDir, { mode: 0o700 })
  await giveTo(osUser, socketDir)
  const options = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${socketDir}`]
  const server = spawn(postgres, ['-D', clusterDir, ...options], {
    ...runningAs(osUser),
    detached: true,
    stdio: 'ignore',
  })
  const ready = async () =>
    (await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')).includes('ready')
  await vi.waitUntil(ready, { timeout: 10_000 })
  return server.pid as number
}
