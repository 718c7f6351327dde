import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aSetUpLink, auditTrailOf } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addUser } from '../users/index.ts'
import { addPartnerWithLink, newLinkForAdmin } from './index.ts'
import { operator } from './set-up-links.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

const old = 'carla counts the stairs'
const fresh = 'carla counts them twice'

/** A customer whose admin Carla has a password and a session. */
async function acmeWithCarla(domain: string) {
  const acme = await aCustomer(await app.ada(), { name: domain })
  const email = `carla@${domain}`
  return { acme, email, carla: await anAdminOf(app, acme, { email }) }
}
const signIn = (email: string, password: string) => app.anybody().post('/sessions', { email, password })
const finish = (token: string, password = fresh) => app.anybody().post('/set-ups', { token, password })

describe('a link for an admin who was added', () => {
  test('UA-1: is enough for a customer to have an admin of its own: a password, and they are signed in', async () => {
    const ada = await app.ada()
    const acme = await aCustomer(ada)
    const token = await aSetUpLink(app, acme)
    expect((await ada.get(`${acme.path}/users?property=admins`).expect(200)).items).toMatchObject([
      { email: 'carla@acme.example', role: 'admin', status: 'unregistered' },
    ])
    const session = await finish(token)
    expect(session).toMatchObject({
      status: 201,
      body: { user: { role: 'admin', name: 'Carla Rossi' }, account: { id: acme.id, kind: 'customer' } },
    })
    expect(await signIn('carla@acme.example', fresh)).toMatchObject({ status: 201 })
    expect(await finish(token)).toMatchObject({ status: 410, body: { code: 'auth.set-up-link-unknown' } })
  })

  test('UA-1: makes its admin and nobody else, whatever name is sent along', async () => {
    const acme = await aCustomer(await app.ada(), { name: 'Bound' })
    const token = await aSetUpLink(app, acme, { email: 'carla@bound.example' })
    const mallory = { email: 'mallory@bound.example', lastName: 'Mallory' }
    const session = await app.anybody().post('/set-ups', { token, password: fresh, ...mallory })
    expect(session.body.user).toMatchObject({ name: 'Carla Rossi', email: 'carla@bound.example' })
    const people = 'select email from app.users where account_id = $1'
    expect(await asSuperuser(app.database, people, [acme.id])).toEqual([{ email: 'carla@bound.example' }])
  })

  test('UA-1: ends the link with which anybody could have become the first admin', async () => {
    const { accountId, setUpToken } = await addPartnerWithLink(app.platform, 'Named', 'DE')
    const token = await aSetUpLink(app, { id: accountId }, { email: 'carla@named.example' })
    const anybody = { email: 'x@named.example', lastName: 'X', token: setUpToken, password: fresh }
    expect(await app.anybody().post('/set-ups', anybody)).toMatchObject({ status: 410 })
    expect((await finish(token)).status).toBe(201)
  })

  test('UA-16: and so does the first welcome e-mail of the account', async () => {
    const { platform } = app
    const { accountId, setUpToken } = await addPartnerWithLink(platform, 'Welcoming', 'DE')
    const dora = { firstName: 'Dora', lastName: 'Diaz', email: 'dora@welcoming.example' }
    await platform.database.inAccount(accountId, async (tx) => {
      const userId = await addUser(platform, tx, operator, { ...dora, role: 'user' })
      const people = [{ ...dora, userId, language: null }]
      await platform.events.tell(tx, 'users.added', { people, welcome: true, invitations: new Map() })
    })
    const anybody = { email: 'x@welcoming.example', lastName: 'X', token: setUpToken, password: fresh }
    expect(await app.anybody().post('/set-ups', anybody)).toMatchObject({ status: 410 })
  })

  test('says for whom it is, as often as it is asked, until it is used', async () => {
    const acme = await aCustomer(await app.ada(), { name: 'Asked', language: 'fr' })
    const token = await aSetUpLink(app, acme, { email: 'carla@asked.example' })
    const lookUp = (given: string) => app.anybody().post('/set-up-lookups', { token: given })
    for (const _time of [1, 2]) {
      expect(await lookUp(token).expect(200)).toEqual({
        accountName: 'Asked',
        language: 'fr',
        person: { firstName: 'Carla', lastName: 'Rossi', email: 'carla@asked.example' },
        signInBy: 'password',
        singleSignOn: null,
        passwordLengthMin: 15,
      })
    }
    const { setUpToken } = await addPartnerWithLink(app.platform, 'First', 'DE')
    expect(await lookUp(setUpToken).expect(200)).toEqual({
      accountName: 'First',
      language: null,
      person: null,
      signInBy: 'password',
      singleSignOn: null,
      passwordLengthMin: 15,
    })
    await finish(token).expect(201)
    for (const unknown of [token, 'x']) {
      expect(await lookUp(unknown)).toMatchObject({
        status: 410,
        body: { code: 'auth.set-up-link-unknown' },
      })
    }
  })
})

describe('a new link for an admin who is there', () => {
  test('UA-1: replaces one that was too old', async () => {
    const acme = await aCustomer(await app.ada(), { name: 'Late' })
    const email = 'carla@late.example'
    const late = await aSetUpLink(app, acme, { email })
    app.clock.advance({ hours: 73 })
    expect((await finish(late)).status).toBe(410)
    const { setUpToken } = await newLinkForAdmin(app.platform, acme.id, email)
    expect((await finish(setUpToken)).status).toBe(201)
  })

  test('UA-1: brings back the only admin who has lost the password', async () => {
    const { acme, email } = await acmeWithCarla('lost.example')
    const { name, setUpToken } = await newLinkForAdmin(app.platform, acme.id, email.toUpperCase())
    expect(name).toBe('Carla Rossi')
    expect((await finish(setUpToken)).status).toBe(201)
    expect((await signIn(email, fresh)).status).toBe(201)
    expect((await signIn(email, old)).status).toBe(401)
  })

  test('UA-16: says how long the password is at least, and takes it: eight characters beside a second factor', async () => {
    const { acme, email, carla } = await acmeWithCarla('factor.example')
    const lookUp = async (token: string) =>
      (await app.anybody().post('/set-up-lookups', { token }).expect(200)).passwordLengthMin
    const { setUpToken: before } = await newLinkForAdmin(app.platform, acme.id, email)
    expect(await lookUp(before)).toBe(15)
    await aSecondFactor(app, carla)
    const { setUpToken } = await newLinkForAdmin(app.platform, acme.id, email)
    expect(await lookUp(setUpToken)).toBe(8)
    expect((await finish(setUpToken, 'kiwi-by')).status).toBe(422)
    expect((await finish(setUpToken, 'kiwi-bay')).status).toBe(204)
  })

  test('UA-1: changes nothing until it is used, and ends the one before it', async () => {
    const { acme, email, carla } = await acmeWithCarla('twice.example')
    const first = await newLinkForAdmin(app.platform, acme.id, email)
    const second = await newLinkForAdmin(app.platform, acme.id, email)
    await carla.get('/sessions/current').expect(200)
    expect((await signIn(email, old)).status).toBe(201)
    expect((await finish(first.setUpToken)).status).toBe(410)
    expect((await finish(second.setUpToken)).status).toBe(201)
  })

  test('UA-1: ends all sessions of the person when it is used, and of nobody else', async () => {
    const { acme, email, carla } = await acmeWithCarla('ended.example')
    const nora = await anAdminOf(app, acme, { firstName: 'Nora', email: 'nora@ended.example' })
    const elsewhere = app.anybody()
    await elsewhere.post('/sessions', { email, password: old }).expect(201)
    const { setUpToken } = await newLinkForAdmin(app.platform, acme.id, email)
    const own = app.anybody()
    await own.post('/set-ups', { token: setUpToken, password: fresh }).expect(201)
    for (const ended of [carla, elsewhere]) expect((await ended.get('/sessions/current')).status).toBe(401)
    for (const open of [own, nora]) await open.get('/sessions/current').expect(200)
  })

  test('UA-1: forgets the devices of the person when it is used, and of nobody else', async () => {
    const { acme, email } = await acmeWithCarla('devices.example')
    await anAdminOf(app, acme, { firstName: 'Nora', email: 'nora@devices.example' })
    const devices = () => asSuperuser(app.database, 'select device_hmac, person_hmac from app.known_devices')
    const before = (await devices()).map((row) => row.device_hmac.toString('hex'))
    const { setUpToken } = await newLinkForAdmin(app.platform, acme.id, email)
    await finish(setUpToken).expect(201)
    const after = (await devices()).map((row) => row.device_hmac.toString('hex'))
    // Carla's one device went, the browser in which she set the password came.
    expect(before.filter((device) => !after.includes(device))).toHaveLength(1)
    expect(after.filter((device) => !before.includes(device))).toHaveLength(1)
  })

  test('UA-1: is told to the admins of the account, the person too, and names the operator', async () => {
    const { acme, email } = await acmeWithCarla('told.example')
    const dora = await aColleague(app, acme, { email: 'dora@told.example' })
    const { setUpToken } = await newLinkForAdmin(app.platform, acme.id, email)
    for (const reader of [email, dora.email]) {
      const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(reader))
      const mail = await app.mail.parse(raw)
      expect(mail.subject).toBe('told.example: A link to set a new password was made for Carla Rossi')
      expect(mail.text).toContain('By: the operator of this service')
      expect(`${mail.text}${mail.html}`).not.toContain(setUpToken)
    }
  })

  test('UA-1: stands in the event history, its making and its use, without the link', async () => {
    const { acme, email } = await acmeWithCarla('written.example')
    const { setUpToken } = await newLinkForAdmin(app.platform, acme.id, email)
    await finish(setUpToken).expect(201)
    const ada = await app.ada()
    expect((await auditTrailOf(ada, acme)).slice(-3)).toEqual([
      'set-up-link.made',
      'password.set',
      'session.opened',
    ])
    const { items } = await ada.get(`/accounts/${acme.id}/events?limit=50`).expect(200)
    const [, set, made] = items
    expect(made).toMatchObject({ actorKind: 'operator', actorName: 'rollcall', details: { email } })
    expect(set).toMatchObject({ actorKind: 'end-user', details: { sessionsEnded: 1 } })
    expect(JSON.stringify(items)).not.toContain(setUpToken)
    expect(app.logged.join('')).not.toContain(setUpToken)
  })

  test('UA-1: is refused for who is no admin, who may not sign in, and who is not there', async () => {
    const { acme, email } = await acmeWithCarla('refused.example')
    await aColleague(app, acme, { email: 'dora@refused.example', role: 'user' })
    await asSuperuser(app.database, "update app.users set status = 'inactive' where email = $1", [email])
    for (const refused of [email, 'dora@refused.example', 'nobody@refused.example']) {
      await expect(newLinkForAdmin(app.platform, acme.id, refused)).rejects.toMatchObject({
        code: 'auth.admin-unknown',
        message: expect.stringContaining(`${refused} is no admin of refused.example`),
      })
    }
    const links = 'select 1 from app.set_up_links where account_id = $1 and used_at is null'
    expect(await asSuperuser(app.database, links, [acme.id])).toEqual([])
  })
})
