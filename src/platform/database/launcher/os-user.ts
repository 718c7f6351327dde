import { execFile } from 'node:child_process'
import { chmod, chown, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The system user that PostgreSQL runs as where we are root, which PostgreSQL refuses to be. */
export interface OsUser {
  name: string
  uid: number
  gid: number
}

/**
 * The user to run PostgreSQL as; undefined means our own.
 * A cluster keeps the owner it has, so that a `postgres` user installed later does not lock it out.
 */
export async function osUserFor(clusterDir: string): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const cluster = await stat(clusterDir).catch(() => undefined)
  if (cluster && cluster.uid !== 0) {
    return { name: await nameOf(cluster.uid), uid: cluster.uid, gid: cluster.gid }
  }
  const user = (await lookUp('postgres')) ?? (await lookUp('nobody'))
  if (user) return user
  throw new Error(
    'PostgreSQL refuses to run as root, and there is neither a system user "postgres" nor "nobody". ' +
      'Add one (for example "useradd --system postgres"), or start Rollcall as an ordinary user.',
  )
}

/** Spread into the options of `spawn`: what makes a child run as this user, outside folders it may not enter. */
export function runningAs(osUser: OsUser | undefined) {
  // Nothing else of our environment reaches PostgreSQL: PGPORT, PGDATA, LD_LIBRARY_PATH or TZ would change what it does.
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
  return { cwd: '/', env, ...(osUser && { uid: osUser.uid, gid: osUser.gid }) }
}

/** Hands one file or folder over to the user that PostgreSQL runs as. */
export async function giveTo(osUser: OsUser | undefined, path: string): Promise<void> {
  if (osUser) await chown(path, osUser.uid, osUser.gid)
}

/** Hands a whole cluster over; needed where root has restored a copy, which then belongs to root. */
export async function giveTreeTo(osUser: OsUser, dir: string): Promise<void> {
  // -h: a link inside the tree must not make root give away what it points at.
  await run('chown', ['-Rh', `${osUser.uid}:${osUser.gid}`, dir])
  await chmod(dir, 0o700)
}

/** Whether that user may enter the folder and all folders above it. */
export async function canEnter(osUser: OsUser | undefined, dir: string): Promise<boolean> {
  return (await firstClosedFolder(osUser, dir)) === undefined
}

/**
 * Makes sure that PostgreSQL's user may enter our data folder. The folder itself, when it is open to root alone, is
 * opened to that user's group and to nobody else; folders above it are not ours to change.
 */
export async function openDataFolderTo(osUser: OsUser | undefined, dataDir: string): Promise<void> {
  if (!osUser) return
  const { uid, mode } = await stat(dataDir)
  if (uid === 0 && (mode & 0o071) === 0) {
    await chown(dataDir, 0, osUser.gid)
    await chmod(dataDir, (mode & 0o7777) | 0o010)
  }
  const closed = await firstClosedFolder(osUser, dataDir)
  if (!closed) return
  throw new Error(
    `The database runs as the system user "${osUser.name}", which may not enter ${closed}. ` +
      `Run "chmod o+x '${closed}'", or set ROLLCALL_DATA_DIR to a folder such as /var/lib/rollcall.`,
  )
}

/** Asks the system rather than reading mode bits: access lists and mounts count too. */
async function firstClosedFolder(osUser: OsUser | undefined, dir: string): Promise<string | undefined> {
  const folders = [dir]
  while (folders[0] !== '/') folders.unshift(dirname(folders[0] as string))
  const script = 'for dir; do test -x "$dir" || { printf %s "$dir"; exit; }; done'
  const { stdout } = await run('/bin/sh', ['-c', script, 'sh', ...folders], runningAs(osUser))
  return stdout || undefined
}

async function lookUp(name: string): Promise<OsUser | undefined> {
  try {
    const uid = await run('id', ['-u', name])
    const gid = await run('id', ['-g', name])
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function nameOf(uid: number): Promise<string> {
  const answer = await run('id', ['-un', String(uid)]).catch(() => undefined)
  return answer?.stdout.trim() ?? `number ${uid}`
}
