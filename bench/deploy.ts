import { startSmtpSink } from '#tests/harness/smtp-sink.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { Bench } from './harness/bench.ts'
import { aCustomerOf } from './harness/fleet.ts'
import { timeEach, timesOf } from './harness/times.ts'

const people = 10_000
const idlePages = 100

export const bench: Bench = {
  name: 'deploy',
  what: 'Deploy to 10,000 people: a link, a QR code and a mail for each, handed to a mail server, while somebody looks at the list.',
  async run(ground) {
    const sink = await startSmtpSink()
    try {
      const installation = await ground.fresh({ ROLLCALL_SMTP_URL: sink.url })
      const { admin } = installation
      installation.start('redirect')
      installation.start('worker')
      const { path } = await aCustomerOf(installation, people)
      const page = () => admin.get(`${path}/subscribers?limit=50`).expect(200)
      const idle = await timeEach(Array.from({ length: idlePages }), page)
      const begun = performance.now()
      await admin.post(`${path}/deployments`, { selection: { all: true, expectedCount: people } }).expect(202)
      const pagesMs: number[] = []
      await waitUntil(
        async () => {
          const asked = performance.now()
          await page()
          pagesMs.push(performance.now() - asked)
          return sink.messages.length >= people
        },
        { what: 'everybody has a mail', timeoutMs: 600_000 },
      )
      const seconds = (performance.now() - begun) / 1_000
      const withoutCode = sink.messages.filter(({ raw }) => !raw.includes('image/png')).length
      const meanwhile = timesOf(pagesMs)
      return [
        { what: 'mails', value: people / seconds, unit: '/s', bar: { value: { atLeast: 100 } } },
        {
          what: 'mails without a QR code',
          value: (100 * withoutCode) / people,
          unit: '%',
          bar: { value: { atMost: 0 } },
        },
        {
          what: 'page of the list meanwhile',
          value: meanwhile.p95,
          unit: 'ms',
          times: meanwhile,
          yardstick: { what: 'the same page before', value: idle.p95 },
          bar: { value: { atMost: Math.round(3 * idle.p95) } },
        },
      ]
    } finally {
      await sink.stop()
    }
  },
}
