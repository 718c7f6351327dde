import type { Bench } from './harness/bench.ts'
import type { Seeded } from './harness/ground.ts'
import { indexedSorts } from './list.ts'

/** They read all matches, and are refused above 10,000. */
const otherSorts = ['firstName', 'language', 'pbxSipUserName', 'mbgSipUserName', 'clientServiceUserName']
const slowMs = 100

export const bench: Bench = {
  name: 'plans',
  what: 'Every order with every filter that the list offers, in the largest account: how PostgreSQL answers it (auto_explain).',
  async run(ground) {
    const seeded = await ground.seeded()
    const filters = ['', ...(await filtersOf(seeded))]
    const sorts = [...indexedSorts, ...otherSorts].flatMap((sort) => [sort, `-${sort}`])
    const slow: string[] = []
    let asked = 0
    await ground.hearDatabase(collectPlans(slow), async () => {
      await explainFrom(seeded)
      for (const filter of filters) {
        for (const sort of sorts) {
          const before = slow.length
          const { status, body } = await seeded.admin.get(
            `${seeded.largest.path}/subscribers?limit=50&sort=${sort}${filter}`,
          )
          if (status !== 200 && body.code !== 'subscribers.too-many-to-sort') {
            throw new Error(`${sort}${filter} answered ${status}: ${JSON.stringify(body)}`)
          }
          asked++
          for (const plan of slow.slice(before)) ground.tell(`${sort}${filter} took long:\n${plan}`)
        }
      }
      await explainNoMore(seeded)
    })
    const scans = slow.filter((plan) => /Seq Scan on (app\.)?subscriber/.test(plan))
    return [
      {
        what: `sequential scans above ${slowMs} ms, of ${asked} lists`,
        value: scans.length,
        unit: '×',
        bar: { value: { atMost: 0 } },
      },
      { what: `statements above ${slowMs} ms, by whatever plan`, value: slow.length, unit: '×' },
    ]
  },
}

async function filtersOf({ admin, largest }: Seeded): Promise<string[]> {
  const { items } = await admin.get(`${largest.path}/deployment-profiles`).expect(200)
  const facts = ['updatePending', 'forcePending', 'redeployRequired', 'locked', 'linkExpired', 'pinSet']
  return [
    ...items.map((profile: { id: string }) => `&profileId=${profile.id}`),
    ...['new', 'queued', 'sent', 'failed', 'downloaded', 'revoked'].map((state) => `&state=${state}`),
    ...['manual', 'connection'].map((origin) => `&origin=${origin}`),
    ...facts.flatMap((fact) => [`&${fact}=true`, `&${fact}=false`]),
    '&search=an',
    '&search=an&state=sent',
  ]
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
