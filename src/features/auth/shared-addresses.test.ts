import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emailHmac } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSecondPartner } from '#tests/harness/people.ts'
import { allAskedForIsDone, askedReset, completedReset, resetsTo } from '#tests/harness/resets.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

const own = 'the attackers own password'
const secret = 'the bosses own secret words'

let app: TestApp
let ada: ApiClient
/** Admin of another partner, who adds people as they like. */
let nadia: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let evil: Awaited<ReturnType<typeof aCustomer>>
let turn = 0
/** Of an admin of Acme, who has proven it. */
let boss: string

beforeAll(async () => {
  app = await startTestApp({ trustProxy: true })
  ada = await app.ada()
  nadia = (await aSecondPartner(app)).admin
  evil = await aCustomer(nadia, { name: 'Evil' })
})
afterAll(() => app.stop())
beforeEach(async () => {
  boss = `boss${++turn}@acme.example`
  acme = await aCustomer(ada, { name: `Acme ${turn}` })
  await anAdminOf(app, acme, { email: boss, password: secret })
})

let networks = 0
const elsewhere = () => ({ 'x-forwarded-for': `198.51.100.${++networks}` })
const signIn = (
  given: { email: string; password: string; account?: string },
  from = app.anybody(),
  place = elsewhere(),
) => from.post('/sessions', given, place)

/** Somebody of the account with a password of their own, to whom its admin gives this address. */
async function moved(account: { id: string; path: string }, admin: ApiClient, email: string): Promise<void> {
  const client = await anAdminOf(app, account, { email: `p${++turn}@evil.example`, password: own })
  const { user } = await client.get('/sessions/current').expect(200)
  await admin.patch(`${account.path}/users/${user.id}`, { email }).expect(200)
}

const isProven = async (email: string, account: { id: string }): Promise<boolean> => {
  const hmac = emailHmac(app.platform.masterKey.deriveKey('sign-in directory'), email)
  const [row] = await asSuperuser<{ proven: boolean }>(
    app.database,
    'select proven from app.sign_in_directory where email_hmac = $1 and account_id = $2',
    [hmac, account.id],
  )
  return row?.proven as boolean
}

describe('Password guessing: somebody whom their own admin gives the address of somebody else', () => {
  test('guesses at them no more than anybody, however often they sign in as themselves in between', async () => {
    await moved(evil, nadia, boss)
    const [attacker, place] = [app.anybody(), elsewhere()]
    const answers = []
    for (let guess = 0; guess < 20; guess++) {
      await signIn({ email: boss, password: own }, attacker, place).expect(201)
      answers.push(await signIn({ email: boss, password: `guess number ${guess}` }, attacker, place))
    }
    expect(answers.at(0)).toMatchObject({ status: 401 })
    expect(await signIn({ email: boss, password: secret }, attacker, place)).toMatchObject({ status: 401 })
    expect(await signIn({ email: boss, password: secret }, app.anybody(), place)).toMatchObject({
      status: 401,
    })
    await signIn({ email: boss, password: secret }).expect(201)
  })

  test('has a password compared with theirs no more often by making it the own one', async () => {
    await moved(evil, nadia, boss)
    const place = elsewhere()
    for (let guess = 0; guess < 6; guess++) {
      await signIn({ email: boss, password: own }, app.anybody(), place).expect(201)
    }
    expect(await signIn({ email: boss, password: secret }, app.anybody(), place)).toMatchObject({
      status: 401,
    })
  })

  test('keeps nobody out, and has no device of theirs forgotten', async () => {
    const browser = app.anybody()
    await signIn({ email: boss, password: secret }, browser).expect(201)
    await moved(evil, nadia, boss)
    const attacker = app.anybody()
    await signIn({ email: boss, password: own }, attacker).expect(201)
    const change = { currentPassword: own, newPassword: 'another of the attackers words' }
    await attacker.put('/me/password', change).expect(204)
    const place = elsewhere()
    for (let time = 0; time < 5; time++) {
      await signIn({ email: boss, password: 'wrong' }, app.anybody(), place).expect(401)
    }
    await signIn({ email: boss, password: secret }, browser, place).expect(201)
  })

  test('learns nothing of whether anybody has it: a pause comes as soon, where nobody does', async () => {
    const nobody = `nobody${turn}@acme.example`
    await moved(evil, nadia, boss)
    await moved(evil, nadia, nobody)
    const seen = async (email: string) => {
      const [attacker, place] = [app.anybody(), elsewhere()]
      const statuses: number[] = []
      for (const password of [own, ...Array(7).fill('wrong'), own, ...Array(12).fill('wrong')]) {
        statuses.push((await signIn({ email, password }, attacker, place)).status)
      }
      return statuses
    }
    const known = await seen(boss)
    expect(known).toContain(429)
    expect(await seen(nobody)).toEqual(known)
  })
})

describe('Password guessing: an address that is somebody’s in many accounts', () => {
  test('lets in whoever has proven it, and sends them a reset, in however many older accounts strangers were given it', async () => {
    const email = `late${turn}@acme.example`
    for (let count = 0; count < 9; count++) {
      const other = await aCustomer(nadia, { name: `Shell ${count}` })
      const eve = { firstName: 'Eve', lastName: 'Shell', email }
      await (count < 2 ? moved(other, nadia, email) : nadia.post(`${other.path}/users`, eve).expect(201))
    }
    const late = await aCustomer(ada, { name: 'Late' })
    await anAdminOf(app, late, { email, password: secret })
    for (const given of [{}, { account: late.id }]) {
      expect((await signIn({ email, password: secret, ...given }).expect(201)).account.id).toBe(late.id)
    }
    await app.anybody().post('/password-resets', { email }, elsewhere()).expect(202)
    await allAskedForIsDone(app)
    const texts = (await resetsTo(app, email)).map(({ text }) => text)
    expect(texts.filter((text) => text.includes('Late'))).toHaveLength(1)
  })

  test('UA-4: of a technician who is an admin of 22 customers opens each with its own password', async () => {
    const technician = { email: `tech${turn}@northwind.example` }
    const customers = []
    for (let count = 0; count < 22; count++) {
      const customer = await aCustomer(ada, { name: `Customer ${count}` })
      const password = `tech password number ${count} horse`
      await anAdminOf(app, customer, { ...technician, password })
      customers.push({ ...customer, password })
    }
    const [first, last] = [customers.at(0), customers.at(-1)]
    for (const { id, password } of [first, last] as typeof customers) {
      expect((await signIn({ ...technician, password }).expect(201)).account.id).toBe(id)
      expect((await signIn({ ...technician, password, account: id }).expect(201)).account.id).toBe(id)
    }
  })

  test('is not proven where an admin gives it, signs in all the same, as often as they like, and is proven by a mailed link', async () => {
    const renamed = `renamed${turn}@acme.example`
    await moved(acme, ada, renamed)
    expect(await isProven(renamed, acme)).toBe(false)
    const place = elsewhere()
    for (let time = 0; time < 8; time++) {
      await signIn({ email: renamed, password: own }, app.anybody(), place).expect(201)
    }
    await completedReset(app, await askedReset(app, renamed), 'the words after the change')
    expect(await isProven(renamed, acme)).toBe(true)
  })
})
