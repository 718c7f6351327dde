import { chmod, mkdir, realpath, stat } from 'node:fs/promises'
import { prepareBinaries } from './binaries.ts'
import { clusterDirOf, clusterExists, ensureCluster } from './cluster.ts'
import { type Credentials, type Role, readOrMakeCredentials, roleNames } from './credentials.ts'
import { lockDataFolder } from './lock.ts'
import { openDataFolderTo, osUserFor } from './os-user.ts'
import type { ServerPlan } from './server.ts'
import { makeSocketFolder, socketPort } from './socket-folder.ts'

/** A data folder that is ours until closed, with a cluster in it that can be started. */
export interface DataFolder {
  plan: ServerPlan
  credentials: Credentials
  databaseUrl(database: string, role: Role): string
  close(): Promise<void>
}

/** Locks the folder, makes whatever is missing in it, and says how to start its server. */
export async function openDataFolder(
  path: string,
  settings: Record<string, string>,
  log: (line: string) => void,
): Promise<DataFolder> {
  const dataDir = await ensureDataDir(path)
  const lock = await lockDataFolder(dataDir)
  try {
    const clusterDir = clusterDirOf(dataDir)
    const osUser = await osUserFor(clusterDir)
    await openDataFolderTo(osUser, dataDir)
    const binaries = await prepareBinaries(dataDir, osUser, log)
    const credentials = await readOrMakeCredentials(dataDir, await clusterExists(clusterDir))
    const superuserPassword = credentials.superuser
    await ensureCluster({
      dataDir,
      binaries,
      osUser,
      superuserPassword,
      flush: settings.fsync !== 'off',
      log,
    })
    const socket = await makeSocketFolder(dataDir, osUser)
    return {
      plan: { binaries, osUser, clusterDir, socketDir: socket.path, settings, log },
      credentials,
      databaseUrl: (database, role) => urlOf(socket.path, database, roleNames[role], credentials[role]),
      close: async () => {
        await socket.remove()
        await lock.release()
      },
    }
  } catch (failure) {
    await lock.release()
    throw failure
  }
}

/** Answers the folder's real path: PostgreSQL shows it without links when asked where it is. */
async function ensureDataDir(path: string): Promise<string> {
  try {
    if (!(await stat(path).catch(() => undefined))) {
      await mkdir(path, { recursive: true })
      await chmod(path, 0o700)
    }
    return await realpath(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new Error(
      `The data folder ${path} cannot be made (${code}). Make it and give it to the user who runs Rollcall, ` +
        'or set ROLLCALL_DATA_DIR to another folder.',
      { cause },
    )
  }
}

/** No host before the slash: `pg` takes the socket's folder from the query, and the port for the socket's name. */
function urlOf(socketDir: string, database: string, user: string, password: string): string {
  const host = encodeURIComponent(socketDir)
  return `postgres://${user}:${password}@/${encodeURIComponent(database)}?host=${host}&port=${socketPort}`
}
