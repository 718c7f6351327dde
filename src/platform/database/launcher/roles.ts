import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { type Credentials, roleNames, scramVerifier } from './credentials.ts'

/** Never more than this: the runtime role must not be able to step around row-level security. */
const attributes = {
  owner: 'login nosuperuser nocreatedb createrole noreplication nobypassrls',
  runtime: 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls',
}

/**
 * Makes or repairs the owner's and the runtime's role and the database. Safe to repeat: each start does, so that a
 * first start cut short, or a role altered by hand, is made good.
 *
 * @param maintenanceUrl the superuser on the database `postgres`
 * @param databaseUrl the superuser on the database to make
 */
export async function ensureRolesAndDatabase(
  maintenanceUrl: string,
  databaseUrl: string,
  database: string,
  credentials: Credentials,
): Promise<void> {
  await connected(maintenanceUrl, async (client) => {
    await ensureRole(client, 'owner', credentials)
    await ensureRole(client, 'runtime', credentials)
    await ensureDatabase(client, database)
  })
  await connected(databaseUrl, async (client) => {
    await client.query('revoke create on schema public from public')
  })
}

async function ensureRole(
  client: Client,
  role: 'owner' | 'runtime',
  credentials: Credentials,
): Promise<void> {
  const name = roleNames[role]
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  const act = rowCount === 0 ? 'create' : 'alter'
  const password = escapeLiteral(scramVerifier(credentials[role]))
  await client.query(`${act} role ${escapeIdentifier(name)} ${attributes[role]} password ${password}`)
}

async function ensureDatabase(client: Client, database: string): Promise<void> {
  const { rows } = await client.query<{ owner: string }>(
    'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
    [database],
  )
  const name = escapeIdentifier(database)
  const owner = escapeIdentifier(roleNames.owner)
  if (!rows[0]) await client.query(`create database ${name} owner ${owner}`)
  else if (rows[0].owner !== roleNames.owner) await client.query(`alter database ${name} owner to ${owner}`)
}

async function connected(url: string, act: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // Without a listener a connection that breaks between two queries would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await act(client)
  } catch (cause) {
    const { message } = cause as Error
    throw new Error(
      `The database started, but its roles could not be prepared: ${message}. Start Rollcall again; if it stays, ` +
        'look at the lines of PostgreSQL above.',
      { cause },
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}
