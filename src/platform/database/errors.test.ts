import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#tests/harness/database.ts'
import { mayBeRepeated } from './errors.ts'

test('a transaction for which no connection became free in time may be repeated', async () => {
  const { runtimeUrl } = await createTestDatabase()
  const pool = new pg.Pool({ connectionString: runtimeUrl, max: 1, connectionTimeoutMillis: 2_000 })
  pool.on('error', () => {})
  const only = await pool.connect()
  try {
    expect(mayBeRepeated(await pool.connect().catch((error) => error))).toBe(true)
  } finally {
    only.release()
    await pool.end()
  }
})
