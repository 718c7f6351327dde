import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '#platform/database/index.ts'
import { roleNames } from '#platform/database/launcher/credentials.ts'
import { createLog } from '#platform/log/log.ts'
import { startTestCluster, type TestCluster } from './cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the socket on which the test run hands out databases. */
    testDatabases: string
  }
}

/** The migrated database that every test database is cloned from. */
const template = 'rollcall'

/**
 * Hands out test databases on a socket for the whole run. The first request starts the cluster and migrates the
 * template, so that a run of tests that need no database does not pay for one.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'rollcall-tests-'))
  await chmod(dir, 0o711)
  let cluster: Promise<TestCluster> | undefined
  let previous: Promise<unknown> = Promise.resolve()
  let made = 0

  async function makeDatabase() {
    cluster ??= startMigrated(dir)
    const { databaseUrl } = await cluster
    const name = `test_${++made}`
    await clone(databaseUrl('postgres', 'superuser'), name)
    return {
      ownerUrl: databaseUrl(name, 'owner'),
      runtimeUrl: databaseUrl(name, 'runtime'),
      superuserUrl: databaseUrl(name, 'superuser'),
    }
  }

  const server = createServer((connection: Socket) => {
    // A worker that is gone needs no answer.
    connection.on('error', () => {})
    // One after the other: PostgreSQL refuses to clone a database from which another clone is being made.
    previous = previous.then(makeDatabase).then(
      (database) => connection.end(JSON.stringify(database)),
      (failure: Error) => connection.end(JSON.stringify({ failure: failure.message })),
    )
  })
  const path = join(dir, 'databases')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  project.provide('testDatabases', path)

  return async () => {
    server.close()
    await (await cluster?.catch(() => undefined))?.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function startMigrated(dir: string): Promise<TestCluster> {
  const cluster = await startTestCluster(dir)
  await migrate({
    ownerUrl: cluster.databaseUrl(template, 'owner'),
    runtimeUrl: cluster.databaseUrl(template, 'runtime'),
    migrationsDir: 'migrations',
    log: createLog({ level: 'warn' }),
  })
  return cluster
}

/** By the superuser, because the owner role may not create databases. */
async function clone(maintenanceUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl })
  await client.connect()
  try {
    await client.query(
      `create database ${name} template ${template} strategy wal_log owner ${roleNames.owner}`,
    )
  } finally {
    await client.end()
  }
}
