import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'
import { anAccount, type Planted, plantRows } from './rows-of-accounts.ts'
import { asRuntimeRole, forbidden, type Outcome, type RuntimeRole } from './runtime-role.ts'

let database: TestDatabase
let role: RuntimeRole
const northwind = anAccount(newId())
const southgate = anAccount(newId())
const acme = anAccount(northwind.accountId)
const globex = anAccount(southgate.accountId)

beforeAll(async () => {
  database = await createTestDatabase()
  await plantRows(database, [northwind, southgate, acme, globex])
  role = await asRuntimeRole(database.runtimeUrl)
})
afterAll(() => role.close())

/** A search within an account, which runs as a role that reads what is searched of all accounts. */
interface Search {
  /** Of a needle and a filter; where it goes on after a place, that is the third. */
  statement: string
  /** What it can be narrowed by, given an id. */
  filters: Array<(id: string) => object>
  counts?: boolean
}

const byOperation = (operationId: string) => ({ operationId })

const searches: Record<string, Search> = {
  search_subscribers: {
    statement: `select found from app.search_subscribers($1, $2, case when $3::uuid is null then null else '' end, $3, false, 50) found`,
    filters: [byOperation, (profileId) => ({ profileId }), (userId) => ({ userId })],
  },
  count_searched_subscribers: {
    statement: 'select app.count_searched_subscribers($1, $2) where $3::uuid is null',
    filters: [byOperation, (profileId) => ({ profileId }), (userId) => ({ userId })],
    counts: true,
  },
  search_users: {
    statement: `select found from app.search_users($1, $2, case when $3::uuid is null then null else '' end, $3, false, 50) found`,
    filters: [byOperation, (locationId) => ({ locationId })],
  },
  count_searched_users: {
    statement: 'select app.count_searched_users($1, $2) where $3::uuid is null',
    filters: [byOperation, (locationId) => ({ locationId })],
    counts: true,
  },
  search_directory: {
    statement: `select found from app.search_directory($1, $2, case when $3::uuid is null then null else '' end, $3, 50) found`,
    filters: [(id) => ({ locationIds: [id] })],
  },
  some_subscribers: {
    statement:
      'select found from app.some_subscribers($1, 50) found where $2::jsonb is not null and $3::uuid is null',
    filters: [],
  },
}

/** What a search says of these ids. */
const answerOf = ({ counts }: Search, ids: string[]): Outcome =>
  counts ? { rows: 1, first: [String(ids.length)] } : { rows: ids.length, first: ids }

const search = ({ statement }: Search, needle: string, filter: object, after: string | null = null) =>
  role.tryOut(statement, [needle, JSON.stringify(filter), after])

/** Texts that would be more than a value if they were not quoted. */
const hostile = [
  "' or true --",
  "') or true --",
  "' or s.account_id is not null or '",
  'true or true',
  '%',
  '\\',
  "x'::uuid or true --",
]

const hostileFilters = hostile.flatMap((text) => [
  ...['profileId', 'userId', 'operationId', 'locationId', 'state', 'origin', 'product', 'shown', 'now'].map(
    (field) => ({ [field]: text }),
  ),
  { linkExpired: true, now: text },
  { updatePending: text },
  { locked: text },
  { property: [text] },
  { locationIds: [text] },
])

describe('Cross-tenant access: what the runtime role may have searched on its behalf', () => {
  test.each(
    Object.entries(searches),
  )('%s finds what is in the account that is entered, and nothing with foreign ids or from a foreign place on', async (_name, searched) => {
    await role.having({ accountId: acme.accountId }, async () => {
      expect(await search(searched, 'needle', {})).toEqual(answerOf(searched, [acme.id]))
      for (const filter of searched.filters) {
        expect(await search(searched, 'needle', filter(acme.id))).toEqual(answerOf(searched, [acme.id]))
        expect(await search(searched, 'needle', filter(globex.id))).toEqual(answerOf(searched, []))
      }
      if (searched.counts) return
      const after = await search(searched, 'needle', {}, globex.id)
      expect([[], [acme.id]]).toContainEqual('refused' in after ? after : after.first)
    })
  })

  test.each(
    Object.entries(searches),
  )('%s takes a needle and a filter for values, whatever stands in them', async (_name, searched) => {
    const asked: Array<[string, object]> = [
      ...hostile.map((needle): [string, object] => [needle, {}]),
      ...hostileFilters.map((filter): [string, object] => ['needle', filter]),
    ]
    await role.having({ accountId: acme.accountId }, async () => {
      const own = [[], [acme.id], ['0'], ['1']]
      for (const [needle, filter] of asked) {
        const outcome = await search(searched, needle, filter)
        // 22: what is no id, no moment or no truth value is refused as such.
        if ('refused' in outcome) expect(outcome.refused, JSON.stringify(filter)).toMatch(/^22/)
        else expect(own, JSON.stringify([needle, filter])).toContainEqual(outcome.first)
      }
    })
  })

  test.each(
    Object.entries(searches),
  )('%s finds nothing where no account is entered, nor where a partner is', async (name, searched) => {
    const nothing = name === 'some_subscribers' ? answerOf(searched, []) : forbidden
    for (const entered of [{}, { partnerId: northwind.accountId }]) {
      await role.having(entered, async () => {
        expect(await search(searched, 'needle', {})).toEqual(nothing)
      })
    }
  })

  test('search_customer_users finds people of the customers of the partner that is entered, and of no other', async () => {
    const statement = 'select account_id from app.search_customer_users($1, $2, $3, 50)'
    await role.having({ partnerId: northwind.accountId }, async () => {
      expect(await role.tryOut(statement, ['needle', null, null])).toEqual({
        rows: 1,
        first: [acme.accountId],
      })
      for (const needle of hostile) {
        expect(await role.tryOut(statement, [needle, null, null])).toEqual({ rows: 0, first: [] })
      }
    })
    for (const entered of [{}, { accountId: acme.accountId }]) {
      await role.having(entered, async () => {
        expect(await role.tryOut(statement, ['needle', null, null])).toEqual(forbidden)
      })
    }
  })

  test('admins_of_partner names the admins of the own partner and leaves nothing of it entered', async () => {
    const statement = 'select user_id from app.admins_of_partner()'
    for (const [customer, partner] of [
      [acme, northwind],
      [globex, southgate],
    ] as const) {
      await role.having({ accountId: customer.accountId }, async () => {
        expect((await role.client.query(statement)).rows).toEqual([{ user_id: partner.id }])
        expect(await role.tryOut('select account_id from app.users')).toEqual({
          rows: 1,
          first: [customer.accountId],
        })
      })
    }
    await role.having({}, async () => {
      expect(await role.tryOut(statement)).toEqual({ rows: 0, first: [] })
    })
  })

  test('clients_at_credentials answers whoever has the credential of that account, and with no other', async () => {
    const statement = 'select account from app.clients_at_credentials($1, $2)'
    const asked = (account: Planted, credential: Planted) =>
      role.tryOut(statement, [[account.accountId], credential.hash])
    await role.having({}, async () => {
      expect(await asked(globex, globex)).toMatchObject({ rows: 1 })
      expect(await asked(globex, acme)).toEqual({ rows: 0, first: [] })
      expect(await asked(acme, globex)).toEqual({ rows: 0, first: [] })
    })
  })

  test('enqueue and enqueue_many answer nothing, whosever ids they are given', async () => {
    const payload = JSON.stringify({ accountId: globex.accountId })
    await role.having({ accountId: acme.accountId }, async () => {
      expect(await role.tryOut("select app.enqueue('none', $1, null, null, null, 1, 0)", [payload])).toEqual({
        rows: 1,
        first: [''],
      })
      expect(await role.tryOut("select app.enqueue_many('none', array[$1::json], 1, 0)", [payload])).toEqual({
        rows: 1,
        first: [null],
      })
    })
  })
})

/** What they answer to foreign ids stands above; the two that enter are how the program says where it is. */
const judged = [
  ...Object.keys(searches),
  'search_customer_users',
  'admins_of_partner',
  'clients_at_credentials',
  'enqueue',
  'enqueue_many',
  'enter',
  'enter_partner',
]

/** Functions behind the searches, and the one that puts tables behind the fence. */
const shut = ['count_list', 'fence', 'search_list', 'searched_list']

describe('the functions of the schema', () => {
  const named = async (condition: string): Promise<string[]> => {
    const { rows } = await role.client.query<{ name: string }>(
      `select proname as name from pg_proc p where pronamespace = 'app'::regnamespace and ${condition} order by 1`,
    )
    return rows.map(({ name }) => name)
  }

  test('that the runtime role may call and that could read a table are all judged here', async () => {
    const mayCall = "has_function_privilege(p.oid, 'execute')"
    expect(await named(`${mayCall} and (provolatile <> 'i' or prosecdef)`)).toEqual(judged.toSorted())
    // What is immutable runs as the caller and computes with what it is given.
    expect(await named(`${mayCall} and provolatile = 'i' and not prosecdef`)).toContain('fold')
  })

  test('that it may not call are refused to it', async () => {
    expect(await named("not has_function_privilege(p.oid, 'execute')")).toEqual(shut)
    await role.having({ accountId: acme.accountId }, async () => {
      for (const call of [
        "select app.count_list('users', '{}', 'needle')",
        "select app.fence('app.users')",
        "select app.search_list('users', '{}', 'needle', null, null, false, 50)",
        "select app.searched_list('users', '{}')",
      ]) {
        expect(await role.tryOut(call), call).toEqual(forbidden)
      }
    })
  })
})
