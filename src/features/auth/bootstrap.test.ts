import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { bootstrap } from './index.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const email = 'ingrid@northwind.example'
const signIn = (password: string) => app.anybody().post('/sessions', { email, password })

describe("the operator's password at the first start", () => {
  test('is looked at only where it is needed: an installation that runs is not stopped by it', async () => {
    await bootstrap(app.platform, { email, password: 'password' })
    expect((await signIn('password')).status).toBe(401)
  })

  test.each([
    'password',
    'iloveyou',
    'rollcall1',
    'ingrid2026',
  ])('is refused with a sentence for the shell where it is tried first: %s', async (password) => {
    await nobodyHasRegistered()
    await expect(bootstrap(app.platform, { email, password })).rejects.toMatchObject({
      message: expect.stringMatching(/^ROLLCALL_ADMIN_PASSWORD: /),
      errors: [{ code: 'auth.password-too-easy' }],
    })
    const added = 'select 1 from app.users where email = $1'
    expect(await asSuperuser(app.database, added, [email])).toEqual([])
  })

  test('may have eight characters', async () => {
    await nobodyHasRegistered()
    await bootstrap(app.platform, { email, password: 'x7Kp2mQa' })
    await signIn('x7Kp2mQa').expect(201)
  })

  test('ends the link that a start without it has printed', async () => {
    await nobodyHasRegistered()
    const printed = await bootstrap(app.platform, undefined)
    await bootstrap(app.platform, { email, password: 'x7Kp2mQa' })
    const mallory = { email: 'mallory@northwind.example', lastName: 'Mallory' }
    const given = { token: printed?.setUpToken, password: 'seven lanterns in a row', ...mallory }
    expect(await app.anybody().post('/set-ups', given)).toMatchObject({ status: 410 })
  })

  const nobodyHasRegistered = () =>
    asSuperuser(app.database, "update app.users set status = 'unregistered', registered_at = null")
})
