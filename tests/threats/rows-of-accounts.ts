import { createHash } from 'node:crypto'
import pg from 'pg'
import { newId } from '#platform/database/index.ts'
import type { TestDatabase } from '../harness/database.ts'

/** An account of which every table of tenants holds one row. */
export interface Planted {
  accountId: string
  partnerId: string
  /** What each row of it says wherever an id stands, so that the rows belong together. */
  id: string
  /** What each row of it says wherever something is hashed. */
  hash: Buffer
}

/** A table that names an account. */
export interface TenantTable {
  /** As statements name it. */
  name: string
  isFenced: boolean
  /** Those that can be written. */
  columns: Array<{ name: string; type: string; isNeeded: boolean }>
}

/** An account to be planted, which a partner has or which has no partner. */
export function anAccount(partnerId: string): Planted {
  const accountId = newId()
  return { accountId, partnerId, id: newId(), hash: createHash('sha256').update(accountId).digest() }
}

/** Every table of the schema `app` that names an account. */
export async function tenantTables(client: pg.Client): Promise<TenantTable[]> {
  const { rows } = await client.query<{ name: string; isFenced: boolean; columns: TenantTable['columns'] }>(
    `select 'app.' || c.relname as name, c.relrowsecurity and c.relforcerowsecurity as "isFenced",
            json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
                                       'isNeeded', a.attnotnull and not a.atthasdef) order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      group by c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity
     having bool_or(a.attname = 'account_id')
      order by 1`,
  )
  return rows
}

/**
 * Makes one row of each account in every table, whatever such a row would mean: the fence looks at nothing but the account. What else guards the
 * tables, checks and foreign keys, is taken away for it.
 */
export async function plantRows(database: TestDatabase, accounts: Planted[]): Promise<void> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  try {
    const { rows: checks } = await client.query<{ statement: string }>(
      `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement
         from pg_constraint where connamespace = 'app'::regnamespace and contype = 'c' and conrelid <> 0`,
    )
    for (const { statement } of checks) await client.query(statement)
    await client.query("set session_replication_role = 'replica'")
    for (const table of await tenantTables(client)) {
      for (const account of accounts) await plant(client, table, account)
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

/** What searches find and who is written to. */
const telling: Record<string, Record<string, string>> = {
  'app.accounts': { kind: 'customer' },
  'app.operation_items': { outcome: 'done' },
  'app.subscriber_search': { search: 'needle ' },
  'app.user_search': { search: 'needle ' },
  'app.users': { role: 'admin', status: 'registered' },
}

async function plant(client: pg.Client, table: TenantTable, account: Planted): Promise<void> {
  const given = table.columns
    .map((column) => ({
      name: column.name,
      value: telling[table.name]?.[column.name] ?? plantedValue(column, account),
    }))
    .filter(({ value }) => value !== undefined)
  const names = given.map(({ name }) => `"${name}"`).join(', ')
  const places = given.map((_, at) => `$${at + 1}`).join(', ')
  await client.query(
    `insert into ${table.name} (${names}) values (${places})`,
    given.map(({ value }) => value),
  )
}

function plantedValue({ name, type, isNeeded }: TenantTable['columns'][number], account: Planted): unknown {
  if (name === 'account_id') return account.accountId
  if (name === 'partner_id' || name === 'parent_id') return account.partnerId
  if (type === 'uuid') return account.id
  if (!isNeeded) return undefined
  return neededValues(account)[type]
}

function neededValues({ accountId, hash }: Planted): Record<string, unknown> {
  return {
    text: `of ${accountId}`,
    bytea: hash,
    integer: 1,
    bigint: 1,
    boolean: true,
    date: '2026-01-01',
    'timestamp with time zone': '2026-01-01T00:00:00Z',
    'text[]': [],
  }
}
