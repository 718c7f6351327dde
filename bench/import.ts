import { setTimeout as delay } from 'node:timers/promises'
import type { Bench, Figure } from './harness/bench.ts'
import type { Seeded } from './harness/ground.ts'
import type { RunningProgram } from './harness/program.ts'

const rowCount = 100_000
const importMinutes = 15
const askedEveryMs = 250

export const bench: Bench = {
  name: 'import',
  what: `A file of ${rowCount} people through HTTP, planned and applied in one transaction by a worker: into an empty account, and into the largest one.`,
  async run(ground) {
    const seeded = await ground.seeded()
    const worker = seeded.start('worker')
    const processes = { server: seeded.server, worker }
    // The first import of a process pays for what later ones find warm.
    const small = await emptyCustomer(seeded)
    await importInto(seeded, small, 1_000)
    const empty = await measured(processes, () => importInto(seeded, small, rowCount))
    const largest = { ...seeded.largest, profileId: await aProfileOf(seeded) }
    const full = await measured(processes, () => importInto(seeded, largest, rowCount))
    await worker.stop()
    // The people that are gone again would be in the way of whatever is measured next.
    await seeded.ask('vacuum (analyze)', [])
    const figures: Figure[] = [
      {
        what: 'planned and applied, largest account',
        value: rowCount / full.seconds,
        unit: '/s',
        yardstick: { what: 'into an empty account', value: rowCount / empty.seconds },
        bar: { value: { atLeast: 5_000 } },
      },
      { what: 'of it planned', value: full.planSeconds, unit: 's' },
      { what: 'of it applied', value: full.seconds - full.planSeconds, unit: 's' },
      {
        what: 'times as long as into an empty account',
        value: full.seconds / empty.seconds,
        unit: '×',
        bar: { value: { atMost: 1.5 } },
      },
    ]
    for (const [name, growthMb] of Object.entries(full.growthMb)) {
      figures.push({
        what: `memory of the ${name}, at its peak above where it was`,
        value: growthMb,
        unit: 'MB',
        bar: { value: { atMost: 200 } },
      })
    }
    return figures
  },
}

interface Customer {
  id: string
  path: string
  profileId: string
}

interface Imported {
  planSeconds: number
  seconds: number
}

/** Found again in later runs, because an account is not deleted. */
async function emptyCustomer({ admin }: Seeded): Promise<Customer> {
  const name = 'Imported into'
  const { items } = await admin.get('/accounts?limit=500').expect(200)
  const known = items.find((account: { name: string }) => account.name === name)
  const { id } =
    known ?? (await admin.post('/accounts', { kind: 'customer', name, country: 'GB' }).expect(201))
  const path = `/accounts/${id}`
  const profiles = (await admin.get(`${path}/deployment-profiles`).expect(200)).items
  const profile =
    profiles.find((each: { doNotDeploy: boolean }) => !each.doNotDeploy) ??
    (await admin.post(`${path}/deployment-profiles`, { name: 'Office', pinRequired: false }).expect(201))
  return { id, path, profileId: profile.id }
}

async function aProfileOf({ admin, largest }: Seeded): Promise<string> {
  const { items } = await admin.get(`${largest.path}/deployment-profiles`).expect(200)
  return items.find((each: { doNotDeploy: boolean }) => !each.doNotDeploy).id
}

/** Imports new people and takes them out again. */
async function importInto({ admin }: Seeded, customer: Customer, count: number): Promise<Imported> {
  const begun = performance.now()
  const plan = await admin
    .upload(
      `${customer.path}/subscriber-imports`,
      { name: 'people.csv', content: fileOf(count) },
      { profileId: customer.profileId },
    )
    .expect(201)
  const planned = performance.now()
  if (plan.counts.create !== count) throw new Error(`Of ${count} rows: ${JSON.stringify(plan.counts)}`)
  const application = `${customer.path}/subscriber-imports/${plan.id}/application`
  const { id } = await admin.post(application).expect(202)
  const operation = await untilFinished(admin, customer, id)
  const applied = performance.now()
  if (operation.done !== count) throw new Error(`Applied: ${JSON.stringify(operation)}`)
  const undoing = await admin.delete(application).expect(202)
  await untilFinished(admin, customer, undoing.id)
  return { planSeconds: (planned - begun) / 1000, seconds: (applied - begun) / 1000 }
}

/** Asks twice as often as a page does: each answer takes processor time from what it is about. */
async function untilFinished(admin: Seeded['admin'], customer: Customer, operationId: string) {
  const deadline = performance.now() + importMinutes * 60_000
  while (performance.now() < deadline) {
    const operation = await admin.get(`${customer.path}/operations/${operationId}`).expect(200)
    if (operation.finishedAt !== null) return operation
    await delay(askedEveryMs)
  }
  throw new Error(`The operation did not end within ${importMinutes} minutes.`)
}

/** Nobody in it has what a seeded person has. */
function fileOf(count: number): string {
  const lines = [
    'First name,Last name,Email address,Directory number,PBX SIP host,PBX SIP user name,PBX SIP password',
  ]
  for (let row = 0; row < count; row++) {
    const number = 7_000_000 + row
    lines.push(
      `Jürgen,Weiß-${row % 5_000},p${number}@new.example,${number},pbx.new.example,${number},s3cret-${number}`,
    )
  }
  return `${lines.join('\r\n')}\r\n`
}

/** What an import took, and by how much each process grew at its peak. */
async function measured<Name extends string>(
  processes: Record<Name, RunningProgram>,
  act: () => Promise<Imported>,
): Promise<Imported & { growthMb: Record<Name, number> }> {
  const entries = Object.entries<RunningProgram>(processes)
  for (const [, process] of entries) process.forgetPeakMemory()
  const before = entries.map(([, process]) => process.memoryMb())
  const imported = await act()
  const grown = entries.map(([name, process], index) => [
    name,
    process.peakMemoryMb() - (before[index] as number),
  ])
  return { ...imported, growthMb: Object.fromEntries(grown) }
}
