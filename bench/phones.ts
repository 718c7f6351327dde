import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Bench } from './harness/bench.ts'
import { aCustomerOf, aPhoneEach, fetchFirst } from './harness/fleet.ts'
import { timesOf } from './harness/times.ts'

const phones = 10_000
/** How many are at it at once; each has a connection of its own, as phones have. */
const atOnce = 500

export const bench: Bench = {
  name: 'phones',
  what: 'Power comes back: 10,000 phones start at once, and each asks for its configuration on a connection of its own.',
  async run(ground) {
    const installation = await ground.fresh()
    const customer = await aCustomerOf(installation, phones)
    const paths = await aPhoneEach(installation, customer)
    await fetchFirst(installation, paths)
    const port = Number(new URL(installation.serviceOrigin).port)
    const durations: number[] = []
    let failed = 0
    const begun = performance.now()
    const left = [...paths]
    const startSome = async () => {
      for (let path = left.pop(); path !== undefined; path = left.pop()) {
        const switchedOn = performance.now()
        const answer = await start(port, path)
        durations.push(performance.now() - switchedOn)
        if (!answer.startsWith('HTTP/1.1 200 ') || !answer.includes(path)) failed++
      }
    }
    await Promise.all(Array.from({ length: atOnce }, startSome))
    const seconds = (performance.now() - begun) / 1_000
    const times = timesOf(durations)
    return [
      {
        what: 'until all 10,000 phones have their configuration',
        value: seconds,
        unit: 's',
        bar: { value: { atMost: 10 } },
      },
      {
        what: 'phones without one',
        value: (100 * failed) / phones,
        unit: '%',
        bar: { value: { atMost: 0 } },
      },
      { what: 'a phone', value: times.p95, unit: 'ms', times },
    ]
  },
}

/** One phone connects and asks. Spoken by hand, because the load comes from the cores that are measured. @returns all that it was answered */
async function start(port: number, path: string): Promise<string> {
  const phone = connect({ host: '127.0.0.1', port })
  try {
    phone.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nUser-Agent: Linphone-Desktop/6.1\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
    )
    return await text(phone)
  } catch {
    return ''
  } finally {
    phone.destroy()
  }
}
