import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { roleNames } from '#platform/database/launcher/credentials.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/database/launcher/index.ts'
import { type BareFastify, startBareFastify } from './bare-fastify.ts'
import { type BarePeople, startBarePeople } from './bare-people.ts'
import { type DatabaseUrls, type Installation, setUpTokenIn, startInstallation } from './installation.ts'
import { buildProgram, runProgram } from './program.ts'

/** What benches run on. Each part is started when a bench first asks for it, and stopped at the end of the run. */
export interface Ground {
  /** The installation with the seeded people. Whoever changes something in it puts it back. */
  seeded(): Promise<Seeded>
  /** An installation with a partner and its admin, and no customer: another at each call, thrown away at the end. */
  fresh(settings?: Record<string, string>): Promise<Installation>
  /** A Fastify that does nothing else than to answer: the yardstick of everything that speaks HTTP. */
  bareFastify(): Promise<BareFastify>
  /** The same over a table of as many people: the yardstick of what writes one, or has to look at many. */
  barePeople(): Promise<BarePeople>
  /** The version of the PostgreSQL server, as in `18.4`. */
  postgresVersion(): Promise<string>
  /** Gives a listener what PostgreSQL logs while `act` runs, line by line. */
  hearDatabase(listener: (line: string) => void, act: () => Promise<void>): Promise<void>
  /** A line for whoever waits. */
  tell(line: string): void
}

export interface Seeded extends Installation {
  people: number
  /** The account with the most people. */
  largest: { id: string; path: string; people: number }
}

/**
 * @param options.folder keeps the cluster between runs, so that it is seeded once
 * @param options.people how many are seeded, in 200 accounts of which the largest has a quarter
 */
export async function openGround(options: {
  folder: string
  people: number
  tell: (line: string) => void
}): Promise<Ground & { close(): Promise<void> }> {
  const { folder, people, tell } = options
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined
    return () => {
      made ??= make()
      return made
    }
  }
  let heard: ((line: string) => void) | undefined
  const closing: Array<() => Promise<unknown>> = []
  const cluster = once(async () => {
    await mkdir(folder, { recursive: true })
    // The database's system user passes through; what is secret below is closed to it.
    await chmod(folder, 0o711)
    await buildProgram()
    const started = await startEmbeddedPostgres({
      dataDir: join(folder, 'database'),
      log: (line) => heard?.(line),
    })
    closing.push(() => started.stop())
    return started
  })

  const seeded = once(async () => {
    const name = `seeded_${people}`
    const urls = await databaseOf(await cluster(), name)
    const installation = await startInstallation({
      folder: join(folder, name),
      urls,
      fill: async (settings) => {
        tell(`Seeding ${people} people; once, and kept in ${folder}.`)
        const sizes = [
          '--accounts',
          '200',
          '--people',
          String(people),
          '--largest',
          String(Math.ceil(people / 4)),
        ]
        return setUpTokenIn(await runProgram('seed', settings, sizes, (text) => process.stderr.write(text)))
      },
    })
    closing.push(() => installation.stop())
    const [largest] = await installation.ask<{ id: string; people: number }>(
      `select account_id as id, count(*)::int as people from app.subscribers group by account_id order by 2 desc limit 1`,
    )
    if (!largest) throw new Error(`Nobody was seeded. Remove ${folder} and run it again.`)
    return { ...installation, people, largest: { ...largest, path: `/accounts/${largest.id}` } }
  })

  let freshCount = 0
  async function fresh(settings: Record<string, string> = {}): Promise<Installation> {
    const name = `fresh_${++freshCount}`
    const files = join(folder, name)
    const server = await cluster()
    await dropDatabase(server, name)
    await rm(files, { recursive: true, force: true })
    const urls = await databaseOf(server, name)
    const installation = await startInstallation({
      folder: files,
      urls,
      settings,
      fill: async (given) =>
        setUpTokenIn(await runProgram('admin', given, ['add-partner', 'Northwind', '--country', 'GB'])),
    })
    closing.push(async () => {
      await installation.stop()
      await dropDatabase(server, name)
      await rm(files, { recursive: true, force: true })
    })
    return installation
  }

  return {
    seeded,
    fresh,
    bareFastify: once(async () => {
      const bare = await startBareFastify((await cluster()).databaseUrl('postgres', 'superuser'))
      closing.push(() => bare.stop())
      return bare
    }),
    barePeople: once(async () => {
      const bare = await startBarePeople((await databaseOf(await cluster(), 'bare')).superuserUrl, people)
      closing.push(() => bare.stop())
      return bare
    }),
    async postgresVersion() {
      const [row] = await asSuperuser(await cluster(), 'show server_version')
      return row.server_version
    },
    async hearDatabase(listener, act) {
      heard = listener
      await act()
      heard = undefined
    },
    tell,
    async close() {
      for (const close of closing.reverse()) await close()
    },
  }
}

/** The database of this name, made where it is missing. */
async function databaseOf(cluster: EmbeddedPostgres, name: string): Promise<DatabaseUrls> {
  const known = await asSuperuser(cluster, `select from pg_database where datname = '${name}'`)
  if (known.length === 0) await asSuperuser(cluster, `create database ${name} owner ${roleNames.owner}`)
  return {
    runtimeUrl: cluster.databaseUrl(name, 'runtime'),
    ownerUrl: cluster.databaseUrl(name, 'owner'),
    superuserUrl: cluster.databaseUrl(name, 'superuser'),
  }
}

async function dropDatabase(cluster: EmbeddedPostgres, name: string): Promise<void> {
  await asSuperuser(cluster, `drop database if exists ${name} with (force)`)
}

// biome-ignore lint/suspicious/noExplicitAny: rows of whatever is asked.
async function asSuperuser(cluster: EmbeddedPostgres, statement: string): Promise<any[]> {
  const client = new pg.Client({ connectionString: cluster.databaseUrl('postgres', 'superuser') })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
