import { chmod, mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canEnter, giveTo, type OsUser } from './os-user.ts'

/** The socket is called .s.PGSQL.<port>: the number names a file, nothing listens on a network. */
export const socketPort = 5432

/** A socket's whole path fits in 103 bytes on every system; its file name takes 14 of them. */
const longestFolderBytes = 88

export interface SocketFolder {
  path: string
  remove(): Promise<void>
}

/**
 * A folder for the socket that only PostgreSQL's user (and root) may enter: below the data folder, or below the
 * system's temporary folder when the former's path is too long for a socket.
 */
export async function makeSocketFolder(dataDir: string, osUser: OsUser | undefined): Promise<SocketFolder> {
  const path = await shortFolder(dataDir, osUser)
  await chmod(path, 0o700)
  await giveTo(osUser, path)
  return { path, remove: () => removeSocketFolder(path) }
}

/** Removes what a killed server leaves behind. Only for a folder whose server is known to be gone. */
export async function removeSocketFiles(path: string): Promise<void> {
  await rm(join(path, `.s.PGSQL.${socketPort}`), { force: true })
  await rm(join(path, `.s.PGSQL.${socketPort}.lock`), { force: true })
}

async function shortFolder(dataDir: string, osUser: OsUser | undefined): Promise<string> {
  const usual = join(dataDir, 'postgres-socket')
  if (Buffer.byteLength(usual) <= longestFolderBytes) {
    await mkdir(usual, { recursive: true, mode: 0o700 })
    return usual
  }
  for (const base of new Set([tmpdir(), '/tmp'])) {
    const prefix = join(base, 'rollcall-')
    const fits = Buffer.byteLength(prefix) + 6 <= longestFolderBytes
    if (fits && (await canEnter(osUser, base))) return mkdtemp(prefix)
  }
  throw new Error(
    `The path ${dataDir} is too long for the database's socket, and there is no temporary folder to put it in. ` +
      'Set ROLLCALL_DATA_DIR to a folder with a shorter path, such as /var/lib/rollcall.',
  )
}

/** Names each file instead of removing a tree: root would do that in a place where others may swap folders. */
async function removeSocketFolder(path: string): Promise<void> {
  await removeSocketFiles(path)
  await rmdir(path).catch(() => undefined)
}
