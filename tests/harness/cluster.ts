import { join } from 'node:path'
import { startEmbeddedPostgres } from '#platform/database/launcher/index.ts'
import { startDebian15 } from './debian15.ts'

/** Which role of the cluster a URL signs in as. */
export type ClusterRole = 'superuser' | 'owner' | 'runtime'

/** A PostgreSQL server of one test run. Its database `rollcall` is there, and empty. */
export interface TestCluster {
  databaseUrl(database: string, role: ClusterRole): string
  stop(): Promise<void>
}

/** Speed instead of safety against a power loss: the cluster is thrown away. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '200',
}

/**
 * Starts the cluster that `ROLLCALL_TEST_POSTGRES` names: `embedded` (the default) or `debian15`.
 * @param dir folder that other system users may enter; the cluster is made below it
 */
export async function startTestCluster(dir: string): Promise<TestCluster> {
  const kind = process.env.ROLLCALL_TEST_POSTGRES ?? 'embedded'
  if (kind === 'debian15') return startDebian15(dir, settings)
  if (kind !== 'embedded') throw new Error(`ROLLCALL_TEST_POSTGRES is embedded or debian15, not ${kind}.`)
  return startEmbeddedPostgres({ dataDir: join(dir, 'data'), log: () => {}, settings })
}
