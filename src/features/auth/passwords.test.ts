import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { passwordCost, verifyPassword } from './passwords.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

test('Leaked database dump: a password hash costs what RFC 9106 recommends, or more', () => {
  expect(passwordCost.memoryCost).toBeGreaterThanOrEqual(64 * 1024)
  expect(passwordCost.timeCost).toBeGreaterThanOrEqual(3)
})

/** What is stored of a person's password. */
async function stored(email: string): Promise<{ hash: string; changed_at: Date }> {
  const [row] = await asSuperuser(
    app.database,
    `select c.hash, c.changed_at from app.password_credentials c join app.users u using (account_id, user_id) where u.email = $1`,
    [email],
  )
  return row as { hash: string; changed_at: Date }
}

test('Leaked database dump: a hash that was cheaper is replaced at the next sign-in, and not before; the password and its age stay', async () => {
  const carla = { email: 'carla@acme.example', password: 'carla counts the stairs' }
  await anAdminOf(app, await aCustomer(await app.ada()), carla)
  const before = await stored(carla.email)
  await app.anybody().post('/sessions', carla).expect(201)
  expect(await stored(carla.email)).toEqual(before)

  app.platform.passwordCost = { memoryCost: 16, timeCost: 2, parallelism: 1 }
  await app
    .anybody()
    .post('/sessions', { ...carla, password: 'carla counts the trees' })
    .expect(401)
  expect(await stored(carla.email)).toEqual(before)
  await app.anybody().post('/sessions', carla).expect(201)
  const after = await stored(carla.email)
  expect(after).toEqual({
    hash: expect.stringMatching(/^\$argon2id\$v=19\$m=16,t=2,p=1\$/),
    changed_at: before.changed_at,
  })
  await app.anybody().post('/sessions', carla).expect(201)
  expect(await stored(carla.email)).toEqual(after)
})

test('Sign-in limits: who gives the right password in a rush is let in, and not counted as failed, although it is to be hashed anew: that waits for the next sign-in', async () => {
  const dora = { email: 'dora@acme.example', password: 'dora waters the ferns' }
  await anAdminOf(app, await aCustomer(await app.ada()), dora)
  const before = await stored(dora.email)
  const failures = () =>
    asSuperuser(app.database, `select 1 from app.failure_counters where failures <> '{}'`)
  const known = await failures()
  const dearer = { memoryCost: 32, timeCost: 2, parallelism: 1 }
  // What passwords cost is asked once hers was found right: at this moment more come than may wait.
  let rush: Array<Promise<unknown>> = []
  const platform = app.platform as { passwordCost: typeof passwordCost }
  Object.defineProperty(platform, 'passwordCost', {
    configurable: true,
    get() {
      if (rush.length === 0) {
        rush = Array.from({ length: 300 }, () =>
          verifyPassword({ passwordCost: dearer }, 'of somebody', before.hash).catch(({ code }) => code),
        )
      }
      return dearer
    },
  })
  await app.anybody().post('/sessions', dora).expect(201)
  Object.defineProperty(platform, 'passwordCost', { value: dearer })
  expect(await Promise.all(rush)).toContain('auth.busy')
  expect(await failures()).toEqual(known)
  expect(await stored(dora.email)).toEqual(before)
  await app.anybody().post('/sessions', dora).expect(201)
  expect(await stored(dora.email)).toEqual({
    hash: expect.stringMatching(/^\$argon2id\$v=19\$m=32,t=2,p=1\$/),
    changed_at: before.changed_at,
  })
})
