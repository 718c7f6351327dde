import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import pg from 'pg'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { startNode } from './program.ts'

/**
 * A Fastify in a process of its own. `GET /bytes/<n>` answers JSON of about that many bytes; `GET /statements/<m>/bytes/<n>` does so after
 * it has asked PostgreSQL `select 1` that often on a connection of a pool.
 */
export interface BareFastify {
  origin: string
  stop(): Promise<void>
}

/** Starts it as a process of its own, on a free port. @param databaseUrl for the routes that ask statements */
export async function startBareFastify(databaseUrl: string): Promise<BareFastify> {
  const program = startNode([import.meta.filename], { DATABASE_URL: databaseUrl })
  const origin = await waitUntil(() => /http:\S+/.exec(program.output())?.[0], {
    what: 'a bare Fastify listens',
  })
  return { origin, stop: () => program.stop() }
}

if (import.meta.main) {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
  pool.on('error', () => {})
  const app = Fastify()
  app.get<{ Params: { bytes: string } }>('/bytes/:bytes', async ({ params }) => ({
    items: 'x'.repeat(Number(params.bytes)),
  }))
  app.get<{ Params: { count: string; bytes: string } }>(
    '/statements/:count/bytes/:bytes',
    async ({ params }) => {
      const client = await pool.connect()
      for (let left = Number(params.count); left > 0; left--) await client.query('select 1')
      client.release()
      return { items: 'x'.repeat(Number(params.bytes)) }
    },
  )
  await app.listen({ host: '127.0.0.1', port: 0 })
  console.log(`http://localhost:${(app.server.address() as AddressInfo).port}`)
  await once(process, 'SIGTERM')
  process.exit(0)
}
