import type { FastifyInstance } from 'fastify'
import { Gauge, Histogram } from 'prom-client'
import { registry } from './registry.ts'

type Server = 'service' | 'redirect' | 'worker'

const durations = new Histogram({
  name: 'rollcall_http_request_duration_seconds',
  help:
    'Time to answer, by pattern of the route. status is a class (2xx) or "aborted", where the caller went away first. 5xx: read the log at that ' +
    'time; slow: compare rollcall_database_requests_waiting and nodejs_eventloop_lag_p99_seconds. /client/v1/changes waits on purpose.',
  labelNames: ['server', 'method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
})

const inFlight = new Map<Server, number>()

new Gauge({
  name: 'rollcall_http_requests_in_flight',
  help: 'Requests that wait for their answer, phones that wait for changes among them. Growing without end: something answers nobody.',
  labelNames: ['server'],
  registers: [registry],
  collect() {
    for (const [server, requests] of inFlight) this.set({ server }, requests)
  },
})

/** Measures every request of a server under the pattern of its route, never its path: links and credentials stand in paths. */
export function countRequests(app: FastifyInstance, server: Server): void {
  inFlight.set(server, 0)
  const add = (requests: number) => inFlight.set(server, (inFlight.get(server) ?? 0) + requests)
  app.addHook('onRequest', (request, reply, done) => {
    add(1)
    // Fastify's own hook for the end is silent where the caller goes away before the answer.
    reply.raw.once('close', () => {
      add(-1)
      durations.observe(
        {
          server,
          method: request.method,
          route: request.routeOptions.url ?? 'unknown',
          status: reply.raw.writableFinished ? `${Math.floor(reply.raw.statusCode / 100)}xx` : 'aborted',
        },
        reply.elapsedTime / 1_000,
      )
    })
    done()
  })
}
