import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient, Asked } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { addUser } from './index.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
})

const person = (name: string, given = {}) => ({
  firstName: name,
  lastName: 'Weiss',
  email: `${name.toLowerCase()}@acme.example`,
  ...given,
})
const add = (given: object, by = ada) => by.post(`${acme.path}/users`, given)

/**
 * Has Dora added while somebody else is adding her, who does not come to an end, so that whoever is added meanwhile is gathered.
 * @param meanwhile is over before Dora is
 * @returns how Dora was answered
 */
async function whileDoraIsAdded(meanwhile: () => Promise<void>) {
  const operator = { kind: 'operator', name: 'test' } as const
  let dora: Asked | undefined
  await app.platform.database.inAccount(acme.id, async (tx) => {
    await addUser(app.platform, tx, operator, { ...person('Dora'), role: 'user' })
    dora = add(person('Dora'))
    // Sends it.
    dora.catch(() => {})
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event = 'transactionid'`
    await waitUntil(async () => (await asSuperuser(app.database, waits)).length === 1, { what: 'Dora waits' })
    await meanwhile()
  })
  return await (dora as Asked)
}

describe('UA-10: people who are added at the same time', () => {
  test('are added in one transaction, and do not wait for one whose adding is stuck', async () => {
    const names = ['Anna', 'Bob', 'Carl', 'Eva', 'Finn', 'Gita', 'Hugo', 'Ines']
    const dora = await whileDoraIsAdded(async () => {
      const answers = await Promise.all(names.map((name) => add(person(name)).expect(201)))
      expect(answers.map(({ firstName }) => firstName)).toEqual(names)
    })
    expect(dora).toMatchObject({ status: 409, body: { code: 'users.email-taken' } })
    const [{ transactions, people }] = await asSuperuser(
      app.database,
      `select count(distinct xmin::text)::int as transactions, count(*)::int as people
         from app.users where account_id = $1 and email <> 'dora@acme.example'`,
      [acme.id],
    )
    expect(people).toBe(names.length)
    expect(transactions).toBeLessThan(names.length)
  })

  test('are each answered as if alone: who cannot be added is told why, and the others are added', async () => {
    await whileDoraIsAdded(async () => {
      const answers = await Promise.all([
        add(person('Anna')),
        add(person('Bob')),
        add(person('Bert', { email: 'BOB@acme.example' })),
        add(person('Carl', { locationId: newId() })),
        add(person('Eva')),
        add(person('Finn', { smsNumber: '+12025550143' })),
        add(person('Gita')),
      ])
      const codes = answers.map(({ status, body }) => (status === 201 ? 'added' : body.code))
      expect(codes.slice(1, 3).sort()).toEqual(['added', 'users.email-taken'])
      expect([codes[0], ...codes.slice(3)]).toEqual([
        'added',
        'users.location-unknown',
        'added',
        'numbers.user-numbers-off',
        'added',
      ])
      const taken = answers.find(({ body }) => body.code === 'users.email-taken')
      expect(taken?.body.detail).toMatch(/^bob@acme[.]example already/i)
      for (const { status, body } of answers) {
        if (status === 201) expect(await ada.get(`${acme.path}/users/${body.id}`).expect(200)).toEqual(body)
      }
    })
  })

  test('each stand in the event history under who added them and by which request, and are mailed once', async () => {
    const carla = await anAdminOf(app, acme)
    const givenBy: Array<[string, ApiClient, string]> = [
      ['Anna', ada, 'ada'],
      ['Bob', carla, 'carla'],
      ['Eva', ada, 'ada'],
      ['Finn', carla, 'carla'],
    ]
    await whileDoraIsAdded(async () => {
      const added = await Promise.all(givenBy.map(([name, by]) => add(person(name), by).expect(201)))
      const rows = await asSuperuser(
        app.database,
        `select u.first_name, lower(split_part(u.last_modified_by_name, ' ', 1)) as modified_by, e.actor_name, e.request_id,
                (select count(*)::int from app.outgoing_mails m
                  where m.account_id = u.account_id and m.recipient = u.email and m.kind = 'welcome') as mails
           from app.users u join app.audit_events e on e.account_id = u.account_id and e.subject_id = u.user_id
          where u.user_id = any($1) and e.action = 'user.added' order by u.first_name`,
        [added.map(({ id }) => id)],
      )
      expect(rows).toEqual(
        givenBy.map(([first_name, , by]) => ({
          first_name,
          modified_by: by,
          actor_name: expect.stringMatching(new RegExp(`^${by}`, 'i')),
          request_id: expect.any(String),
          mails: 1,
        })),
      )
      expect(new Set(rows.map(({ request_id }) => request_id)).size).toBe(givenBy.length)
    })
  })
})
