import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { askedReset, completedReset, makeAskedForDue, type ReadReset } from '#tests/harness/resets.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

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

/** A customer, and Carla, an admin of it, who is signed in. */
async function aCustomerWithCarla(name: string) {
  const customer = await aCustomer(ada, { name })
  const email = `carla@${name.toLowerCase()}.example`
  const carla = await anAdminOf(app, customer, { email, password })
  const { user } = await carla.get('/sessions/current').expect(200)
  return { customer, carla, email, id: user.id as string, path: `${customer.path}/users/${user.id}` }
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

describe('the link of a reset', () => {
  test('looking at it spends nothing and begins no time', async () => {
    const { email } = await aCustomerWithCarla('Looked')
    const link = await askedReset(app, email)
    for (let turn = 0; turn < 3; turn++) {
      await lookUp(link).expect(200)
      app.clock.advance({ minutes: 19 })
    }
    await completedReset(app, link, newPassword)
  })

  test('ends after an hour', async () => {
    const { email } = await aCustomerWithCarla('Hour')
    const link = await askedReset(app, email)
    app.clock.advance({ minutes: 60, seconds: 1 })
    for (const act of [lookUp, open, complete]) expect(await act(link)).toMatchObject(linkUnknown)
  })

  test('unknown, malformed and of an unknown account are one answer', async () => {
    const { customer } = await aCustomerWithCarla('Alike')
    const tokens = ['x', randomCredential(customer.id, 16).text, randomCredential(newId(), 16).text]
    for (const act of [lookUp, open, complete]) {
      const answers = await Promise.all(tokens.map((token) => act({ token, code: '123456' })))
      for (const { status, body } of answers) {
        expect(status).toBe(410)
        expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' })
      }
    }
  })

  test('twenty unknown ones from one network, and it must pause', async () => {
    const headers = fromElsewhere()
    const tried = (token: string) => app.anybody().post('/password-reset-lookups', { token }, headers)
    for (let turn = 0; turn < 20; turn++) expect((await tried(`x${turn}`)).status).toBe(410)
    expect(await tried('x')).toMatchObject({ status: 429, body: { code: 'auth.too-many-attempts' } })
  })

  test('a right one is looked at and used, whatever others of its network have tried', async () => {
    const { email } = await aCustomerWithCarla('Neighbours')
    const headers = fromElsewhere()
    const post = (path: string, given: object) => app.anybody().post(path, given, headers)
    const unknown = () => post('/password-reset-lookups', { token: 'x' })
    for (let turn = 0; turn < 20; turn++) await unknown().expect(410)
    expect((await unknown()).status).toBe(429)
    const { token, code } = await askedReset(app, email)
    await post('/password-reset-lookups', { token }).expect(200)
    await post('/password-reset-openings', { token }).expect(200)
    const given = { token, code, password: 'nine green bicycles hum' }
    await post('/password-reset-completions', given).expect(204)
  })

  type Dora = Awaited<ReturnType<typeof aCustomerWithCarla>>
  const ends: Array<[string, (dora: Dora) => Promise<unknown>]> = [
    ['the person is deactivated', ({ path }) => ada.patch(path, { deactivated: true }).expect(200)],
    ['the person is deleted', ({ path }) => ada.delete(path).expect(204)],
    [
      'the address changes',
      async ({ path }) => {
        // An admin's address takes a sign-in of the last minutes.
        const fresh = await app.ada()
        await fresh.patch(path, { email: `${newId()}@moved.example` }).expect(200)
      },
    ],
    [
      'the person changes the password',
      ({ carla }) =>
        carla
          .put('/me/password', { currentPassword: password, newPassword: 'nine green bicycles hum' })
          .expect(204),
    ],
    [
      'the account is deactivated, also when it is reactivated',
      async ({ customer }) => {
        const fresh = await app.ada()
        await fresh.patch(customer.path, { status: 'deactivated' }).expect(200)
        await fresh.patch(customer.path, { status: 'active' }).expect(200)
      },
    ],
    [
      'the account turns to single sign-on',
      ({ customer }) =>
        asSuperuser(
          app.database,
          `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, created_at, updated_at)
           values ($1, 'Acme', 'https://id.acme.example', 'rollcall', true, now(), now())`,
          [customer.id],
        ),
    ],
  ]
  test.each(ends)('ends when %s', async (_when, act) => {
    const dora = await aCustomerWithCarla(`Ends${newId().slice(-12)}`)
    await anAdminOf(app, dora.customer, { email: `emil${newId()}@acme.example`, password })
    const link = await askedReset(app, dora.email)
    await open(link).expect(200)
    await act(dora)
    for (const use of [lookUp, open, complete]) expect(await use(link)).toMatchObject(linkUnknown)
  })

  test('does not go when it ended before its e-mail was sent', async () => {
    const { email, path, customer } = await aCustomerWithCarla('Recalled')
    await anAdminOf(app, customer, { email: 'emil@recalled.example', password })
    app.mail.refuse(() => 451)
    await app.anybody().post('/password-resets', { email }, fromElsewhere()).expect(202)
    await makeAskedForDue(app)
    const fate = async () => {
      const [mail] = await asSuperuser(
        app.database,
        `select status, server_answer as answer from app.outgoing_mails where recipient = $1 and kind = 'password-reset'`,
        [email],
      )
      return mail
    }
    await waitUntil(async () => (await fate())?.answer, { what: 'the mail server has put it off' })
    await ada.patch(path, { deactivated: true }).expect(200)
    app.mail.refuse(() => undefined)
    await asSuperuser(
      app.database,
      `update graphile_worker._private_jobs set run_at = now() where payload ->> 'accountId' = $1`,
      [customer.id],
    )
    await waitUntil(async () => (await fate())?.status === 'recalled', { what: 'the mail is recalled' })
  })
})
