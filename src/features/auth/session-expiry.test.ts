import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

const ofAccount = "payload ->> 'accountId' = $1 and key like 'forget-sessions:%'"
const sessions = (accountId: string) =>
  asSuperuser(app.database, 'select session_id from app.sessions where account_id = $1 order by 1', [
    accountId,
  ])
const jobs = (accountId: string) =>
  asSuperuser(app.database, `select run_at from graphile_worker._private_jobs where ${ofAccount}`, [
    accountId,
  ])
/** As if the hours had passed for the queue too. */
const runNow = (accountId: string) =>
  asSuperuser(app.database, `update graphile_worker._private_jobs set run_at = now() where ${ofAccount}`, [
    accountId,
  ])

test('Session theft: an ended session is forgotten, with where it was and in which browser; one in use stays, and is looked at again', async () => {
  const acme = await aCustomer(await app.ada())
  const email = 'carla@acme.example'
  await anAdminOf(app, acme, { email })
  const [ended] = await sessions(acme.id)
  app.clock.advance({ hours: 6 })
  await app.anybody().post('/sessions', { email, password: 'carla counts the stairs' }).expect(201)
  app.clock.advance({ hours: 7 })
  await runNow(acme.id)
  const left = await waitUntil(
    async () => {
      const rows = await sessions(acme.id)
      return rows.length === 1 ? rows : undefined
    },
    { what: 'the ended session is forgotten' },
  )
  expect(left).not.toContainEqual(ended)
  await waitUntil(async () => (await jobs(acme.id)).length === 1, { what: 'the other is looked at again' })
  app.clock.advance({ hours: 7 })
  await runNow(acme.id)
  await waitUntil(async () => (await sessions(acme.id)).length === 0, { what: 'it is forgotten too' })
  await waitUntil(async () => (await jobs(acme.id)).length === 0, { what: 'nothing is left to be done' })
})

test('Session theft: a session that is used all the time ends 30 days after the sign-in', async () => {
  const acme = await aCustomer(await app.ada())
  const carla = await anAdminOf(app, acme, { email: 'carla@month.example' })
  const uses = Array.from({ length: 71 }, () => ({ hours: 10 }))
  for (const pause of uses) {
    app.clock.advance(pause)
    await carla.get('/sessions/current').expect(200)
  }
  app.clock.advance({ hours: 9, minutes: 59 })
  const { expiresAt } = await carla.get('/sessions/current').expect(200)
  expect(Date.parse(expiresAt) - app.clock.now().getTime()).toBeLessThanOrEqual(60_000)
  app.clock.advance({ minutes: 2 })
  await carla.get('/sessions/current').expect(401)
})

test('everybody who signs in within one hour has one job between them', async () => {
  const acme = await aCustomer(await app.ada())
  for (const name of ['carla', 'nora', 'dora']) await anAdminOf(app, acme, { email: `${name}@hour.example` })
  // The hour may have ended in between.
  expect((await jobs(acme.id)).length).toBeLessThanOrEqual(2)
  expect((await jobs(acme.id)).length).toBeGreaterThan(0)
})
