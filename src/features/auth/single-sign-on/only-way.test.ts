import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import type { IdentityProvider } from '#tests/harness/identity-provider.ts'
import { aPerson, aSetUpLink, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { newLinkForAdmin } from '../set-up-links.ts'
import { deletePasswordSessions, insertProvider, lockSignIn, updateProvider } from './provider-store.ts'
import { as, type Company, type Ground, signInThere, startGround } from './single-sign-on.testing.ts'

let ground: Ground
let app: TestApp
let provider: IdentityProvider

beforeAll(async () => {
  ground = await startGround()
  ;({ app, provider } = ground)
})

afterAll(() => ground?.stop())

describe('where single sign-on is the only way', () => {
  let company: Company
  beforeAll(async () => {
    company = await ground.aCompany()
    await ground.turnOn(company, { keepsLocalPasswords: true })
  })

  test('password sessions end, but that of who did it; no password opens anything, and it answers like a wrong one', async () => {
    const { account, domain, carla, password, path } = company
    const credentials = { email: `carla@${domain}`, password }
    const elsewhere = app.anybody()
    await elsewhere.post('/sessions', credentials).expect(201)
    await carla.post('/sessions/current/step-ups', { password }).expect(201)
    await carla.patch(path, { keepsLocalPasswords: false }).expect(200)
    await elsewhere.get('/sessions/current').expect(401)
    await carla.get('/sessions/current').expect(200)
    const withRight = await app.anybody().post('/sessions', credentials)
    const withWrong = await app
      .anybody()
      .post('/sessions', { ...credentials, password: 'this is another one' })
    const answers = [withRight, withWrong].map(({ status, body }) => ({ status, ...body, requestId: '' }))
    expect(answers[0]).toMatchObject({ status: 401, code: 'auth.wrong-credentials' })
    expect(answers[0]).toEqual(answers[1])
    expect((await carla.post('/sessions/current/step-ups', { password })).status).not.toBe(201)
    const newPassword = 'carla counts the windows'
    const own = await carla.put('/me/password', { currentPassword: password, newPassword })
    expect(own).toMatchObject({ status: 409, body: { code: 'auth.single-sign-on-only' } })
    expect(await auditTrailOf(carla, account)).toContain('identity-provider.changed')
  })

  test("UA-61: a mailed link gives no password, but the operator's link opens the door again", async () => {
    const { account, domain, carla } = company
    const erik = await aPerson(app, account, { email: `erik@${domain}`, registered: false })
    await carla.post(`${account.path}/users/${erik.id}/welcome-emails`).expect(202)
    const mail = await app.mail.waitForMessage(async ({ envelope, raw }) => {
      const { text = '' } = await app.mail.parse(raw)
      return envelope.to.includes(erik.email) && text.includes('/welcome/')
    })
    const { text = '' } = await app.mail.parse(mail.raw)
    const token = /\/welcome\/(\S+)/.exec(text)?.[1]
    const password = 'erik likes the long evenings'
    const answer = await app.anybody().post('/set-ups', { token, password })
    expect(answer).toMatchObject({ status: 409, body: { code: 'auth.single-sign-on-only' } })
    const { setUpToken } = await newLinkForAdmin(app.platform, account.id, `carla@${domain}`)
    const carlaAgain = app.anybody()
    await carlaAgain
      .post('/set-ups', { token: setUpToken, password: 'carla is locked out today' })
      .expect(201)
    await carlaAgain.patch(company.path, { isOn: false }).expect(200)
    await app
      .anybody()
      .post('/sessions', { email: `carla@${domain}`, password: 'carla is locked out today' })
      .expect(201)
    await carlaAgain.patch(company.path, { isOn: true }).expect(200)
  })

  test('turned off, the identities stay and sign nobody in', async () => {
    const { account, path, domain } = company
    provider.person = { sub: 'carla-late', email: `carla@${domain}` }
    const { session } = await signInThere(app, app.anybody(), account, provider)
    const signedIn = as(app, session)
    await signedIn.get('/sessions/current').expect(200)
    const link = await aSetUpLink(app, account, { email: `hugo@${domain}` })
    const hugo = app.anybody()
    await hugo.post('/set-ups', { token: link, password: 'hugo paints the old fence' }).expect(201)
    await hugo.delete(path).expect(204)
    await app.anybody().post('/single-sign-ons', { accountId: account.id }).expect(409)
    expect((await hugo.get(path).expect(200)).identityProvider).toBeNull()
  })

  test('a sign-in with a password in the moment in which it becomes the only way opens nothing', async () => {
    const { account, carla, domain, password } = await ground.aCompany()
    const signIn = () => app.anybody().post('/sessions', { email: `carla@${domain}`, password })
    const { issuer, clientId } = provider
    let begun: ReturnType<typeof signIn> | undefined
    await app.platform.database.inAccount(account.id, async (tx) => {
      await lockSignIn(tx)
      begun ??= signIn()
      await somebodyWaits()
      const now = app.clock.now()
      await insertProvider(tx, { name: 'Acme ID', issuer, clientId, sealedClientSecret: null }, now)
      await updateProvider(tx, { isOn: true }, now)
      await deletePasswordSessions(tx, null)
    })
    expect(await begun).toMatchObject({ status: 401, body: { code: 'auth.wrong-credentials' } })
    await carla.get('/sessions/current').expect(401)
  })
})

/** Waits until a statement waits for a lock that the test holds. */
function somebodyWaits() {
  const waiting =
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  return waitUntil(async () => (await asSuperuser(app.database, waiting)).length > 0, {
    what: 'a statement waits for a lock',
  })
}
