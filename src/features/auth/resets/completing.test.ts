import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, auditTrailOf } from '#tests/harness/people.ts'
import { askedReset, completedReset, type ReadReset } from '#tests/harness/resets.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp({ trustProxy: true })
  ada = await app.ada()
})
afterAll(() => app.stop())

const password = 'carla counts the stairs'
const newPassword = 'seven blue umbrellas sing'
const linkUnknown = { status: 410, body: { code: 'auth.reset-link-unknown' } }
const codeExpired = { status: 410, body: { code: 'auth.reset-code-expired' } }

/** A customer, and Carla, an admin of it, who is signed in. */
async function aCustomerWithCarla(name: string) {
  const customer = await aCustomer(ada, { name })
  const email = `carla@${name.toLowerCase()}.example`
  const carla = await anAdminOf(app, customer, { email, password })
  const { user } = await carla.get('/sessions/current').expect(200)
  return { customer, carla, email, id: user.id as string }
}

let networks = 0
const fromElsewhere = () => ({ 'x-forwarded-for': `203.0.113.${++networks}` })

type Link = Pick<ReadReset, 'token' | 'code'>

const lookUp = ({ token }: Pick<Link, 'token'>) =>
  app.anybody().post('/password-reset-lookups', { token }, fromElsewhere())
const open = ({ token }: Pick<Link, 'token'>) =>
  app.anybody().post('/password-reset-openings', { token }, fromElsewhere())
const complete = ({ token, code }: Link, given = {}) =>
  app
    .anybody()
    .post('/password-reset-completions', { token, code, password: newPassword, ...given }, fromElsewhere())
const signIn = (email: string, given: string) => app.anybody().post('/sessions', { email, password: given })
const wrong = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0')

const noticesTo = async (email: string) => {
  const rows = await asSuperuser(
    app.database,
    `select parameters->'notice'->>'what' as what from app.outgoing_mails where recipient = $1 and kind = 'sign-in-notice'`,
    [email],
  )
  return rows.map(({ what }) => what)
}

describe('a reset', () => {
  test('UA-61: link and code set the password; the person is told, and nobody is signed in', async () => {
    const { customer, carla, email, id } = await aCustomerWithCarla('Forgetful')
    const { token, code } = await askedReset(app, email)
    const { codeEndsAt } = await open({ token }).expect(200)
    expect(new Date(codeEndsAt).getTime() - app.clock.now().getTime()).toBeLessThanOrEqual(600_000)
    expect(await lookUp({ token }).expect(200)).toEqual({
      accountName: 'Forgetful',
      language: 'en',
      state: 'open',
      codeEndsAt,
    })
    const answer = await complete({ token, code })
    expect(answer).toMatchObject({ status: 204, body: '' })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await signIn(email, password)).status).toBe(401)
    expect((await signIn(email, newPassword)).status).toBe(201)
    // Whoever had taken the sign-in over is out.
    expect((await carla.get('/sessions/current')).status).toBe(401)
    expect(await noticesTo(email)).toEqual(['password-reset'])
    expect(await auditTrailOf(ada, customer)).toContain('password.reset')
    const [row] = await asSuperuser(
      app.database,
      'select mailed_at = changed_at as by_mail from app.password_credentials where user_id = $1',
      [id],
    )
    expect(row).toEqual({ by_mail: true })
    expect(await complete({ token, code })).toMatchObject(linkUnknown)
  })

  test('of two at the same time one wins', async () => {
    const { email } = await aCustomerWithCarla('Raced')
    const link = await askedReset(app, email)
    await open(link).expect(200)
    const passwords = ['seven blue umbrellas sing', 'nine green bicycles hum']
    const answers = await Promise.all(passwords.map((given) => complete(link, { password: given })))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410])
    const winner = answers.findIndex(({ status }) => status === 204)
    expect((await signIn(email, passwords[winner] as string)).status).toBe(201)
    expect((await signIn(email, passwords[1 - winner] as string)).status).toBe(401)
  })

  test('a newer e-mail ends the one before', async () => {
    const { email } = await aCustomerWithCarla('Newer')
    const [first, second] = [await askedReset(app, email), await askedReset(app, email)]
    expect(await open(first)).toMatchObject(linkUnknown)
    await completedReset(app, second, newPassword)
  })

  test('the code of another e-mail is wrong', async () => {
    const [one, other] = [await aCustomerWithCarla('Mine'), await aCustomerWithCarla('Theirs')]
    const mine = await askedReset(app, one.email)
    const theirs = await askedReset(app, other.email)
    await open(mine).expect(200)
    expect(await complete({ token: mine.token, code: theirs.code })).toMatchObject({ status: 403 })
  })

  test('forgets the browsers in which the person was known, and those that were remembered', async () => {
    const { carla, email, id, customer } = await aCustomerWithCarla('Devices')
    await asSuperuser(
      app.database,
      `insert into app.remembered_devices (account_id, device_id, user_id, token_hash, created_at, last_used_at, expires_at)
       values ($1, $2, $3, 'x', now(), now(), now() + interval '30 days')`,
      [customer.id, newId(), id],
    )
    const known = 'select count(*)::int as count from app.known_devices'
    const [before] = await asSuperuser(app.database, known)
    expect(carla.cookie()).toContain('device')
    await completedReset(app, await askedReset(app, email), newPassword)
    const [after] = await asSuperuser(app.database, known)
    expect(before.count - after.count).toBe(1)
    expect(
      await asSuperuser(app.database, 'select 1 from app.remembered_devices where user_id = $1', [id]),
    ).toEqual([])
  })

  test('lets in again who was locked', async () => {
    const { email, id, customer } = await aCustomerWithCarla('Locked')
    await asSuperuser(
      app.database,
      "update app.users set status = 'locked', locked_at = now() where user_id = $1",
      [id],
    )
    await completedReset(app, await askedReset(app, email), newPassword)
    expect((await signIn(email, newPassword)).status).toBe(201)
    expect(await auditTrailOf(ada, customer)).toContain('password.reset')
  })

  test('Stolen mailbox: a second factor stays, so that a mailbox alone opens nothing', async () => {
    const { carla, email } = await aCustomerWithCarla('Factored')
    await aSecondFactor(app, carla)
    await completedReset(app, await askedReset(app, email), newPassword)
    expect(await signIn(email, newPassword)).toMatchObject({
      status: 401,
      body: { code: 'auth.second-factor-required' },
    })
  })

  test('refuses a password that others would try first, and takes another with the same code', async () => {
    const { email } = await aCustomerWithCarla('Easy')
    const link = await askedReset(app, email)
    await open(link).expect(200)
    for (const easy of ['short', 'passwordpassword', 'carla@easy.example']) {
      const refused = await complete(link, { password: easy })
      expect(refused.status, easy).toBe(422)
      expect(refused.body.errors[0].path).toBe('password')
    }
    for (let turn = 0; turn < 5; turn++) {
      expect((await complete(link, { password: 'passwordpassword' })).status).toBe(422)
    }
    await complete(link).expect(204)
  })
})

describe('a confirmation code', () => {
  test('works for ten minutes after the first press on Go on, which later presses do not move', async () => {
    const { email } = await aCustomerWithCarla('Minutes')
    const link = await askedReset(app, email)
    const first = await open(link).expect(200)
    app.clock.advance({ minutes: 9, seconds: 58 })
    expect(await open(link).expect(200)).toEqual(first)
    app.clock.advance({ seconds: 3 })
    for (const act of [lookUp, open, complete]) expect(await act(link)).toMatchObject(codeExpired)
    await completedReset(app, await askedReset(app, email), newPassword)
  })

  test('that was begun in the last minute of the link has its ten minutes', async () => {
    const { email } = await aCustomerWithCarla('LastMinute')
    const link = await askedReset(app, email)
    app.clock.advance({ minutes: 59 })
    await open(link).expect(200)
    app.clock.advance({ minutes: 9 })
    await complete(link).expect(204)
  })

  test('is taken only after Go on was pressed', async () => {
    const { email } = await aCustomerWithCarla('Unpressed')
    const link = await askedReset(app, email)
    expect(await complete(link)).toMatchObject(codeExpired)
    await completedReset(app, link, newPassword)
  })

  test('five wrong ones end the link; each answer says how many are left, and a malformed one does not count', async () => {
    const { email } = await aCustomerWithCarla('Guessed')
    const link = await askedReset(app, email)
    await open(link).expect(200)
    for (const code of ['', '12345', '1234567', 'abcdef', '１２３４５６']) {
      expect((await complete({ ...link, code })).status, code).toBe(422)
    }
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await complete({ ...link, code: wrong(link.code, attemptsLeft + 1) })).toMatchObject({
        status: 403,
        body: { code: 'auth.reset-code-wrong', attemptsLeft, errors: [{ path: 'code' }] },
      })
    }
    expect(await complete(link)).toMatchObject(linkUnknown)
    expect((await signIn(email, password)).status).toBe(201)
  })

  test('of a hundred guesses at the same time five are compared, whatever they guess', async () => {
    const { email } = await aCustomerWithCarla('Parallel')
    const link = await askedReset(app, email)
    await open(link).expect(200)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => complete({ ...link, code: wrong(link.code, at + 1) })),
    )
    const compared = answers.filter(({ body }) => body.code === 'auth.reset-code-wrong')
    expect(compared).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(95)
    expect(await complete(link)).toMatchObject(linkUnknown)
  })

  test('may be pasted with the blanks around it', async () => {
    const { email } = await aCustomerWithCarla('Pasted')
    const link = await askedReset(app, email)
    await open(link).expect(200)
    await complete({ ...link, code: ` ${link.code.slice(0, 3)} ${link.code.slice(3)}\n` }).expect(204)
  })
})
