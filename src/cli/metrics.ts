import type { Config } from '#platform/config/config.ts'
import { connectionsMeasure } from '#platform/database/index.ts'
import { loadMetricsToken, type MetricsOptions } from '#platform/metrics/index.ts'
import type { Platform } from '#platform/platform.ts'
import { backlogMeasure } from '#platform/queue/index.ts'

/** `/metrics` of a process that stands on the database. */
export async function metricsOf(
  { database, log }: Pick<Platform, 'database' | 'log'>,
  config: Pick<Config, 'dataDir'>,
): Promise<MetricsOptions> {
  return {
    token: await loadMetricsToken(config.dataDir, log),
    measures: [connectionsMeasure(database.pool), backlogMeasure(database)],
  }
}
