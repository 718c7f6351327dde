import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

const count = 4_000

/** How often people were looked up by their key, and how many have been added, as far as the server has told. */
async function looked(): Promise<{ byKey: number; added: number }> {
  const [row] = await asSuperuser(
    app.database,
    `select t.n_tup_ins::int as added, i.idx_scan::int as "byKey"
       from pg_stat_user_tables t join pg_stat_user_indexes i on i.relid = t.relid and i.indexrelname = 'users_pkey'
      where t.relid = 'app.users'::regclass`,
  )
  return row
}

test('UA-30: people of an import into an account that was small are looked up by their keys', async () => {
  const ada = await app.ada()
  const acme = await aCustomer(ada)
  for (const name of ['anna', 'bob', 'carol']) await aPerson(app, acme, { email: `${name}@acme.example` })
  // What the server then knows of the table does not change before the import, which is one transaction, has ended.
  await asSuperuser(app.database, 'analyze')
  const before = await looked()
  const imports = userImportsOf(ada, acme)
  const lines = Array.from({ length: count }, (_, at) => `P${at},Person,p${at}@acme.example,`)
  expect(await imports.applied(await imports.planned(peopleCsv(lines)))).toMatchObject({ done: count })
  const after = await waitUntil(
    async () => {
      const now = await looked()
      return now.added >= before.added + count ? now : undefined
    },
    { what: 'the server has counted' },
  )
  // Keys of others are checked at least twice for each person; of the first thousands, while the account is small, any index will do.
  expect(after.byKey - before.byKey).toBeGreaterThan(count)
})
