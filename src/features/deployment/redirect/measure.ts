import { Gauge } from 'prom-client'
import { show } from '#platform/metrics/index.ts'
import type { RedirectStore } from './store.ts'

/** Counting a million links takes tens of milliseconds, in which nobody is redirected. */
const recountAfterMs = 60_000

const links = new Gauge({
  name: 'rollcall_redirect_links',
  help: 'Links that the redirect server holds and that have not expired, counted once a minute. Falling to 0: its file was lost, the services push again.',
  registers: [],
})

const services = new Gauge({
  name: 'rollcall_redirect_services',
  help: 'Services registered at the redirect server. 0: no service has reached it since its file was made; compare ROLLCALL_REDIRECT_SECRET.',
  registers: [],
})

/** Reads how much the store holds, when somebody scrapes. */
export function redirectMeasure(store: RedirectStore): () => void {
  show(links, services)
  let countedAt = Number.NEGATIVE_INFINITY
  return () => {
    if (performance.now() - countedAt < recountAfterMs) return
    countedAt = performance.now()
    links.set(store.countLinks(Date.now()))
    services.set(store.origins().length)
  }
}
