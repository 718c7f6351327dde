import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { passwordCost } from './passwords.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

test('Leaked database dump: a password hash costs what RFC 9106 recommends, or more', () => {
  expect(passwordCost.memoryCost).toBeGreaterThanOrEqual(64 * 1024)
  expect(passwordCost.timeCost).toBeGreaterThanOrEqual(3)
})

test('Leaked database dump: a hash that was cheaper is replaced at the next sign-in, and not before; the password and its age stay', async () => {
  const carla = { email: 'carla@acme.example', password: 'carla counts the stairs' }
  await anAdminOf(app, await aCustomer(await app.ada()), carla)
  const stored = async () => {
    const [row] = await asSuperuser(
      app.database,
      `select c.hash, c.changed_at from app.password_credentials c join app.users u using (account_id, user_id) where u.email = $1`,
      [carla.email],
    )
    return row as { hash: string; changed_at: Date }
  }
  const before = await stored()
  await app.anybody().post('/sessions', carla).expect(201)
  expect(await stored()).toEqual(before)

  app.platform.passwordCost = { memoryCost: 16, timeCost: 2, parallelism: 1 }
  await app
    .anybody()
    .post('/sessions', { ...carla, password: 'carla counts the trees' })
    .expect(401)
  expect(await stored()).toEqual(before)
  await app.anybody().post('/sessions', carla).expect(201)
  const after = await stored()
  expect(after).toEqual({
    hash: expect.stringMatching(/^\$argon2id\$v=19\$m=16,t=2,p=1\$/),
    changed_at: before.changed_at,
  })
  await app.anybody().post('/sessions', carla).expect(201)
  expect(await stored()).toEqual(after)
})
