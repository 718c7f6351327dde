import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'

/** A migrated, empty database of one test file. */
export interface TestDatabase {
  /** For migrations: owns the schema. */
  ownerUrl: string
  /** For the program: owns nothing, behind the tenant fence. */
  runtimeUrl: string
  /** For looking at everything. */
  superuserUrl: string
}

/**
 * Makes a database by cloning the migrated template. Once per test file; it is thrown away with the cluster at the
 * end of the run. Whoever opens a `pg.Pool` of their own on it gives the pool an `error` listener: `pool.end()`
 * answers before its connections are gone, and a server that stops then tells them so (57P01).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const answer = JSON.parse(await text(connect(inject('testDatabases')))) as TestDatabase & {
    failure?: string
  }
  if (answer.failure) throw new Error(`There is no test database: ${answer.failure}`)
  return answer
}
