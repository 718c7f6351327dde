import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { anAccount, type Planted, plantRows, type TenantTable, tenantTables } from './rows-of-accounts.ts'
import { asRuntimeRole, forbidden, type Outcome, type RuntimeRole } from './runtime-role.ts'

let database: TestDatabase
let role: RuntimeRole
let fenced: TenantTable[]
let outside: TenantTable[]
const northwind = anAccount(newId())
const southgate = anAccount(newId())
const acme = anAccount(northwind.accountId)
const globex = anAccount(southgate.accountId)

beforeAll(async () => {
  database = await createTestDatabase()
  await plantRows(database, [northwind, southgate, acme, globex])
  role = await asRuntimeRole(database.runtimeUrl)
  const tables = await tenantTables(role.client)
  fenced = tables.filter(({ isFenced }) => isFenced)
  outside = tables.filter(({ isFenced }) => !isFenced)
})
afterAll(() => role.close())

const isNothing = (outcome: Outcome) => 'refused' in outcome || outcome.rows === 0
const isForbidden = (outcome: Outcome) => 'refused' in outcome && outcome.refused === forbidden.refused

/** Tries a statement of each table behind the fence. @returns those that came to something else than what is right */
async function triedAtEach(
  statementOf: (table: TenantTable) => string | { text: string; values: unknown[] },
  isRight: (outcome: Outcome) => boolean,
): Promise<Array<[statement: string, Outcome]>> {
  const wrong: Array<[string, Outcome]> = []
  for (const table of fenced) {
    const statement = statementOf(table)
    const { text, values } = typeof statement === 'string' ? { text: statement, values: [] } : statement
    const outcome = await role.tryOut(text, values)
    const isOneOfOurs = !('refused' in outcome) || isForbidden(outcome)
    if (!isRight(outcome) || !isOneOfOurs) wrong.push([text, outcome])
  }
  return wrong
}

/** The row that an account has in a table, to be added once more. */
function addingRowOf({ accountId }: Planted, table: TenantTable) {
  const columns = table.columns.map(({ name }) => `"${name}"`).join(', ')
  const row = rowsPlanted.get(`${table.name} ${accountId}`)
  return {
    text: `insert into ${table.name} (${columns}) select ${columns} from jsonb_populate_record(null::${table.name}, $1)`,
    values: [row],
  }
}

const rowsPlanted = new Map<string, string>()

describe('Cross-tenant access by raw SQL, as the role that the program runs as', () => {
  beforeAll(async () => {
    for (const { name } of fenced) {
      for (const { accountId } of [acme, globex]) {
        const [row] = await asSuperuser<{ row: string }>(
          database,
          `select to_jsonb(t)::text as row from ${name} t where account_id = $1`,
          [accountId],
        )
        if (row) rowsPlanted.set(`${name} ${accountId}`, row.row)
      }
    }
  })

  test('every table of a tenant has a row of each account to lose', () => {
    expect(fenced.length).toBeGreaterThan(40)
    expect(rowsPlanted.size).toBe(2 * fenced.length)
  })

  test('with no account entered, no row is seen, changed, deleted or added in any table', async () => {
    await role.having({}, async () => {
      expect(await triedAtEach(({ name }) => `select account_id from ${name}`, isNothing)).toEqual([])
      expect(
        await triedAtEach(({ name }) => `update ${name} set account_id = '${acme.accountId}'`, isNothing),
      ).toEqual([])
      expect(await triedAtEach(({ name }) => `delete from ${name}`, isNothing)).toEqual([])
      expect(await triedAtEach((table) => addingRowOf(globex, table), isForbidden)).toEqual([])
    })
  })

  test('with another account entered, no row is seen, held, changed, deleted, merged or copied in any table', async () => {
    const theirs = `account_id = '${globex.accountId}'`
    const source = `(select '${globex.accountId}'::uuid as wanted) w`
    await role.having({ accountId: acme.accountId }, async () => {
      for (const statementOf of [
        ({ name }: TenantTable) => `select account_id from ${name} where ${theirs}`,
        ({ name }: TenantTable) => `select account_id from ${name} where ${theirs} for update`,
        ({ name }: TenantTable) => `update ${name} set account_id = account_id where ${theirs}`,
        ({ name }: TenantTable) => `update ${name} set account_id = '${acme.accountId}' where ${theirs}`,
        ({ name }: TenantTable) => `delete from ${name} where ${theirs}`,
        ({ name }: TenantTable) =>
          `merge into ${name} t using ${source} on t.account_id = w.wanted when matched then delete`,
        ({ name }: TenantTable) => `select t from ${name} t where t::text like '%${globex.accountId}%'`,
      ]) {
        expect(await triedAtEach(statementOf, isNothing)).toEqual([])
      }
    })
  })

  test('with another account entered, no row is added for it and none given to it', async () => {
    await role.having({ accountId: acme.accountId }, async () => {
      expect(await triedAtEach((table) => addingRowOf(globex, table), isForbidden)).toEqual([])
      expect(
        await triedAtEach(({ name }) => `update ${name} set account_id = '${globex.accountId}'`, isForbidden),
      ).toEqual([])
    })
  })

  test('a statement without any condition reaches no row from an account that has none', async () => {
    const nobody = newId()
    await role.having({ accountId: nobody }, async () => {
      expect(
        await triedAtEach(({ name }) => `update ${name} set account_id = '${nobody}'`, isNothing),
      ).toEqual([])
      expect(await triedAtEach(({ name }) => `delete from ${name}`, isNothing)).toEqual([])
    })
  })

  test('as a partner one sees the accounts, people and figures of one’s customers, and changes nothing', async () => {
    await role.having({ partnerId: northwind.accountId }, async () => {
      const seen: Record<string, unknown> = {}
      for (const { name } of fenced) {
        const outcome = await role.tryOut(`select account_id from ${name}`)
        if (!isNothing(outcome)) seen[name] = outcome
      }
      const ofAcme = { rows: 1, first: [acme.accountId] }
      expect(seen).toEqual({ 'app.account_figures': ofAcme, 'app.accounts': ofAcme, 'app.users': ofAcme })
      expect(
        await triedAtEach(({ name }) => `update ${name} set account_id = '${acme.accountId}'`, isNothing),
      ).toEqual([])
      expect(await triedAtEach(({ name }) => `delete from ${name}`, isNothing)).toEqual([])
    })
  })

  test('the fence is not turned off, climbed over or taken down', async () => {
    await role.having({ accountId: acme.accountId }, async () => {
      for (const statementOf of [
        ({ name }: TenantTable) => `truncate ${name} cascade`,
        ({ name }: TenantTable) => `alter table ${name} disable row level security`,
        ({ name }: TenantTable) => `drop policy tenant on ${name}`,
        ({ name }: TenantTable) => `create policy mine on ${name} using (true)`,
        ({ name }: TenantTable) => `create rule mine as on insert to ${name} do also nothing`,
      ]) {
        expect(await triedAtEach(statementOf, isForbidden)).toEqual([])
      }
      const owners = await asSuperuser<{ name: string }>(
        database,
        `select distinct pg_get_userbyid(relowner) as name from pg_class where relnamespace = 'app'::regnamespace
          union select rolname from pg_roles where rolsuper or rolname = 'rollcall_search'`,
      )
      expect(owners.length).toBeGreaterThan(2)
      for (const { name } of owners) expect(await role.tryOut(`set role "${name}"`)).toEqual(forbidden)
      await role.client.query('set local row_security = off')
      expect(await triedAtEach(({ name }) => `select from ${name}`, isForbidden)).toEqual([])
    })
  })

  test('a function that tells what it is given is given no row of others, however cheap it says it is', async () => {
    await role.having({ accountId: acme.accountId }, async () => {
      await role.client.query(
        `create function pg_temp.tells(given text) returns boolean language plpgsql cost 0.000001
          as $$ begin raise notice '%', given; return true; end $$`,
      )
      for (const { name } of fenced) await role.tryOut(`select from ${name} t where pg_temp.tells(t::text)`)
    })
    const told = role.notices.join('\n')
    expect(told).toContain(acme.accountId)
    for (const { accountId } of [globex, southgate]) expect(told).not.toContain(accountId)
  })

  test('what the database counts of columns is shown of no table of a tenant', async () => {
    const names = fenced.map(({ name }) => name.slice('app.'.length))
    const statistics = `select tablename from pg_stats where schemaname = 'app' and tablename = any ('{${names}}')`
    expect((await asSuperuser(database, statistics)).length).toBeGreaterThan(names.length)
    await role.having({ accountId: acme.accountId }, async () => {
      expect(await role.tryOut(statistics)).toEqual({ rows: 0, first: [] })
    })
  })

  test('what stands outside the fence and names an account says nothing but this; there is no view, and no schema but these', async () => {
    const columns = outside.map(({ name, columns }) => [name, columns.map((column) => column.name).sort()])
    expect(Object.fromEntries(columns)).toEqual({
      // Which events wait for their seal.
      'app.audit_unsealed': ['account_id', 'event_id'],
      // Verified domains of companies, asked before anybody is known.
      'app.domain_directory': ['account_id', 'domain'],
      // Keyed hashes of e-mail addresses, and whether they are proven, asked before anybody is known.
      'app.sign_in_directory': ['account_id', 'email_hmac', 'proven'],
    })
    await role.having({}, async () => {
      const views = `select relname from pg_class where relnamespace = 'app'::regnamespace and relkind in ('v', 'm', 'f')`
      expect(await role.tryOut(views)).toEqual({ rows: 0, first: [] })
      const schemas = `select nspname::text from pg_namespace
         where has_schema_privilege(oid, 'usage') and nspname !~ '^pg_' order by 1`
      expect(await role.tryOut(schemas)).toMatchObject({
        first: ['app', 'graphile_worker', 'information_schema', 'public'],
      })
    })
  })
})
