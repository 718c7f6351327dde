import { execFile } from 'node:child_process'
import { mkdtemp, open, readdir, readFile, rename, rmdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { roleNames } from './credentials.ts'
import { giveTo, giveTreeTo, type OsUser, runningAs } from './os-user.ts'

const run = promisify(execFile)
const stagingPrefix = 'postgres-initdb-'

/** What making and opening a cluster takes. */
export interface ClusterPlan {
  dataDir: string
  binaries: Binaries
  osUser: OsUser | undefined
  superuserPassword: string
  /** Flush the new cluster to disk before it counts as made; tests do without. */
  flush: boolean
  log: (line: string) => void
}

/** Where a data folder keeps its cluster (PGDATA). */
export function clusterDirOf(dataDir: string): string {
  return join(dataDir, 'postgres')
}

/** Whether initdb has been completed there. */
export async function clusterExists(clusterDir: string): Promise<boolean> {
  return (await versionOf(clusterDir)) !== undefined
}

/** Makes the cluster at the first start; later checks that these programs and this user can open it. */
export async function ensureCluster(plan: ClusterPlan): Promise<void> {
  const clusterDir = clusterDirOf(plan.dataDir)
  await removeStaging(plan)
  const version = await versionOf(clusterDir)
  if (version === undefined) {
    await removeIfEmpty(clusterDir)
    await makeCluster(plan, clusterDir)
    return
  }
  if (version !== plan.binaries.majorVersion) {
    throw new Error(
      `The database in ${clusterDir} was made by PostgreSQL ${version}; this Rollcall brings PostgreSQL ` +
        `${plan.binaries.majorVersion}. Run the Rollcall release that made it, export its data, then import them here.`,
    )
  }
  await ensureOwner(clusterDir, plan.osUser)
}

async function versionOf(clusterDir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Error(
      `The database in ${clusterDir} cannot be opened (${code}). Start Rollcall as the user it belongs to.`,
      { cause },
    )
  }
}

/**
 * Runs initdb beside the goal and renames when it is complete: a folder that a killed initdb left half-made would
 * never start. The staging folder's name is new each time, because an initdb outlives a launcher that was killed.
 */
async function makeCluster(plan: ClusterPlan, clusterDir: string): Promise<void> {
  const { dataDir, binaries, osUser, log } = plan
  log(`Making a new database in ${clusterDir}.`)
  const staging = await mkdtemp(join(dataDir, stagingPrefix))
  try {
    const passwordFile = join(staging, 'password')
    await writeFile(passwordFile, `${plan.superuserPassword}\n`, { mode: 0o600, flag: 'wx' })
    await giveTo(osUser, passwordFile)
    await giveTo(osUser, staging)
    const fresh = join(staging, 'cluster')
    await initdb(binaries.initdb, fresh, passwordFile, plan)
    await rename(fresh, clusterDir)
    await flushFolder(dataDir)
  } finally {
    await removeAs(osUser, staging)
  }
}

async function initdb(program: string, dir: string, passwordFile: string, plan: ClusterPlan): Promise<void> {
  const options = [
    ...[
      '-D',
      dir,
      '-U',
      roleNames.superuser,
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
    ],
    // The builtin provider sorts alike on every system, whatever its C library.
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'],
    ...(plan.flush ? [] : ['--no-sync']),
  ]
  try {
    await run(program, options, runningAs(plan.osUser))
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string }
    throw new Error(
      `The database could not be made in ${plan.dataDir}. Check that the disk has room and that the folder is ` +
        `writable, then start again. PostgreSQL said: ${stderr?.trim() || message}`,
    )
  }
}

async function ensureOwner(clusterDir: string, osUser: OsUser | undefined): Promise<void> {
  const { uid } = await stat(clusterDir)
  if (osUser && uid === 0) await giveTreeTo(osUser, clusterDir)
  if (osUser || uid === process.getuid?.()) return
  throw new Error(
    `The database in ${clusterDir} belongs to another user (number ${uid}). ` +
      `Start Rollcall as that user or as root, or run "chown -R ${process.getuid?.()} '${clusterDir}'" as root.`,
  )
}

/** An empty folder may be a mount point's leftover; a folder with anything else in it is not ours to overwrite. */
async function removeIfEmpty(clusterDir: string): Promise<void> {
  try {
    await rmdir(clusterDir)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new Error(
      `${clusterDir} is neither empty nor a PostgreSQL cluster. Move it away, or set ROLLCALL_DATA_DIR to another folder.`,
      { cause },
    )
  }
}

/** What interrupted first starts have left. */
async function removeStaging({ dataDir, osUser }: ClusterPlan): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(stagingPrefix)) await removeAs(osUser, join(dataDir, name))
  }
}

/**
 * Empties the folder as PostgreSQL's user, then removes it as ourselves: root removing a tree that another user may
 * change meanwhile could be led out of it by a link. What an initdb still running makes anew goes at the next start.
 */
async function removeAs(osUser: OsUser | undefined, dir: string): Promise<void> {
  await run('rm', ['-rf', '--', dir], runningAs(osUser)).catch(() => undefined)
  await rmdir(dir).catch(() => undefined)
}

async function flushFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
