import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addPartnerWithLink } from './index.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const carla = { password: 'carla counts the stairs', lastName: 'Rossi', email: 'carla@acme.example' }

describe('a set-up link', () => {
  const setUp = (token: string, given = {}) => app.anybody().post('/set-ups', { token, ...carla, ...given })

  test("makes the account's first admin, signs in, and works once", async () => {
    const { accountId, setUpToken } = await addPartnerWithLink(app.platform, 'Once', 'DE')
    const session = await setUp(setUpToken, { email: 'carla@once.example' })
    expect(session).toMatchObject({
      status: 201,
      body: { user: { role: 'admin', name: 'Rossi' }, account: { id: accountId, kind: 'partner' } },
    })
    expect(await setUp(setUpToken, { email: 'mallory@once.example' })).toMatchObject({
      status: 410,
      body: { code: 'auth.set-up-link-unknown' },
    })
  })

  test('of two uses at the same time one wins', async () => {
    const { setUpToken } = await addPartnerWithLink(app.platform, 'Race', 'DE')
    const answers = await Promise.all([
      setUp(setUpToken, { email: 'one@race.example' }),
      setUp(setUpToken, { email: 'two@race.example' }),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 410])
    const users = await asSuperuser(
      app.database,
      "select email from app.users where email like '%@race.example'",
    )
    expect(users).toHaveLength(1)
  })

  test('ends after three days', async () => {
    const { setUpToken } = await addPartnerWithLink(app.platform, 'Late', 'DE')
    app.clock.advance({ hours: 73 })
    expect(await setUp(setUpToken, { email: 'carla@late.example' })).toMatchObject({ status: 410 })
  })

  test('is not spent by a form with mistakes', async () => {
    const { setUpToken } = await addPartnerWithLink(app.platform, 'Patient', 'DE')
    for (const mistake of [
      { password: 'short' },
      { email: undefined },
      { lastName: undefined },
      { email: 'carla' },
    ]) {
      const answer = await setUp(setUpToken, { email: 'carla@patient.example', ...mistake })
      expect(answer.status, JSON.stringify(mistake)).toBe(422)
      expect(answer.body.errors[0].path).toBe(Object.keys(mistake)[0])
    }
    expect((await setUp(setUpToken, { email: 'carla@patient.example' })).status).toBe(201)
  })

  test('malformed, unknown and of an unknown account answer alike', async () => {
    const tokens = ['x', randomCredential(newId(), 32).text, 'x'.repeat(90)]
    const answers = await Promise.all(tokens.map((token) => setUp(token)))
    for (const { status, body } of answers) {
      expect(status).toBe(410)
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' })
    }
  })
})
