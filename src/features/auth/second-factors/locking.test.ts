import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { partnerAdmin, startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, auditTrailOf } from '#tests/harness/people.ts'
import { type AuthenticatorApp, aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { bootstrap, newLinkForAdmin, removeSecondFactorAtShell } from '../index.ts'
import { withSecondFactor } from './proving.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let dora: ApiClient
let people = 0

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  dora = await anAdminOf(app, acme, { email: 'dora@acme.example', firstName: 'Dora' })
})
afterAll(() => app.stop())

interface Person {
  id: string
  path: string
  email: string
  password: string
  client: ApiClient
  factor: AuthenticatorApp
}

/** Carla, signed in, who has an authenticator app. */
async function carla(customer = acme): Promise<Person> {
  const email = `carla${++people}@acme.example`
  const password = 'carla counts the stairs'
  const client = await anAdminOf(app, customer, { email, password })
  const { user } = await client.get('/sessions/current').expect(200)
  const path = `/accounts/${customer.id}/users/${user.id}`
  return { id: user.id, path, email, password, client, factor: await aSecondFactor(app, client) }
}

const signIn = ({ email, password }: Person, totp?: string, client = app.anybody()) =>
  client.post('/sessions', { email, password, ...(totp === undefined ? {} : { totp }) })

/** Ten wrong codes after the right password. @returns the last answer */
async function guess(person: Person) {
  for (let at = 0; at < 9; at++) {
    expect(await signIn(person, '000000')).toMatchObject({ body: { code: 'auth.wrong-second-factor' } })
  }
  return signIn(person, '000000')
}

const statusOf = async (person: Person): Promise<string> => (await ada.get(person.path).expect(200)).status

/** What these have been mailed about. */
const toldOf = async (email: string): Promise<string[]> =>
  (
    await asSuperuser(
      app.database,
      "select parameters -> 'notice' ->> 'what' as what from app.outgoing_mails where recipient = $1 order by mail_id",
      [email],
    )
  ).map(({ what }) => what)

describe('threats "Password guessing": ten wrong codes in a row after the right password', () => {
  test('lock the person: their sessions end, they and the admins are told', async () => {
    const person = await carla()
    expect(await guess(person)).toMatchObject({ status: 403, body: { code: 'auth.locked' } })
    expect(await statusOf(person)).toBe('locked')
    expect((await person.client.get('/sessions/current')).status).toBe(401)
    expect((await toldOf(person.email)).at(-1)).toBe('locked')
    expect(await toldOf('dora@acme.example')).toContain('person-locked')
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('user.locked')
    expect((await dora.get(`${person.path}/sign-in`).expect(200)).lockedAt).toEqual(expect.any(String))
  })

  test('lock the person at the next try where the program was stopped before it did', async () => {
    const person = await carla()
    await asSuperuser(app.database, 'update app.second_factors set failures = 10 where user_id = $1', [
      person.id,
    ])
    expect(await signIn(person, await person.factor.nextCode())).toMatchObject({
      body: { code: 'auth.locked' },
    })
    expect(await statusOf(person)).toBe('locked')
  })

  test('and from then on the right password, with the right code and without, answers like a wrong one', async () => {
    const person = await carla()
    await guess(person)
    const answers = [
      await signIn({ ...person, password: 'not the password' }),
      await signIn(person),
      await signIn(person, await person.factor.nextCode()),
      await signIn(person, person.factor.recoveryCodes[0]),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(401)
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' })
      expect(body.code).toBe('auth.wrong-credentials')
    }
  })

  test('are counted in a row: a right one in between starts anew', async () => {
    const person = await carla()
    for (let round = 0; round < 2; round++) {
      for (let at = 0; at < 9; at++) await signIn(person, '000000').expect(401)
      await signIn(person, await person.factor.nextCode()).expect(201)
    }
    for (let at = 0; at < 9; at++) await signIn(person, '000000').expect(401)
    await signIn(person, person.factor.recoveryCodes[0]).expect(201)
    await signIn(person, '000000').expect(401)
    expect(await statusOf(person)).toBe('registered')
  })

  test('of a hundred guesses at the same time ten are compared, and the right one among the late is refused', async () => {
    const person = await carla()
    const totp = await person.factor.nextCode()
    const guesses = [...Array.from({ length: 99 }, () => '000000'), totp]
    // Not through the sign-in, whose own limits let fewer of them come this far at the same time.
    const whose = { accountId: acme.id, userId: person.id }
    const nowhere = { address: undefined, userAgent: undefined }
    const answers = await Promise.allSettled(
      guesses.map((given) => withSecondFactor(app.platform, whose, given, nowhere, async () => 'let in')),
    )
    const codes = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : answer.value))
    expect(codes.filter((code) => code === 'auth.wrong-second-factor')).toHaveLength(9)
    expect(codes.filter((code) => code === 'auth.locked')).toHaveLength(91)
    expect(await statusOf(person)).toBe('locked')
  })

  test('after the tenth none is compared, the right one neither, though the lock has not fallen yet', async () => {
    const person = await carla()
    const ten = 'update app.second_factors set failures = 10 where user_id = $1'
    await asSuperuser(app.database, ten, [person.id])
    const totp = await person.factor.nextCode()
    expect((await signIn(person, totp).expect(403)).code).toBe('auth.locked')
  })

  test('wrong passwords do not: nobody can lock somebody else out', async () => {
    const person = await carla()
    for (let at = 0; at < 12; at++) await signIn({ ...person, password: 'guess' }, '000000')
    expect(await statusOf(person)).toBe('registered')
  })
})

describe('UA-4: an admin unlocks a person', () => {
  test('who signs in again as before, and is told; of two at once one does it', async () => {
    const person = await carla()
    await guess(person)
    await Promise.all([0, 1].map(() => dora.post(`${person.path}/unlocks`).expect(204)))
    expect(await statusOf(person)).toBe('registered')
    expect((await toldOf(person.email)).filter((what) => what === 'unlocked')).toHaveLength(1)
    expect((await auditTrailOf(ada, acme)).filter((action) => action === 'user.unlocked')).toHaveLength(1)
    await signIn(person, '000000').expect(401)
    await signIn(person, await person.factor.nextCode()).expect(201)
  })

  test('who is not locked stays as they are, and nobody is unlocked who is not there', async () => {
    const person = await carla()
    const before = await auditTrailOf(ada, acme)
    await dora.post(`${person.path}/unlocks`).expect(204)
    expect(await auditTrailOf(ada, acme)).toEqual(before)
    const { path } = await aCustomer(ada, { name: 'Other' })
    await dora.post(person.path.replace(acme.path, path).concat('/unlocks')).expect(404)
    await ada.post(person.path.replace(acme.path, path).concat('/unlocks')).expect(404)
  })

  test('who was deactivated while locked is locked again when they are activated', async () => {
    const person = await carla()
    await guess(person)
    await dora.patch(person.path, { deactivated: true }).expect(200)
    expect(await statusOf(person)).toBe('inactive')
    expect((await dora.patch(person.path, { deactivated: false }).expect(200)).status).toBe('locked')
    await dora.patch(person.path, { deactivated: true }).expect(200)
    await dora.post(`${person.path}/unlocks`).expect(204)
    expect(await statusOf(person)).toBe('inactive')
    expect((await dora.patch(person.path, { deactivated: false }).expect(200)).status).toBe('registered')
  })
})

describe('the last admin', () => {
  test('who is locked comes back by the link that the operator prints, with their second factor as before', async () => {
    const customer = await aCustomer(ada, { name: 'Alone' })
    const person = await carla(customer)
    await guess(person)
    const { setUpToken: token } = await newLinkForAdmin(app.platform, customer.id, person.email)
    const password = 'carla counts the steps'
    await app.anybody().post('/set-ups', { token, password }).expect(204)
    const changed = { ...person, password }
    expect(await signIn(changed)).toMatchObject({ body: { code: 'auth.second-factor-required' } })
    await signIn(changed, await person.factor.nextCode()).expect(201)
  })

  test('who has lost the phone has the second factor removed at the shell; they are told', async () => {
    const customer = await aCustomer(ada, { name: 'Lost' })
    const person = await carla(customer)
    const plain = await aColleague(app, customer, { email: 'plain@lost.example' })
    const atShell = (email: string) => removeSecondFactorAtShell(app.platform, customer.id, email)
    expect(await atShell(person.email)).toEqual({ name: 'Carla Rossi' })
    await signIn(person).expect(201)
    expect(await toldOf(person.email)).toContain('second-factor-removed-by-admin')
    expect(await toldOf(plain.email)).toEqual(['second-factor-removed'])
    await expect(atShell(person.email)).rejects.toMatchObject({ code: 'auth.no-second-factor' })
    await expect(atShell('nobody@lost.example')).rejects.toMatchObject({ code: 'auth.admin-unknown' })
  })

  test('is missed by nobody while locked: a start prints no link for a first admin', async () => {
    const { account } = await ada.get('/sessions/current').expect(200)
    await asSuperuser(app.database, "update app.users set status = 'locked' where account_id = $1", [
      account.id,
    ])
    expect(await bootstrap(app.platform, undefined)).toBeUndefined()
    await asSuperuser(app.database, "update app.users set status = 'registered' where account_id = $1", [
      account.id,
    ])
  })

  test('is whoever can sign in: beside a locked one nobody can be removed', async () => {
    const customer = await aCustomer(ada, { name: 'Small' })
    const first = await carla(customer)
    const second = await aColleague(app, customer, { email: 'second@small.example' })
    await guess(first)
    const path = `${customer.path}/users/${second.id}`
    for (const change of [{ role: 'user' }, { deactivated: true }]) {
      expect(await ada.patch(path, change)).toMatchObject({ status: 409, body: { code: 'users.last-admin' } })
    }
    expect(await ada.delete(path)).toMatchObject({ body: { code: 'users.last-admin' } })
    await ada.post(`${first.path}/unlocks`).expect(204)
    await ada.patch(path, { role: 'user' }).expect(200)
  })
})

describe('an admin removes the second factor of a person', () => {
  test('who has lost their phone: needs a fresh proof, tells the person and the other admins', async () => {
    const person = await carla()
    app.clock.advance({ minutes: 6 })
    expect(await ada.delete(`${person.path}/second-factor`)).toMatchObject({
      body: { code: 'auth.step-up-required' },
    })
    const { password } = partnerAdmin
    await ada.post('/sessions/current/step-ups', { password }).expect(201)
    await ada.delete(`${person.path}/second-factor`).expect(204)
    await signIn(person).expect(201)
    expect(await toldOf(person.email)).toContain('second-factor-removed-by-admin')
    expect((await toldOf('dora@acme.example')).at(-1)).toBe('second-factor-removed')
    expect((await auditTrailOf(ada, acme)).slice(-2)).toEqual(['second-factor.removed', 'session.opened'])
    await ada.delete(`${person.path}/second-factor`).expect(404)
  })

  test('has the recovery codes end with it', async () => {
    const person = await carla()
    await ada.post('/sessions/current/step-ups', { password: partnerAdmin.password }).expect(201)
    await ada.delete(`${person.path}/second-factor`).expect(204)
    const client = app.anybody()
    await signIn(person, undefined, client).expect(201)
    await aSecondFactor(app, client)
    expect((await signIn(person, person.factor.recoveryCodes[0])).status).toBe(401)
  })
})
