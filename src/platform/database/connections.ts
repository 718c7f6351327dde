import type pg from 'pg'
import { Gauge } from 'prom-client'
import { show } from '../metrics/index.ts'

const connections = new Gauge({
  name: 'rollcall_database_connections',
  help: 'Connections of this process to the database, by state: busy or idle. All busy (16) for long: start another server, or make the database faster.',
  labelNames: ['state'],
  registers: [],
})

const waiting = new Gauge({
  name: 'rollcall_database_requests_waiting',
  help: 'Acts of this process that wait for a connection. More than 0 for long: the connections are what everything waits for.',
  registers: [],
})

/** Reads how many connections there are, when somebody scrapes. */
export function connectionsMeasure(pool: pg.Pool): () => void {
  show(connections, waiting)
  return () => {
    connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
    connections.set({ state: 'idle' }, pool.idleCount)
    waiting.set(pool.waitingCount)
  }
}
