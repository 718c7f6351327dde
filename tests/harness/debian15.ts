import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Credentials, roleNames } from '#platform/database/launcher/credentials.ts'
import { giveTo, osUserFor, runningAs } from '#platform/database/launcher/os-user.ts'
import { ensureRolesAndDatabase } from '#platform/database/launcher/roles.ts'
import { socketPort } from '#platform/database/launcher/socket-folder.ts'
import { startServer } from '#platform/database/launcher/start-server.ts'
import type { ClusterRole, TestCluster } from './cluster.ts'

const run = promisify(execFile)
const programs = '/usr/lib/postgresql/15/bin'

/** PostgreSQL 15 from Debian: the oldest version we promise to run on, with an owner role that is no superuser. */
export async function startDebian15(dir: string, settings: Record<string, string>): Promise<TestCluster> {
  await access(programs).catch(() => {
    throw new Error(
      'There is no PostgreSQL 15 here. Run "node scripts/debian-packages.ts postgres15" as root.',
    )
  })
  const clusterDir = join(dir, 'debian15')
  const socketDir = join(dir, 'socket')
  const osUser = await osUserFor(clusterDir)
  const credentials = { superuser: password(), owner: password(), runtime: password() }

  for (const folder of [clusterDir, socketDir]) {
    await mkdir(folder, { mode: 0o700 })
    await giveTo(osUser, folder)
  }
  const passwordFile = join(dir, 'password')
  await writeFile(passwordFile, credentials.superuser, { mode: 0o600 })
  await giveTo(osUser, passwordFile)
  const options = [
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]
  await run(
    join(programs, 'initdb'),
    ['-D', clusterDir, '-U', roleNames.superuser, ...options],
    runningAs(osUser),
  )
  await chmod(clusterDir, 0o700)

  const binaries = {
    initdb: join(programs, 'initdb'),
    postgres: join(programs, 'postgres'),
    majorVersion: '15',
  }
  const databaseUrl = urls(socketDir, credentials)
  const plan = { binaries, osUser, clusterDir, socketDir, settings, log: () => {} }
  const maintenanceUrl = databaseUrl('postgres', 'superuser')
  const server = await startServer(plan, maintenanceUrl)
  await ensureRolesAndDatabase(maintenanceUrl, databaseUrl('rollcall', 'superuser'), 'rollcall', credentials)
  return { databaseUrl, stop: server.stop }
}

function password(): string {
  return randomBytes(18).toString('base64url')
}

function urls(socketDir: string, credentials: Credentials) {
  const host = encodeURIComponent(socketDir)
  return (database: string, role: ClusterRole) =>
    `postgres://${roleNames[role]}:${credentials[role]}@/${database}?host=${host}&port=${socketPort}`
}
