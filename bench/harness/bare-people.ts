import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import pg from 'pg'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { startNode } from './program.ts'

/**
 * A Fastify in a process of its own over a table of people, as short as it can be written: nobody signs in, nothing is fenced, sealed or mailed.
 * `POST /people` checks what it is given and adds a person with an event and a mail to be sent, in one transaction; `GET /people/count` counts all of them.
 *
 * On the machine on which the bars of bench/ were set it added 676 people a second, one at a time, and 1,762 with 8 at once, to 1.1 million; counting a
 * million took 48 ms.
 */
export interface BarePeople {
  origin: string
  stop(): Promise<void>
}

/** Starts it on a free port. @param people how many there are; made where the table is missing */
export async function startBarePeople(databaseUrl: string, people: number): Promise<BarePeople> {
  await fill(databaseUrl, people)
  const program = startNode([import.meta.filename], { DATABASE_URL: databaseUrl })
  const origin = await waitUntil(() => /http:\S+/.exec(program.output())?.[0], {
    what: 'a bare Fastify over people listens',
  })
  return { origin, stop: () => program.stop() }
}

async function fill(databaseUrl: string, people: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query("select to_regclass('people') as known")
  if (rows[0].known === null) {
    await client.query(`
      begin;
      create extension if not exists pg_trgm;
      create table people (id uuid primary key, first_name text not null, last_name text not null, email text not null, created_at timestamptz not null);
      insert into people
        select gen_random_uuid(), 'First ' || n % 977, 'Last ' || md5(n::text), 'p' || n || '@example.com', now() from generate_series(1, ${people}) n;
      create unique index people_email on people (lower(email));
      create index people_name on people (last_name, first_name, id);
      create index people_trigrams on people using gin ((first_name || ' ' || last_name || ' ' || email) gin_trgm_ops);
      create table events (id uuid primary key, person_id uuid not null, at timestamptz not null, what jsonb not null);
      create table mails (id uuid primary key, person_id uuid not null, at timestamptz not null);
      commit`)
    await client.query('vacuum (analyze) people')
  }
  await client.end()
}

if (import.meta.main) {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 })
  pool.on('error', () => {})
  const app = Fastify()
  const text = { type: 'string', minLength: 1, maxLength: 200 }
  const body = {
    type: 'object',
    required: ['firstName', 'lastName', 'email'],
    properties: { firstName: text, lastName: text, email: { ...text, format: 'email' } },
  }
  app.post<{ Body: Record<string, string> }>('/people', { schema: { body } }, async (request, reply) => {
    const { firstName, lastName, email } = request.body
    const id = randomUUID()
    const client = await pool.connect()
    await client.query('begin')
    await client.query('insert into people values ($1, $2, $3, $4, now())', [id, firstName, lastName, email])
    await client.query('insert into events values ($1, $2, now(), $3)', [randomUUID(), id, { email }])
    await client.query('insert into mails values ($1, $2, now())', [randomUUID(), id])
    await client.query('commit')
    client.release()
    return reply.code(201).send({ id, firstName, lastName, email })
  })
  app.get('/people/count', async () => (await pool.query('select count(*) from people')).rows[0])
  await app.listen({ host: '127.0.0.1', port: 0 })
  console.log(`http://localhost:${(app.server.address() as AddressInfo).port}`)
  await once(process, 'SIGTERM')
  process.exit(0)
}
