import type { FastifyInstance } from 'fastify'
import type { Database } from '../database/index.ts'

/** `/healthz`: the process runs. `/readyz`: the database answers too; the one for a load balancer. */
export function answerHealth(app: FastifyInstance, database: Pick<Database, 'answers'>): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const ready = await database.answers()
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'the database does not answer' })
  })
}
