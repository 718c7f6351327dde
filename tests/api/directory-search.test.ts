import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aLocation, aReader } from '#features/portal/directory.testing.ts'
import { addKnownUsers } from '#features/users/many-users.testing.ts'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let rita: Awaited<ReturnType<typeof aReader>>
/** Everybody who is not deactivated, by name: everything shown of them, a part each for the person, the place and the numbers. */
let people: Array<{ id: string; parts: string[]; mobile: string }>

const names = ['Anna', 'Jürgen', 'Zoë', 'Иван', 'Şule', 'Bernd']
const peopleCount = 10_400

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  rita = await aReader(app, acme)
  const places = await Promise.all(
    ['Berlin', 'New York', 'Köln 7', 'Zwickau'].map((name) => aLocation(app, acme, name)),
  )
  const ids = await addKnownUsers(
    app,
    acme,
    Array.from({ length: peopleCount }, (_, n) => ({
      firstName: names[n % names.length] as string,
      lastName: n % 500 === 7 ? 'Ångström' : `Bauer ${n % 97}`,
      email: `p${n}@acme.example`,
      extension: n % 9 === 0 ? String(30_000 + n) : null,
      mobile: n % 2 === 0 ? `+49171${1_000_000 + n * 83}` : null,
      smsNumber: n % 40 === 0 ? `+4930${2_000_000 + n}` : null,
      // Those of Zwickau are few and come from everywhere in the list.
      locationId: n % 1_000 === 3 ? (places[3] as string) : ((places[n % 5] as string | undefined) ?? null),
      status: n % 11 === 0 ? 'inactive' : 'registered',
    })),
  )
  await addNumbers(ids.filter((_, n) => n % 3 === 0))
  people = await asSuperuser(
    app.database,
    `select u.user_id as id, app.fold(coalesce(u.mobile || ' 0' || substr(u.mobile, 4), '')) as mobile,
            array[app.fold(concat_ws(' ', first_name, last_name, email, extension, sms_number, '0' || substr(sms_number, 4))),
                  coalesce(l.sort_name, ''),
                  coalesce((select string_agg(directory_number, ' ') from app.subscribers s where s.user_id = u.user_id), '')] as parts
       from app.users u left join app.locations l on l.location_id = u.location_id and l.account_id = u.account_id
      where u.account_id = $1 and status <> 'inactive' order by u.sort_name collate "C", u.user_id`,
    [acme.id],
  )
}, 120_000)
afterAll(() => app.stop())

/** A softphone for each of them: 4000 upwards, some with a star in the number. */
async function addNumbers(userIds: string[]): Promise<void> {
  const rows = userIds.map((userId, n) => ({
    id: newId(),
    userId,
    number: n % 50 === 0 ? `4*${n}` : String(4_000 + n),
  }))
  await asSuperuser(
    app.database,
    `with added as (
       insert into app.subscribers (account_id, subscriber_id, user_id, profile_id, directory_number, first_name, last_name, email, sort_name, created_at, updated_at)
       select $1, r.id, r."userId", $2, r.number, u.first_name, u.last_name, u.email, u.sort_name, now(), now()
         from json_to_recordset($3::json) as r(id uuid, "userId" uuid, number text)
         join app.users u on u.account_id = $1 and u.user_id = r."userId"
       returning *)
     insert into app.subscriber_search (account_id, subscriber_id, sort_name, search)
     select account_id, subscriber_id, sort_name, app.search_text(first_name, last_name, email, directory_number) from added`,
    [acme.id, acme.profileId, JSON.stringify(rows)],
  )
}

const firstFound = async (search: string, limit = 20): Promise<string[]> =>
  (await rita.ask({ search, limit: String(limit) })).items.map(({ id }: { id: string }) => id)

async function lookedAt(search: string, withMobile = false): Promise<string[]> {
  const [row] = await asSuperuser(app.database, 'select app.fold($1) as folded', [search])
  const words: string[] = row.folded.split(/\s+/).filter(Boolean)
  return people
    .filter(({ parts, mobile }) =>
      words.every((word) => [...parts, ...(withMobile ? [mobile] : [])].some((part) => part.includes(word))),
    )
    .map(({ id }) => id)
}

describe('UA-1, UA-23: in an account of 10,400 a search of the directory finds what a look at everybody finds', () => {
  test.each([
    'a',
    'anna',
    'bauer 96',
    'angstrom',
    'new york',
    'york angstrom',
    'berlin 4',
    'zwickau',
    'zwickau anna',
    'koln 7',
    '7',
    '4',
    '40',
    '400',
    '4001',
    '4*',
    '*',
    'anna 4*',
    'anna 40',
    '40 berlin',
    'иван 41',
    'p77 york',
    '0302',
    '03020000',
    '3000',
    'berlin york',
    'a b c d e f g',
    'zwickau bauer 4',
    '171',
    '1711',
    '0171',
    '49171',
  ])('%s', async (search) => {
    const expected = await lookedAt(search)
    expect(await firstFound(search)).toEqual(expected.slice(0, 20))
    await ada.patch(acme.path, { directory: 'all-numbers' }).expect(200)
    expect(await firstFound(search)).toEqual((await lookedAt(search, true)).slice(0, 20))
    await ada.patch(acme.path, { directory: 'work-numbers' }).expect(200)
  })

  test('parts of whatever stands in it, two of one person at a time', async () => {
    const part = fc
      .record({
        n: fc.nat(9_000),
        places: fc.array(fc.tuple(fc.nat(2), fc.nat(20), fc.integer({ min: 1, max: 5 })), {
          minLength: 1,
          maxLength: 2,
        }),
      })
      .map(({ n, places }) =>
        places
          .map(([part, from, length]) => (people[n]?.parts[part] ?? '').slice(from, from + length))
          .join(' ')
          .trim(),
      )
      // What looks like a dialled number is joined to its digits.
      .filter((search) => /^[\p{L}\d@.* ]+$/u.test(search) && !/(^| )0|\d[.]|\d \d/.test(search))
    await fc.assert(
      fc.asyncProperty(part, async (search) => {
        expect(await firstFound(search), search).toEqual((await lookedAt(search)).slice(0, 20))
      }),
      { numRuns: 60, seed: 7 },
    )
  }, 120_000)

  test.each([
    'york',
    '40',
    'anna 40',
    'angstrom',
    'berlin bauer',
  ])('every page of %s, each of them once', async (search) => {
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await rita.ask({ search, limit: '500', ...(cursor && { cursor }) })
      seen.push(...page.items.map(({ id }: { id: string }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(await lookedAt(search))
  })
})
