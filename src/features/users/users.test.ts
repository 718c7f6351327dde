import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aSecondPartner } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { findUserByEmail } from './index.ts'
import { addKnownUsers } from './many-users.testing.ts'

let app: TestApp
let carla: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let path: string

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  acme = await aCustomer(await app.ada())
  path = `${acme.path}/users`
  carla = await anAdminOf(app, acme)
  await aColleague(app, acme, { email: 'dora@acme.example' })
  await aColleague(app, acme, { email: 'emil@acme.example', registered: false })
  await aColleague(app, acme, { email: 'fred@acme.example', role: 'user' })
  const gone = await aColleague(app, acme, { email: 'gone@acme.example' })
  await asSuperuser(app.database, `update app.users set status = 'inactive' where user_id = $1`, [gone.id])
})
afterAll(() => app.stop())

const names = async (query: string) =>
  (await carla.get(`${path}${query}`).expect(200)).items.map((user: { email: string }) =>
    user.email.replace('@acme.example', ''),
  )

describe('UA-20: the people of an account', () => {
  test('are listed by name, each with role and status', async () => {
    const { items, nextCursor } = await carla.get(path).expect(200)
    expect(nextCursor).toBeNull()
    expect(items[0]).toEqual({
      id: expect.any(String),
      firstName: 'Carla',
      lastName: 'Rossi',
      email: 'carla@acme.example',
      mobile: null,
      extension: null,
      smsNumber: null,
      language: null,
      role: 'admin',
      locationId: null,
      status: 'registered',
      invitation: null,
      registeredAt: expect.any(String),
      origin: 'manual',
      owners: {},
      licences: [],
      contactCenter: null,
      clientsDeployed: 0,
      lastSignInAt: expect.any(String),
      lastModifiedAt: expect.any(String),
      lastModifiedBy: expect.any(String),
      lastModifiedFields: [],
      version: 1,
      createdAt: expect.any(String),
    })
    expect(await names('')).toEqual(['carla', 'dora', 'emil', 'fred', 'gone'])
  })

  test.each([
    ['?property=admins', ['carla', 'dora', 'emil', 'gone']],
    ['?property=users', ['carla', 'dora', 'emil', 'fred', 'gone']],
    ['?property=registered', ['carla', 'dora', 'fred', 'gone']],
    ['?property=unregistered', ['emil']],
    ['?property=inactive', ['gone']],
    ['?property=admins&property=registered', ['carla', 'dora', 'gone']],
    ['?property=registered&property=inactive', ['gone']],
    ['?property=unregistered&property=inactive', []],
  ])('%s narrows to those who have each property', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
  })

  test('a property that there is none of is refused with the list of those that there are', async () => {
    const answer = await carla.get(`${path}?property=nobody`)
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    expect(JSON.stringify(answer.body.errors)).toContain('unregistered')
  })

  test('page through, each exactly once', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: Array<{ id: string }>; nextCursor: string | null } = await carla
        .get(`${path}?limit=2&property=admins${cursor && `&cursor=${cursor}`}`)
        .expect(200)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toHaveLength(4)
    expect(new Set(seen).size).toBe(4)
  })

  test('UA-1: are seen by its partner, and do not exist for another partner nor for a sister', async () => {
    const ada = await app.ada()
    expect((await ada.get(path).expect(200)).items).toHaveLength(5)
    const { admin: nadia } = await aSecondPartner(app)
    const globex = await aCustomer(ada, { name: 'Globex' })
    const sister = await anAdminOf(app, globex, { email: 'sam@globex.example' })
    for (const stranger of [nadia, sister]) {
      expect(await stranger.get(path)).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
    }
  })
})

describe('an e-mail address', () => {
  test('UA-10: is used once in an account, in whatever case it is written', async () => {
    await expect(aColleague(app, acme, { email: 'DORA@acme.example' })).rejects.toMatchObject({
      code: 'users.email-taken',
    })
    const found = await app.platform.database.inAccount(acme.id, (tx) =>
      findUserByEmail(tx, 'Dora@ACME.example'),
    )
    expect(found?.email).toBe('dora@acme.example')
  })

  test('is found by its index, behind the fence too', async () => {
    // In a table of one page every index costs the same.
    const globex = await aCustomer(await app.ada(), { name: 'Globex' })
    await addKnownUsers(
      app,
      globex,
      Array.from({ length: 2_000 }, (_, n) => ({ email: `p${n}@globex.example` })),
    )
    const plan = await app.platform.database.inAccount(acme.id, async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx)
      const found = tx.selectFrom('app.users').select('userId').where('accountId', '=', tx.accountId)
      return found.where('emailKey', '=', 'dora@acme.example').explain('json')
    })
    expect(JSON.stringify(plan)).toMatch(/"Index Cond":"[^"]*email_key = 'dora@acme.example'/)
  })
})
