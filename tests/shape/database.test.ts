import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeSchema } from '#platform/database/index.ts'
import { generateTypes } from '../../scripts/table-types.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'

/** Tables outside the tenant fence, each with its reason. None holds personal data. */
const outsideTheFence: Record<string, string> = {
  audit_unsealed: 'Which events wait for their seal: ids of accounts and events, no person.',
  commit_marks: 'Which writing transactions were committed: random ids and when, of no tenant.',
  domain_directory:
    'Finds the account whose identity provider an e-mail domain asks before anybody is signed in: verified domains of companies, no person.',
  email_defaults: 'The default content of the deployment e-mail, the same for all accounts.',
  failure_counters:
    'Failures that are limited before anybody is known: keyed hashes, and when something failed.',
  installation: 'Facts about the installation itself, such as which account is the operator root.',
  known_devices: 'Browsers in which somebody signed in: keyed hashes, asked before anybody is known.',
  redirect_links: 'What the redirect server holds: hashes of links and when they end, nobody named.',
  sign_in_directory:
    'Finds the accounts of an e-mail address before anybody is signed in: a keyed hash and account ids.',
}

const tables = `pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')`
const ofTenants = `c.relnamespace = 'app'::regnamespace and c.relname <> all ('{${Object.keys(outsideTheFence)}}')`

/** Each rule of the schema, and the query that names what breaks it. */
const rules: Record<string, string> = {
  'every table of a tenant is behind the fence: row-level security, forced, on account_id': `
    select c.relname from ${tables} and ${ofTenants}
       and not (c.relrowsecurity and c.relforcerowsecurity
                and exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
                             and pg_get_expr(p.polqual, p.polrelid) like '%account_id = %app.account_id%'
                             and pg_get_expr(p.polwithcheck, p.polrelid) like '%account_id = %app.account_id%'))`,

  'every table has a primary key': `
    select c.relname from ${tables}
       and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,

  'every primary key and every unique index of a tenant begins with account_id': `
    select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where ${ofTenants} and i.indisunique and a.attname is distinct from 'account_id'`,

  'every foreign key begins with account_id on both sides: no row points into another account': `
    select k.conname from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
     where k.connamespace = 'app'::regnamespace and k.contype = 'f'
       and (a.attname <> 'account_id' or b.attname <> 'account_id')`,

  'no foreign key sets anything to null or to a default: that would reach account_id': `
    select conname from pg_constraint
     where connamespace = 'app'::regnamespace and contype = 'f'
       and (confdeltype in ('n', 'd') or confupdtype <> 'a')`,

  'account_id is a uuid, never null, and has no default': `
    select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'account_id'
       and (a.atthasdef or not a.attnotnull or a.atttypid <> 'uuid'::regtype)`,

  'no table has a trigger: a distributed database would not run it': `
    select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'app'::regnamespace and not t.tgisinternal`,

  'the runtime role owns nothing': `
    select c.relname from ${tables} and pg_has_role('rollcall_app', c.relowner, 'member')
     union all
    select p.proname from pg_proc p
     where p.pronamespace = 'app'::regnamespace and pg_has_role('rollcall_app', p.proowner, 'member')`,

  'functions that run as their owner fix their search path and are not for everybody': `
    select p.proname from pg_proc p
     where p.pronamespace = 'app'::regnamespace and p.prosecdef
       and (not exists (select from unnest(p.proconfig) setting where setting like 'search_path=%')
            or has_function_privilege('public', p.oid, 'execute'))`,

  'names are under 50 characters, and none ends like the number of a shard': `
    select name from (
        select conname::text as name from pg_constraint
         where connamespace = 'app'::regnamespace and contype in ('p', 'u', 'f', 'c', 'x')
         union
        select relname from pg_class where relnamespace = 'app'::regnamespace) as names
     where char_length(name) >= 50 or name ~ '_[0-9]{5,}$'`,
}

/** Breaks every rule. */
const offence = `
  create table app.unfenced (account_id uuid default gen_random_uuid(), other_id uuid unique, name text);
  create table app.wrong_key_12345 (other_id uuid primary key references app.unfenced (other_id) on delete set null);
  create function app.nothing() returns trigger language plpgsql security definer as 'begin return new; end';
  create trigger nothing before insert on app.unfenced for each row execute function app.nothing();
  alter table app.unfenced owner to rollcall_app;`

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
})
afterAll(() => client.end())

test.each(Object.entries(rules))('%s', async (_rule, query) => {
  expect(await offenders(query)).toEqual([])
})

test('every one of these rules finds what breaks it', async () => {
  await client.query('begin')
  await client.query(offence)
  const silent: string[] = []
  for (const [rule, query] of Object.entries(rules)) {
    if ((await offenders(query)).length === 0) silent.push(rule)
  }
  await client.query('rollback')
  expect(silent).toEqual([])
})

test('a table that states why it stands outside the fence exists', async () => {
  const there = await offenders(`select c.relname from ${tables} and not (${ofTenants}) order by c.relname`)
  expect(there).toEqual(Object.keys(outsideTheFence))
})

test('the roles that the program runs as cannot step over the fence', async () => {
  const able = `select rolname from pg_roles where rolname in ('rollcall_app', 'rollcall_runtime') and (rolsuper or rolbypassrls)`
  expect(await offenders(able)).toEqual([])
})

test('migrations/schema.sql is the schema after all migrations (npm run schema)', async () => {
  expect(await readFile('migrations/schema.sql', 'utf8')).toBe(await describeSchema(client))
})

test('the table types are those of the migrated database (npm run schema)', async () => {
  const types = await generateTypes(database.ownerUrl)
  expect(await readFile('src/platform/database/schema.generated.ts', 'utf8')).toBe(types)
})

/** The names that a rule's query finds. */
async function offenders(query: string): Promise<unknown[]> {
  const { rows } = await client.query<[string]>({ text: query, rowMode: 'array' })
  return rows.map(([name]) => name)
}
