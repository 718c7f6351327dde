import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate, newId } from '#platform/database/index.ts'
import { createLog } from '#platform/log/log.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addKnownUsers } from './many-users.testing.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  await addKnownUsers(app, acme, [
    { firstName: 'ΝΙΚΟΣ', lastName: 'ΠΑΠΠΑΣ' },
    { firstName: 'Οδυσσεύς', lastName: 'Ιθάκη' },
    { firstName: 'محمد', lastName: 'علي' },
    { firstName: 'مُصْطَفَىٰ', lastName: 'كَرِيم' },
    { firstName: 'שָׁלוֹם', lastName: 'לוי' },
    { firstName: '太郎', lastName: '山田' },
    { firstName: '민준', lastName: '김' },
  ])
})
afterAll(() => app.stop())

async function found(search: string): Promise<string[]> {
  const { items } = await ada.get(`${acme.path}/users?${new URLSearchParams({ search })}`).expect(200)
  return items.map(({ firstName }: { firstName: string }) => firstName)
}

describe('UA-23: a name is found in whatever script it is written', () => {
  test.each([
    ['Νίκος', 'ΝΙΚΟΣ'],
    ['νίκος', 'ΝΙΚΟΣ'],
    ['παππάς νίκος', 'ΝΙΚΟΣ'],
    ['ΟΔΥΣΣΕΥΣ', 'Οδυσσεύς'],
    ['οδυσσευσ', 'Οδυσσεύς'],
    ['مُحَمَّد', 'محمد'],
    ['مصطفى كريم', 'مُصْطَفَىٰ'],
    ['שלום', 'שָׁלוֹם'],
    ['山田太郎', '太郎'],
    ['太郎山田', '太郎'],
    ['山田 太郎', '太郎'],
    ['김민준', '민준'],
  ])('%s finds %s', async (search, firstName) => {
    expect(await found(search)).toEqual([firstName])
  })

  test.each(['νικοζ', 'محمود', 'שלומ לוי', '山田太郎山', '김준'])('%s finds nobody', async (search) => {
    expect(await found(search)).toEqual([])
  })
})

test('UA-23: who was there before is found as whoever is added', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rollcall-upgrade-'))
  const renamed = (url: string) => url.replace(/\/\w+\?/, '/before_scripts?')
  const { ownerUrl, runtimeUrl, superuserUrl } = app.database
  const older = {
    ownerUrl: renamed(ownerUrl),
    runtimeUrl: renamed(runtimeUrl),
    superuserUrl: renamed(superuserUrl),
    migrationsDir: join(dir, 'older'),
    log: createLog({ level: 'silent' }),
  }
  try {
    await asSuperuser(app.database, 'create database before_scripts owner rollcall_owner')
    await mkdir(older.migrationsDir)
    for (const name of await readdir('migrations')) {
      if (name < '0044') await cp(`migrations/${name}`, join(older.migrationsDir, name))
    }
    await migrate(older)
    const accountId = newId()
    await asSuperuser(
      older,
      `insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
       values ($1, $1, 'customer', 'A', 'GR', now(), now())`,
      [accountId],
    )
    await asSuperuser(
      older,
      `insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
       select $1, gen_random_uuid(), name, app.fold(name), now(), now() from unnest(array['Πάτρας', 'Βόλος', 'ΒΟΛΟΣ', 'Bonn']) name`,
      [accountId],
    )
    await asSuperuser(
      older,
      `with added as (
         insert into app.users (account_id, user_id, first_name, last_name, email, phone_digits, sort_name, role, status, origin, created_at,
                                last_modified_at)
         select $1, gen_random_uuid(), 'Νίκος', name, name || '@acme.example', '', app.sort_name(name, 'Νίκος'), 'user', 'unregistered',
                'manual', now(), now()
           from unnest(array['Παππάς', 'علِي', '山田太郎', 'Kühn']) name
         returning *)
       insert into app.user_search (account_id, user_id, sort_name, search)
       select account_id, user_id, sort_name, app.user_search_text(first_name, last_name, email, extension, mobile, phone_digits) from added`,
      [accountId],
    )
    const inStep = `select count(*)::int as users, bool_and(u.sort_name = app.sort_name(u.last_name, u.first_name)) as sorted,
              bool_and(s.sort_name = u.sort_name and s.search =
                app.user_search_text(u.first_name, u.last_name, u.email, u.extension, u.mobile, u.phone_digits)) as searched
         from app.users u join app.user_search s using (account_id, user_id)`
    await migrate({ ...older, migrationsDir: 'migrations' })

    expect(await asSuperuser(older, inStep)).toEqual([{ users: 4, sorted: true, searched: true }])
    expect(
      await asSuperuser(older, 'select name from app.locations where sort_name <> app.fold(name)'),
    ).toEqual([{ name: 'Βόλος' }])
    const [forced] = await asSuperuser(
      older,
      `select bool_and(relforcerowsecurity) as all from pg_class where oid = any(
         array['app.users', 'app.user_search', 'app.subscribers', 'app.subscriber_search', 'app.locations']::regclass[])`,
    )
    expect(forced).toEqual({ all: true })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})
