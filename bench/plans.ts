import { loadavg } from 'node:os'
import { products, properties } from '#features/users/choices.ts'
import type { Bench } from './harness/bench.ts'
import type { Seeded } from './harness/ground.ts'
import { indexedSorts } from './list.ts'
import { userSorts } from './users.ts'

/** A list: what it is called, its orders, and the filters that each of them is tried with. */
interface List {
  name: 'subscribers' | 'users'
  sorts: string[]
  filters: string[]
}

/** They read all matches, and are refused above 10,000. */
const otherSorts = {
  subscribers: ['firstName', 'language', 'pbxSipUserName', 'mbgSipUserName', 'clientServiceUserName'],
  users: ['firstName', 'mobile', 'smsNumber', 'role', 'location', 'origin'],
}
const slowMs = 100
const slowestMs = 200

export const bench: Bench = {
  name: 'plans',
  what: 'Every order with every filter that the lists offer, in the largest account: how PostgreSQL answers it (auto_explain).',
  async run(ground) {
    const seeded = await ground.seeded()
    const lists: List[] = [
      {
        name: 'subscribers',
        sorts: [...indexedSorts, ...otherSorts.subscribers],
        filters: await filtersOfSubscribers(seeded),
      },
      { name: 'users', sorts: [...userSorts, ...otherSorts.users], filters: await filtersOfUsers(seeded) },
    ]
    const slow: string[] = []
    let asked = 0
    let slowAtFirst = 0
    await ground.hearDatabase(collectPlans(slow), async () => {
      await explainFrom(seeded)
      for (const { name, sorts, filters } of lists) {
        for (const query of queriesOf(sorts, filters)) {
          const before = slow.length
          const ask = async () => {
            const { status, body } = await seeded.admin.get(
              `${seeded.largest.path}/${name}?limit=50&${query}`,
            )
            if (status !== 200 && body.code !== `${name}.too-many-to-sort`) {
              throw new Error(`${name} ${query} answered ${status}: ${JSON.stringify(body)}`)
            }
          }
          await ask()
          asked++
          // The first to touch an index after a start reads it from the disk: ten times as long, by whatever plan.
          if (slow.slice(before).some((plan) => durationOf(plan) > slowestMs)) {
            slowAtFirst++
            slow.length = before
            await ask()
          }
          for (const plan of slow.slice(before)) {
            ground.tell(`${name} ${query} took long, at load ${loadavg()[0]?.toFixed(1)}:\n${plan}`)
          }
        }
      }
      await explainNoMore(seeded)
    })
    const scans = slow.filter((plan) => /Seq Scan on (app\.)?(subscriber|user|licence)/.test(plan))
    return [
      {
        what: `sequential scans above ${slowMs} ms, of ${asked} lists`,
        value: scans.length,
        unit: '×',
        bar: { value: { atMost: 0 } },
      },
      { what: `statements above ${slowMs} ms, by whatever plan`, value: slow.length, unit: '×' },
      { what: `lists that take more than ${slowestMs} ms when first asked`, value: slowAtFirst, unit: '×' },
      {
        what: `statements above ${slowestMs} ms, by whatever plan, when asked again`,
        value: slow.filter((plan) => durationOf(plan) > slowestMs).length,
        unit: '×',
        bar: { value: { atMost: 0 } },
      },
      {
        what: `the slowest, where any took more than ${slowMs} ms`,
        value: Math.max(0, ...slow.map(durationOf)),
        unit: 'ms',
      },
    ]
  },
}

/** In milliseconds, by the clock of the server: what else the machine does counts as well. */
function durationOf(plan: string): number {
  return Number(/duration: ([\d.]+) ms/.exec(plan)?.[1])
}

function queriesOf(sorts: string[], filters: string[]): string[] {
  const bothWays = sorts.flatMap((sort) => [sort, `-${sort}`])
  return ['', ...filters].flatMap((filter) => bothWays.map((sort) => `sort=${sort}${filter}`))
}

async function filtersOfSubscribers({ admin, largest }: Seeded): Promise<string[]> {
  const { items } = await admin.get(`${largest.path}/deployment-profiles`).expect(200)
  const facts = [
    'updatePending',
    'forcePending',
    'redeployRequired',
    'locked',
    'linkExpired',
    'pinSet',
    'assigned',
  ]
  return [
    ...items.map((profile: { id: string }) => `&profileId=${profile.id}`),
    ...['new', 'queued', 'sent', 'failed', 'downloaded', 'revoked'].map((state) => `&state=${state}`),
    ...['manual', 'connection'].map((origin) => `&origin=${origin}`),
    ...facts.flatMap((fact) => [`&${fact}=true`, `&${fact}=false`]),
    '&search=an',
    '&search=an&state=sent',
  ]
}

/**
 * Each of them alone, and each with each other that may stand beside it. Two products do not, and beside an SMS number nothing but a product
 * does (UA-22).
 */
async function filtersOfUsers({ ask, largest }: Seeded): Promise<string[]> {
  const [location] = await ask<{ id: string }>(
    'select location_id as id from app.locations where account_id = $1 order by location_id limit 1',
    [largest.id],
  )
  const [person] = await ask<{ number: string }>(
    'select sms_number as number from app.users where account_id = $1 and sms_number is not null limit 1',
    [largest.id],
  )
  const ofProducts = products.map((product) => `&product=${product}`)
  const bySmsNumber = `&smsNumber=${encodeURIComponent(person?.number ?? '+447700900456')}`
  const others = [
    ...properties.map((property) => `&property=${property}`),
    `&locationId=${location?.id}`,
    '&search=an',
  ]
  return [
    ...others,
    ...pairsOf(others),
    ...ofProducts,
    ...ofProducts.flatMap((product) => others.map((other) => product + other)),
    bySmsNumber,
    ...ofProducts.map((product) => bySmsNumber + product),
  ]
}

function pairsOf(filters: string[]): string[] {
  return filters.flatMap((filter, place) => filters.slice(place + 1).map((other) => filter + other))
}

/** Has the server log each statement that takes longer with its plan, on new connections; the old ones are ended. */
async function explainFrom(seeded: Seeded): Promise<void> {
  for (const [name, value] of [
    ['log_min_messages', 'log'],
    ['session_preload_libraries', 'auto_explain'],
    ['auto_explain.log_min_duration', String(slowMs)],
    ['auto_explain.log_analyze', 'on'],
    ['auto_explain.log_timing', 'off'],
    ['auto_explain.log_nested_statements', 'on'],
  ]) {
    await seeded.ask(
      `do $$ begin execute format('alter database %I set ${name} = ''${value}''', current_database()); end $$`,
    )
  }
  await reconnect(seeded)
}

async function explainNoMore(seeded: Seeded): Promise<void> {
  await seeded.ask(`do $$ begin execute format('alter database %I reset all', current_database()); end $$`)
  await reconnect(seeded)
}

async function reconnect(seeded: Seeded): Promise<void> {
  await seeded.ask(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
}

/** A plan is logged as one line with its time and the lines below it, which begin with a tab. */
function collectPlans(plans: string[]): (line: string) => void {
  return (line) => {
    if (/duration: [\d.]+ ms {2}plan:/.test(line)) plans.push(line)
    else if (line.startsWith('\t') && plans.length > 0) plans.push(`${plans.pop()}\n${line}`)
  }
}
