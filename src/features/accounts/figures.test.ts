import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  aColleague,
  aCustomer,
  anAdminOf,
  aSecondPartner,
  aSubscriber,
  deployTo,
} from '#tests/harness/people.ts'
import { aLink, aPhone, useLink } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { CustomerAccount } from './schema.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let globex: Awaited<ReturnType<typeof aCustomer>>

/**
 * Acme has two people, one of them registered, and five subscribers: Anna, who has a softphone; Bob, who typed too many wrong PINs; Carol, whose
 * mail is refused; Dan, whose link has expired; Elif, to whom nothing was sent. Globex and Çelik have nobody.
 */
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  acme = await aCustomer(ada, { customerNumber: 'K-4711' })
  await aColleague(app, acme, { email: 'dora@acme.example' })
  await aColleague(app, acme, { email: 'kim@acme.example', role: 'user', registered: false })
  const person = (name: string, more = {}) =>
    aSubscriber(ada, acme, { firstName: name, email: `${name.toLowerCase()}@acme.example`, ...more })
  const dan = await person('Dan')
  await deployTo(ada, acme, [dan.id])
  await inState(acme, dan.id, 'sent')
  app.clock.advance({ hours: 24 * 40 })
  ada = await app.ada()
  const anna = await person('Anna')
  await aPhone(app, await aLink(app, ada, acme, anna.id), { client: 'generic' })
  const bob = await person('Bob', { deploymentPin: '55512345' })
  const bobsLink = await aLink(app, ada, acme, bob.id)
  await inState(acme, bob.id, 'sent')
  for (let tries = 0; tries < 5; tries++) await useLink(app, bobsLink, { client: 'generic', pin: '0000' })
  app.mail.refuse((address) => (address.startsWith('carol') ? 550 : undefined))
  const carol = await person('Carol')
  await deployTo(ada, acme, [carol.id])
  await inState(acme, carol.id, 'failed')
  await person('Elif')
  globex = await aCustomer(ada, { name: 'Globex' })
  await aCustomer(ada, { name: 'çelik', customerNumber: 'K-0815' })
})
afterAll(() => app.stop())

/** Waits until the mail was taken or refused. */
function inState(customer: { path: string }, subscriberId: string, state: string): Promise<boolean> {
  return waitUntil(
    async () => (await ada.get(`${customer.path}/subscribers/${subscriberId}`).expect(200)).state === state,
    { what: `${subscriberId} is ${state}` },
  )
}

const list = async (query = '', admin = ada): Promise<CustomerAccount[]> =>
  (await admin.get(`/accounts${query}`).expect(200)).items
const names = async (query = '', admin = ada) => (await list(query, admin)).map(({ name }) => name)

/** What is counted of a customer, once it was counted after this moment. */
function countedOf(name: string, after: Date): Promise<CustomerAccount['figures']> {
  return waitUntil(
    async () => {
      const { figures } = (await list()).find((each) => each.name === name) as CustomerAccount
      return figures && new Date(figures.countedAt) >= after ? figures : undefined
    },
    { what: `${name} is counted` },
  )
}

describe("UA-1, UA-6: a partner's customers", () => {
  test('bear how many people they have, how far their deployment is, and who needs attention', async () => {
    const figures = await countedOf('Acme', app.clock.now())
    expect(figures).toEqual({
      users: 2,
      registered: 1,
      subscribers: 5,
      deployed: 3,
      downloaded: 1,
      attention: 3,
      mailsRefused: 1,
      pinsLocked: 1,
      linksExpired: 1,
      countedAt: expect.any(String),
    })
    expect(await countedOf('Globex', new Date(0))).toMatchObject({ users: 0, subscribers: 0, attention: 0 })
  })

  test('are counted anew when somebody looks and the figures are older than a minute', async () => {
    await countedOf('Globex', new Date(0))
    await aSubscriber(ada, globex)
    app.clock.advance({ seconds: 61 })
    expect(await countedOf('Globex', app.clock.now())).toMatchObject({ subscribers: 1 })
    const before = (await list()).map(({ figures }) => figures?.countedAt)
    app.clock.advance({ seconds: 30 })
    expect((await list()).map(({ figures }) => figures?.countedAt)).toEqual(before)
    expect(
      await asSuperuser(
        app.database,
        "select 1 from graphile_worker.jobs where task_identifier = 'accounts:count-figures'",
      ),
    ).toEqual([])
  })

  test.each([
    ['name', ['Acme', 'çelik', 'Globex']],
    ['-name', ['Globex', 'çelik', 'Acme']],
    ['-users', ['Acme', 'Globex', 'çelik']],
    ['-attention', ['Acme', 'Globex', 'çelik']],
    ['-deployed', ['Acme', 'Globex', 'çelik']],
    ['-downloaded', ['Acme', 'Globex', 'çelik']],
    ['createdAt', ['Acme', 'Globex', 'çelik']],
    ['-createdAt', ['çelik', 'Globex', 'Acme']],
  ])('are sorted by %s, and page through in that order, each exactly once', async (sort, inOrder) => {
    await countedOf('Acme', new Date(0))
    expect(await names(`?sort=${sort}`)).toEqual(inOrder)
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await ada.get(`/accounts?limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`).expect(200)
      seen.push(...page.items.map(({ name }: CustomerAccount) => name))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '')
    expect(seen).toEqual(inOrder)
  })

  test('are not continued in another order than they were begun in', async () => {
    const { nextCursor } = await ada.get('/accounts?limit=1').expect(200)
    expect(await ada.get(`/accounts?limit=1&sort=users&cursor=${nextCursor}`)).toMatchObject({
      status: 422,
      body: { code: 'http.cursor' },
    })
  })

  test.each([
    ['ACM', ['Acme']],
    ['celik', ['çelik']],
    ['4711', ['Acme']],
    ['k- e', ['Acme', 'çelik']],
    ['100%', []],
    ['_', []],
  ])('are searched by name and customer number, as one types: %s', async (search, found) => {
    const query = `?${new URLSearchParams({ search })}`
    expect(await names(query)).toEqual(found)
    expect(await ada.get(`/accounts/count${query}`).expect(200)).toEqual({ count: found.length })
  })

  test('that do not let their partner in show no figures, not by their place in the list either', async () => {
    await countedOf('Acme', new Date(0))
    const access = (mode: string) =>
      asSuperuser(app.database, 'update app.accounts set partner_access_mode = $1 where account_id = $2', [
        mode,
        acme.id,
      ])
    await access('closed')
    try {
      expect((await list('?search=acme'))[0]?.figures).toBeNull()
      expect(await names('?sort=-users')).toEqual(['Globex', 'çelik', 'Acme'])
    } finally {
      await access('open')
    }
    expect((await list('?search=acme'))[0]?.figures).not.toBeNull()
  })

  test("are nobody else's: another partner counts and finds none, a customer's admin neither", async () => {
    const { admin: nadia } = await aSecondPartner(app)
    const carla = await anAdminOf(app, acme)
    for (const admin of [nadia, carla]) {
      expect(await names('?search=acme', admin)).toEqual([])
      expect(await admin.get('/accounts/count').expect(200)).toEqual({ count: 0 })
    }
  })
})

describe('UA-1: a customer', () => {
  test('is known and reached by its number, address and support contact, which are added and changed', async () => {
    const details = {
      customerNumber: 'K-99',
      businessType: 'Retail',
      street: 'Torstr. 1',
      postalCode: '10119',
      city: 'Berlin',
      region: 'Berlin',
      supportContactName: 'Sam Ortiz',
      supportContactEmail: 'help@initech.example',
      supportContactPhone: '+49 30 1234567',
    }
    const made = await ada
      .post('/accounts', { kind: 'customer', name: 'Initech', country: 'DE', ...details })
      .expect(201)
    expect(made).toMatchObject(details)
    const changed = await ada
      .patch(`/accounts/${made.id}`, { city: 'Potsdam', region: '', supportContactName: null })
      .expect(200)
    expect(changed).toMatchObject({ ...details, city: 'Potsdam', region: null, supportContactName: null })
  })

  test.each([
    [{ supportContactEmail: 'nobody' }, 'supportContactEmail'],
    [{ street: 'A\nB' }, 'street'],
    [{ customerNumber: 'x'.repeat(41) }, 'customerNumber'],
  ])('is refused as %j, naming the field', async (given, path) => {
    const answer = await ada.patch(acme.path, given)
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toMatchObject([{ path }])
  })
})
