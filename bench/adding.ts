import { randomUUID } from 'node:crypto'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { Bench, Figure } from './harness/bench.ts'
import type { Installation } from './harness/installation.ts'
import { aCustomerWithPeople, type CustomerOfPeople } from './harness/people.ts'
import { openPlainClient } from './harness/plain-client.ts'
import { median, type Times, timeAtOnce } from './harness/times.ts'

const rounds = 3
const peopleOfSmall = 1_000
const warmUps = 50
const atOnce = 8
/** How many are added in a round: one at a time, and `atOnce`. */
const peopleEach = { alone: 300, together: 600 }

export const bench: Bench = {
  name: 'adding',
  what: `A person is added by an admin who is signed in, with event and welcome mail: to the largest account, and by turns to an installation of ${peopleOfSmall}.`,
  async run(ground) {
    const seeded = await ground.seeded()
    const small = await ground.fresh()
    const company = await aCustomerWithPeople(small, 'Small', peopleOfSmall)
    const largest: Place = { installation: seeded, customer: seeded.largest, added: [], rounds: [] }
    const smallest: Place = { installation: small, customer: company, added: [], rounds: [] }
    const begunAt = new Date()
    for (const place of [largest, smallest]) await addPeople(place, warmUps, 1)
    for (let round = 0; round < rounds; round++) {
      ground.tell(`Round ${round + 1} of ${rounds}.`)
      for (const place of [largest, smallest]) {
        const alone = await addPeople(place, peopleEach.alone, 1)
        place.rounds.push({ alone, together: await addPeople(place, peopleEach.together, atOnce) })
      }
    }
    const deleting = await takeOut(largest)
    await untilMailsAreDone(largest, begunAt)
    return [
      ...figuresOf('one at a time', 250, largest, smallest, ({ alone }) => alone),
      ...figuresOf(`${atOnce} at once`, 600, largest, smallest, ({ together }) => together),
      {
        what: 'deleted again, one at a time',
        value: deleting.rate,
        unit: '/s',
        times: deleting,
        bar: { value: { atLeast: 150 } },
      },
    ]
  },
}

type Added = Times & { rate: number }

interface Round {
  alone: Added
  together: Added
}

/** Where people are added, and what came of it. */
interface Place {
  installation: Installation
  customer: CustomerOfPeople
  added: string[]
  rounds: Round[]
}

async function addPeople({ installation, customer, added }: Place, count: number, inFlight: number) {
  const run = randomUUID()
  const people = Array.from({ length: count }, (_, at) => ({
    firstName: 'Anna',
    lastName: `Kühn ${at}`,
    email: `anna.${at}.${run}@added.example`,
  }))
  const client = openPlainClient(installation.serviceOrigin)
  const asAdmin = { cookie: installation.admin.cookie() }
  const times = await timeAtOnce(people, inFlight, async (person) => {
    const { status, body } = await client.post(`/api/v1${customer.path}/users`, person, asAdmin)
    if (status !== 201) throw new Error(`${person.email} was answered ${status}: ${body}`)
    added.push(JSON.parse(body).id)
  })
  client.close()
  return times
}

function takeOut({ installation, customer, added }: Place): Promise<Added> {
  return timeAtOnce(added, 1, (id) => installation.admin.delete(`${customer.path}/users/${id}`).expect(204))
}

/** Their mails are wanted by nobody any more; what still waits would be in the way of whatever is measured next. */
async function untilMailsAreDone({ installation, customer }: Place, begunAt: Date): Promise<void> {
  const { ask, start } = installation
  const worker = start('worker')
  await waitUntil(
    async () => {
      const [waiting] = await ask<{ count: number }>(
        `select count(*)::int as count from app.outgoing_mails
          where account_id = $1 and created_at >= $2 and status in ('queued', 'sending')`,
        [customer.id, begunAt],
      )
      return waiting?.count === 0
    },
    { what: 'no welcome mail waits', timeoutMs: 120_000 },
  )
  await worker.stop()
  await ask('vacuum (analyze)', [])
}

function figuresOf(
  how: string,
  atLeast: number,
  largest: Place,
  smallest: Place,
  of: (round: Round) => Added,
): Figure[] {
  const middle = (place: Place) => {
    const rates = place.rounds.map((round) => of(round).rate)
    return place.rounds.map(of).find(({ rate }) => rate === median(rates)) as Added
  }
  const [large, small] = [middle(largest), middle(smallest)]
  return [
    {
      what: `added, ${how}`,
      value: large.rate,
      unit: '/s',
      times: large,
      yardstick: { what: `in an installation of ${peopleOfSmall}`, value: small.rate },
      bar: { value: { atLeast } },
    },
    {
      what: `added, ${how}: times as long as in an installation of ${peopleOfSmall}`,
      value: small.rate / large.rate,
      unit: '×',
      bar: { value: { atMost: 1.3 } },
    },
  ]
}
