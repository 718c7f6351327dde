import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomCredential } from '#platform/secrets/index.ts'
import type { Answer, ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, auditTrailOf } from '#tests/harness/people.ts'
import { allAskedForIsDone, askedReset, nextReset, resetsTo } from '#tests/harness/resets.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { resetSenders } from './asking.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp({ trustProxy: true })
  ada = await app.ada()
})
afterAll(() => app.stop())

let networks = 0
/** As a proxy tells it: a network of one's own, so that no limit of another test is met. */
const fromElsewhere = () => ({ 'x-forwarded-for': `203.0.113.${++networks}` })

const ask = (email: string, headers = fromElsewhere()) =>
  app.anybody().post('/password-resets', { email }, headers)

/** A customer, and Dora in it who has registered. */
async function aCustomerWithDora(name: string, settings = {}) {
  const customer = await aCustomer(ada, { name, ...settings })
  const { id, email } = await aColleague(app, customer, {
    email: `dora@${name.toLowerCase()}.example`,
    role: 'user',
  })
  return { customer, id, email }
}

const setUser = (id: string, columns: string) =>
  asSuperuser(app.database, `update app.users set ${columns} where user_id = $1`, [id])

/** The account signs in at its company. */
const withSingleSignOn = (account: { id: string }, keepsLocalPasswords = false) =>
  asSuperuser(
    app.database,
    `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, keeps_local_passwords, created_at, updated_at)
     values ($1, 'Acme Sign-in', 'https://id.acme.example', 'rollcall', true, $2, now(), now())`,
    [account.id, keepsLocalPasswords],
  )

const mailsTo = (email: string) =>
  Promise.all(
    app.mail.messages
      .filter(({ envelope }) => envelope.to.includes(email))
      .map(({ raw }) => app.mail.parse(raw)),
  )

/** What a stranger sees of an answer. */
const seen = ({ status, headers, body }: Answer) => ({
  status,
  body,
  headers: Object.fromEntries([...headers].filter(([name]) => !['date', 'x-request-id'].includes(name))),
})

describe('a password that was forgotten', () => {
  test('UA-61: is asked for by address; link and confirmation code come by e-mail, in the language of the person', async () => {
    const { customer, id, email } = await aCustomerWithDora('Asked')
    await setUser(id, "language = 'de'")
    const { token, code, subject, text } = await askedReset(app, email)
    expect(subject).toBe('Asked: Wählen Sie ein neues Passwort')
    expect(code).toMatch(/^\d{6}$/)
    expect(text).toContain(`${app.serviceOrigin}/reset/${token}`)
    expect(await auditTrailOf(ada, customer)).toContain('password-reset.asked')
    expect(await app.anybody().post('/password-reset-lookups', { token }).expect(200)).toEqual({
      accountName: 'Asked',
      language: 'de',
      state: 'unopened',
      codeEndsAt: null,
    })
  })

  test('Enumeration: known, unknown, unregistered, deactivated, locked, single sign-on and no address at all are answered alike', async () => {
    const { email } = await aCustomerWithDora('Known')
    const unregistered = await aCustomer(ada, { name: 'Unregistered' })
    await aColleague(app, unregistered, { email: 'new@unregistered.example', registered: false })
    const deactivated = await aCustomerWithDora('Deactivated')
    await setUser(deactivated.id, "status = 'inactive'")
    const locked = await aCustomerWithDora('Locked')
    await setUser(locked.id, "status = 'locked', locked_at = now()")
    const federated = await aCustomerWithDora('Federated')
    await withSingleSignOn(federated.customer)
    const answers: Answer[] = []
    for (const address of [
      email,
      'nobody@known.example',
      'new@unregistered.example',
      deactivated.email,
      locked.email,
      federated.email,
      'no address at all \u202e',
    ]) {
      answers.push(await ask(address))
    }
    expect(answers[0]).toMatchObject({ status: 202, body: '' })
    for (const answer of answers) expect(seen(answer)).toEqual(seen(answers[0] as Answer))
    await allAskedForIsDone(app)
    const sentTo = async (address: string) => (await resetsTo(app, address)).length
    expect(await sentTo(email)).toBe(1)
    expect(await sentTo(locked.email)).toBe(1)
    for (const address of ['new@unregistered.example', deactivated.email, federated.email]) {
      expect(await sentTo(address), address).toBe(0)
    }
  })

  test('UA-61: with single sign-on the e-mail says so instead and holds no link of a reset, at most once an hour', async () => {
    const { customer, email } = await aCustomerWithDora('Company')
    await withSingleSignOn(customer)
    for (const _turn of [1, 2]) await ask(email)
    await allAskedForIsDone(app)
    const mails = await mailsTo(email)
    expect(mails.map(({ subject }) => subject)).toEqual(['Company: how you sign in'])
    expect(mails[0]?.text).toContain('“Acme Sign-in”')
    expect(mails[0]?.text).toContain(`${app.serviceOrigin}/sign-in`)
    app.clock.advance({ minutes: 61 })
    await ask(email)
    await allAskedForIsDone(app)
    expect(await mailsTo(email)).toHaveLength(2)
  })

  test('single sign-on that keeps local passwords keeps their resets', async () => {
    const { customer, email } = await aCustomerWithDora('Both')
    await withSingleSignOn(customer, true)
    expect((await askedReset(app, email)).token).not.toBe('')
  })

  test('whose address is known in two accounts gets a link for each', async () => {
    const [one, other] = [await aCustomer(ada, { name: 'One' }), await aCustomer(ada, { name: 'Other' })]
    for (const customer of [one, other]) await aColleague(app, customer, { email: 'dora@twice.example' })
    await ask('Dora@Twice.example')
    const links = [await nextReset(app, 'dora@twice.example'), await nextReset(app, 'dora@twice.example', 1)]
    const names = await Promise.all(
      links.map(({ token }) => app.anybody().post('/password-reset-lookups', { token }).expect(200)),
    )
    expect(names.map(({ accountName }) => accountName).sort()).toEqual(['One', 'Other'])
    expect(links[0]?.code).not.toBe(links[1]?.code)
  })

  test('an address gets three e-mails an hour, whoever asks; further ones are answered alike', async () => {
    const { email } = await aCustomerWithDora('Pestered')
    const answers: Answer[] = []
    for (let turn = 0; turn < 5; turn++) {
      answers.push(await ask(turn % 2 ? email : email.toUpperCase()))
      // One at a time: a newer one takes the place of one that has not gone yet.
      await allAskedForIsDone(app)
    }
    for (const answer of answers) expect(seen(answer)).toEqual(seen(answers[0] as Answer))
    expect(await resetsTo(app, email)).toHaveLength(3)
    app.clock.advance({ minutes: 61 })
    await askedReset(app, email)
  })

  test('a network that asks too often must pause, for known and unknown addresses alike, and others need not', async () => {
    const { email } = await aCustomerWithDora('Crowded')
    const here = fromElsewhere()
    for (let turn = 0; turn < 60; turn++) await ask(`nobody${turn}@crowded.example`, here).expect(202)
    const [known, unknown] = [await ask(email, here), await ask('nobody@crowded.example', here)]
    expect(known).toMatchObject({ status: 429, body: { code: 'auth.too-many-attempts' } })
    expect({ ...known.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
    expect(Number(known.headers.get('retry-after'))).toBeGreaterThan(0)
    await ask(email).expect(202)
  })
})

describe('the e-mail of a reset', () => {
  test('is sent again byte for byte, while neither its link nor its code is stored', async () => {
    const { email } = await aCustomerWithDora('Bytes')
    const first = await askedReset(app, email)
    const [mail] = await asSuperuser(
      app.database,
      `update app.outgoing_mails set status = 'queued', finished_at = null where recipient = $1 returning mail_id, account_id`,
      [email],
    )
    const job = JSON.stringify({ accountId: mail.account_id, mailId: mail.mail_id })
    await asSuperuser(app.database, `select graphile_worker.add_job('mail:send', $1::json)`, [job])
    const second = await nextReset(app, email, 1)
    expect(second.raw.toString()).toBe(first.raw.toString())
    const [stored] = await asSuperuser(
      app.database,
      `select (select json_agg(r) from app.password_resets r)::text || (select json_agg(m) from app.outgoing_mails m)::text as text`,
    )
    for (const secret of [first.token, first.code]) expect(stored.text).not.toContain(secret)
  })
})

describe('an e-mail that was asked for', () => {
  let quiet: TestApp

  beforeAll(async () => {
    quiet = await startTestApp({ worker: false, trustProxy: true })
  })
  afterAll(() => quiet.stop())

  const waiting = () =>
    asSuperuser<{ payload: object; delayMs: number }>(
      quiet.database,
      `select j.payload, extract(epoch from j.run_at - j.created_at)::float8 * 1000 as "delayMs" from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'auth:password-reset-asked'`,
    )

  test('is sent by a job that holds the address sealed, and that sends nothing twice when it is done again', async () => {
    const customer = await aCustomer(await quiet.ada(), { name: 'Sealed' })
    const { email } = await aColleague(quiet, customer, { email: 'dora@sealed.example' })
    await quiet.anybody().post('/password-resets', { email }).expect(202)
    const [job] = await waiting()
    expect(JSON.stringify(job?.payload)).not.toMatch(/dora|sealed\.example/)
    const [sender] = resetSenders(quiet.platform)
    for (const _turn of [1, 2]) await sender?.run(job?.payload as never)
    const mails = await asSuperuser(quiet.database, 'select recipient from app.outgoing_mails')
    expect(mails).toEqual([{ recipient: email }])
  })

  test('Enumeration: is sent by a job that begins one to three seconds after the request, by chance, whoever has the address', async () => {
    for (const email of [
      'dora@sealed.example',
      ...Array.from({ length: 9 }, (_, at) => `nobody-${at}@sealed.example`),
    ]) {
      await quiet.anybody().post('/password-resets', { email }, fromElsewhere()).expect(202)
    }
    const delaysMs = (await waiting()).map(({ delayMs }) => Math.round(delayMs))
    expect(delaysMs.length).toBeGreaterThanOrEqual(10)
    expect(Math.min(...delaysMs)).toBeGreaterThanOrEqual(1_000)
    expect(Math.max(...delaysMs)).toBeLessThanOrEqual(3_000)
    expect(new Set(delaysMs).size).toBeGreaterThan(1)
  })
})

describe('Send me a new e-mail', () => {
  const again = (token: string) => app.anybody().post('/password-reset-renewals', { token }, fromElsewhere())

  test('goes to the address on file in place of the one before, from an expired link too', async () => {
    const { email } = await aCustomerWithDora('Renewed')
    const first = await askedReset(app, email)
    app.clock.advance({ minutes: 61 })
    await again(first.token).expect(202)
    const second = await nextReset(app, email, 1)
    expect(second.token).not.toBe(first.token)
    await app.anybody().post('/password-reset-lookups', { token: second.token }).expect(200)
  })

  test('each link asks once; unknown, malformed and ended ones are answered alike and do nothing', async () => {
    const { customer, email } = await aCustomerWithDora('Once')
    const { token } = await askedReset(app, email)
    const answers: Answer[] = []
    for (const given of [token, token, 'malformed', randomCredential(customer.id, 16).text]) {
      answers.push(await again(given))
      await allAskedForIsDone(app)
    }
    expect(answers[0]?.status).toBe(202)
    for (const answer of answers) expect(seen(answer)).toEqual(seen(answers[0] as Answer))
    expect(await resetsTo(app, email)).toHaveLength(2)
  })
})
