import { randomUUID } from 'node:crypto'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { Bar, Bench, Figure } from './harness/bench.ts'
import type { Seeded } from './harness/ground.ts'
import type { Installation } from './harness/installation.ts'
import { aCustomerWithPeople, type CustomerOfPeople } from './harness/people.ts'
import { openPlainClient } from './harness/plain-client.ts'
import { median, type Times, timeAtOnce } from './harness/times.ts'

const roundCount = 3
const peopleOfSmall = 1_000
/** As long as everything is new (connections, plans, code), one takes twice as long. */
const warmUps = 800
const atOnce = 8
/** How many are added in a round: one at a time, and `atOnce`. */
const peopleEach = { alone: 300, together: 600 }
/** On the machine on which the bars were set a bare Fastify added 676 people a second one at a time, and 1,762 with 8 at once. */
const bars = {
  alone: { value: { atLeast: 250 }, ratio: { atLeast: 250 / 676 } },
  together: { value: { atLeast: 600 }, ratio: { atLeast: 600 / 1762 } },
}

export const bench: Bench = {
  name: 'adding',
  what: `A person is added by an admin who is signed in, with event and welcome mail: to the largest account, and by turns to an installation of ${peopleOfSmall}.`,
  async run(ground) {
    const seeded = await ground.seeded()
    const small = await ground.fresh()
    const company = await aCustomerWithPeople(small, 'Small', peopleOfSmall)
    const added: string[] = []
    const addingInto = ({ serviceOrigin, admin }: Installation, { path }: CustomerOfPeople, ids: string[]) =>
      addingTo(serviceOrigin, `/api/v1${path}/users`, { cookie: admin.cookie() }, ids)
    const { origin } = await ground.barePeople()
    const largest: Place = { rounds: [], add: addingInto(seeded, seeded.largest, added) }
    const smallest: Place = { rounds: [], add: addingInto(small, company, []) }
    const bare: Place = { rounds: [], add: addingTo(origin, '/people', {}, []) }
    const begunAt = new Date()
    for (const { add } of [largest, smallest, bare]) await add(warmUps, atOnce)
    for (let round = 0; round < roundCount; round++) {
      ground.tell(`Round ${round + 1} of ${roundCount}.`)
      for (const { rounds, add } of [largest, smallest, bare]) {
        const alone = await add(peopleEach.alone, 1)
        rounds.push({ alone, together: await add(peopleEach.together, atOnce) })
      }
    }
    const deleting = await takeOut(seeded, added)
    await untilMailsAreDone(seeded, begunAt)
    const places = [largest, smallest, bare] as const
    return [
      ...figuresOf('one at a time', bars.alone, places, ({ alone }) => alone),
      ...figuresOf(`${atOnce} at once`, bars.together, places, ({ together }) => together),
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
  add(count: number, inFlight: number): Promise<Added>
  rounds: Round[]
}

/** @param added takes the ids of those who were added */
function addingTo(
  origin: string,
  path: string,
  headers: Record<string, string>,
  added: string[],
): Place['add'] {
  return async (count, inFlight) => {
    const client = openPlainClient(origin)
    const times = await timeAtOnce(newPeople(count), inFlight, async (person) => {
      const { status, body } = await client.post(path, person, headers)
      if (status !== 201) throw new Error(`${person.email} was answered ${status}: ${body}`)
      added.push(JSON.parse(body).id)
    })
    client.close()
    return times
  }
}

function newPeople(count: number) {
  const run = randomUUID()
  return Array.from({ length: count }, (_, at) => ({
    firstName: 'Anna',
    lastName: `Kühn ${at}`,
    email: `anna.${at}.${run}@added.example`,
  }))
}

function takeOut({ admin, largest }: Seeded, added: string[]): Promise<Added> {
  return timeAtOnce(added, 1, (id) => admin.delete(`${largest.path}/users/${id}`).expect(204))
}

/** Their mails are wanted by nobody any more; what still waits would be in the way of whatever is measured next. */
async function untilMailsAreDone({ ask, start, largest }: Seeded, begunAt: Date): Promise<void> {
  const worker = start('worker')
  await waitUntil(
    async () => {
      const [waiting] = await ask<{ count: number }>(
        `select count(*)::int as count from app.outgoing_mails
          where account_id = $1 and created_at >= $2 and status in ('queued', 'sending')`,
        [largest.id, begunAt],
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
  bar: Bar,
  places: readonly [largest: Place, smallest: Place, bare: Place],
  of: (round: Round) => Added,
): Figure[] {
  const [large, small, bare] = places.map(({ rounds }) => {
    const rates = rounds.map((round) => of(round).rate)
    return rounds.map(of).find(({ rate }) => rate === median(rates)) as Added
  }) as [Added, Added, Added]
  return [
    {
      what: `added, ${how}`,
      value: large.rate,
      unit: '/s',
      times: large,
      yardstick: { what: 'bare Fastify over as many', value: bare.rate },
      bar,
    },
    {
      what: `added, ${how}: times as long as in an installation of ${peopleOfSmall}`,
      value: small.rate / large.rate,
      unit: '×',
      bar: { value: { atMost: 1.3 } },
    },
  ]
}
