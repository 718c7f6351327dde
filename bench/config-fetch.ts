import type { Bench } from './harness/bench.ts'
import { aCustomerOf, aPhoneEach, fetchFirst } from './harness/fleet.ts'
import { loadByTurns } from './harness/load.ts'

const phones = 10_000

export const bench: Bench = {
  name: 'config-fetch',
  what: 'Phones ask for their configuration, which has not changed: 10,000 different ones on 50 connections.',
  async run(ground) {
    const installation = await ground.fresh()
    const { origin } = await ground.bareFastify()
    const customer = await aCustomerOf(installation, phones)
    const paths = await aPhoneEach(installation, customer)
    const firstSeconds = await fetchFirst(installation, paths)
    const document = await (await fetch(installation.serviceOrigin + paths[0])).arrayBuffer()
    const [fetches, bare] = await loadByTurns(
      { url: installation.serviceOrigin, paths, connections: 50 },
      { url: `${origin}/bytes/${document.byteLength}`, connections: 50 },
    )
    const yardstick = { what: 'bare Fastify, as many bytes' }
    return [
      {
        what: 'fetches',
        value: fetches.rate,
        unit: '/s',
        yardstick: { ...yardstick, value: bare.rate },
        bar: { value: { atLeast: 3_000 } },
      },
      {
        what: 'fetches, of bare Fastify',
        value: fetches.rate / bare.rate,
        unit: '×',
        bar: { value: { atLeast: 0.2 } },
      },
      {
        what: 'fetch, 99th percentile',
        value: fetches.p99,
        unit: 'ms',
        yardstick: { ...yardstick, value: bare.p99 },
        bar: { value: { atMost: 50 } },
      },
      {
        what: 'fetches that failed',
        value: (100 * fetches.failures) / fetches.answers,
        unit: '%',
        bar: { value: { atMost: 0 } },
      },
      { what: 'first fetches, written down', value: phones / firstSeconds, unit: '/s' },
    ]
  },
}
