import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId, type Tx } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  anOwner,
  aProvenOwner,
  deployedByAdmin,
  type Owner,
  type ProvenOwner,
} from '#tests/harness/owners.ts'
import { aCustomer, anAdminOf, anApiKey, aSubscriber, timelineOf } from '#tests/harness/people.ts'
import { aPhone, fetchAsPhone, useLink } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada, {}, { selfDeployment: true, pinRequired: true })
})

const numbersOf = async ({ client }: Pick<Owner, 'client'>) =>
  (await client.get('/me/subscribers').expect(200)).items
const anotherNumber = (owner: Owner, directoryNumber: string) =>
  aSubscriber(ada, acme, { userId: owner.id, directoryNumber, deploymentPin: '482913' })
const tokenIn = (link: string) => link.split('/d/')[1] as string

describe('the own numbers', () => {
  test('come in the order of their digits, with what is set up with each, and no one else’s', async () => {
    const owner = await aProvenOwner(app, acme, { directoryNumber: '102', voicemailNumber: '9' })
    await anotherNumber(owner, '1001')
    await anotherNumber(owner, '99')
    await anOwner(app, acme)
    await aSubscriber(ada, acme)
    const { link } = await owner.client.post(`${owner.path}/links`).expect(201)
    await aPhone(app, tokenIn(link), { client: 'generic', pin: '482913' })
    const numbers = await numbersOf(owner)
    expect(numbers.map(({ directoryNumber }: { directoryNumber: string }) => directoryNumber)).toEqual([
      '99',
      '102',
      '1001',
    ])
    const nothing = { allowed: true, code: null, message: null, from: null }
    expect(numbers[1]).toEqual({
      id: owner.subscriberId,
      directoryNumber: '102',
      voicemailNumber: '9',
      state: 'downloaded',
      deployedAt: expect.any(String),
      downloadedAt: expect.any(String),
      hasPin: true,
      setUp: nothing,
      pin: nothing,
      clients: [
        {
          id: expect.any(String),
          kind: 'generic',
          name: expect.any(String),
          userAgent: null,
          createdAt: expect.any(String),
          downloadedAt: expect.any(String),
          lastSeenAt: expect.any(String),
          copied: false,
        },
      ],
    })
    expect(numbers[0].clients).toEqual([])
  })

  test('are none of who has none, an admin and a partner too: the portal is about oneself', async () => {
    await aSubscriber(ada, acme)
    for (const client of [ada, await anAdminOf(app, acme, { email: 'none@acme.example' })])
      expect(await numbersOf({ client })).toEqual([])
  })

  test('hold no secret of theirs', async () => {
    const owner = await aProvenOwner(app, acme, { pbxSipPassword: 's3cret-Olga' })
    const told = JSON.stringify(await numbersOf(owner))
    for (const secret of ['482913', 's3cret-Olga']) expect(told).not.toContain(secret)
  })

  test.each([
    ['of a colleague', async () => (await anOwner(app, acme)).path],
    [
      'of a person of another account',
      async () => {
        const globex = await aCustomer(ada, { name: 'Globex' }, { selfDeployment: true })
        return (await anOwner(app, globex)).path
      },
    ],
    ['that belongs to nobody', async () => `/me/subscribers/${(await aSubscriber(ada, acme)).id}`],
    ['that does not exist', async () => `/me/subscribers/${newId()}`],
  ])('Cross-tenant: a number %s is unknown, whatever one wants of it', async (_whose, foreign) => {
    const { client } = await aProvenOwner(app, acme)
    const path = await foreign()
    const asked = [
      client.post(`${path}/links`),
      client.post(`${path}/pin-disclosures`),
      client.patch(`${path}/clients/${newId()}`, { name: 'Mine' }),
      client.delete(`${path}/clients/${newId()}`),
      client.delete(`${path}/clients/${newId()}?reason=lost`),
    ]
    for (const answer of await Promise.all(asked)) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
    }
  })

  test('are somebody else’s as soon as an admin gives them to somebody else, and the open link ends', async () => {
    const owner = await aProvenOwner(app, acme)
    const { link } = await owner.client.post(`${owner.path}/links`).expect(201)
    const other = await aProvenOwner(app, acme)
    await ada.patch(`${acme.path}/subscribers/${owner.subscriberId}`, { userId: other.id }).expect(200)
    expect(await numbersOf(owner)).toEqual([])
    expect((await owner.client.post(`${owner.path}/links`)).status).toBe(404)
    expect(await numbersOf(other)).toHaveLength(2)
    const used = await useLink(app, tokenIn(link), { client: 'generic', pin: '482913' })
    expect(used.body.code).toBe('deployment.link-revoked')
  })

  test.each([
    ['the person', ({ id }: Owner) => ada.patch(`${acme.path}/users/${id}`, { deactivated: true })],
    ['their account', () => ada.patch(acme.path, { status: 'deactivated' })],
  ])('UA-1: are out of reach when %s is deactivated', async (_who, deactivate) => {
    const owner = await aProvenOwner(app, acme)
    await deactivate(owner).expect(200)
    expect((await owner.client.get('/me/subscribers')).status).toBe(401)
    for (const act of ['links', 'pin-disclosures'])
      expect((await owner.client.post(`${owner.path}/${act}`)).status).toBe(401)
  })

  test.each([
    [
      'deactivated',
      ({ id }: Owner) => ada.patch(`${acme.path}/users/${id}`, { deactivated: true }).expect(200),
    ],
    [
      'deleted, and stays listed with their numbers',
      async ({ id }: Owner) => {
        await asSuperuser(app.database, "update app.users set origin = 'pbx' where user_id = $1", [id])
        await ada.delete(`${acme.path}/users/${id}`).expect(204)
      },
    ],
  ])('UA-1, UA-83: of a person who is %s the link that they made ends, and the one that an admin made stays', async (_what, end) => {
    const [owner, other] = [await aProvenOwner(app, acme), await anOwner(app, acme)]
    const own = (await owner.client.post(`${owner.path}/links`).expect(201)).link
    const given = await deployedByAdmin(app, acme, other)
    const phoneOf = (link: string) => useLink(app, tokenIn(link), { client: 'generic', pin: '482913' })
    const { url } = (await phoneOf(own)).body
    for (const person of [owner, other]) await end(person)
    expect((await phoneOf(own)).body.code).toBe('deployment.link-revoked')
    expect((await fetchAsPhone(url)).status).toBe(410)
    expect(await timelineOf(ada, acme, owner.subscriberId)).toContain('link.revoked')
    expect((await phoneOf(given)).status).toBe(200)
  })

  test('are not for machines: an API key has none', async () => {
    const admin = await anAdminOf(app, acme, { email: 'keys@acme.example' })
    const { key } = await anApiKey(admin, acme)
    expect(await app.bearing(key).get('/me/subscribers')).toMatchObject({
      status: 403,
      body: { code: 'auth.session-needed' },
    })
  })
})

type Act = (tx: Tx, owner: Owner) => Promise<unknown>

/** Acts in a transaction that is committed after the person has pressed, and waits. @returns what the press got */
async function pressedMeanwhile(owner: ProvenOwner, act: Act) {
  let pressed: ReturnType<ApiClient['post']> | undefined
  await app.platform.database.inAccount(acme.id, async (tx) => {
    await act(tx, owner)
    pressed ??= owner.client.post(`${owner.path}/links`)
    const waiting =
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    await waitUntil(async () => (await asSuperuser(app.database, waiting)).length > 0, {
      what: 'the press waits for the act',
    })
  })
  return pressed as NonNullable<typeof pressed>
}

/** Changes what is known of the person, who is locked first, as every act does. */
const ofPerson =
  (table: 'app.users' | 'app.passwordCredentials' | 'app.secondFactors', values: () => object): Act =>
  async (tx, { id }) => {
    await lockPerson(tx, id)
    const update = tx.updateTable(table).set(values()).where('accountId', '=', acme.id)
    await update.where('userId', '=', id).execute()
  }

const lockPerson = (tx: Tx, id: string) =>
  tx
    .selectFrom('app.users')
    .select('userId')
    .where('accountId', '=', acme.id)
    .where('userId', '=', id)
    .forUpdate()
    .execute()

const closeProfile: Act = async (tx) => {
  const values = { selfDeployment: false }
  await tx.updateTable('app.deploymentProfiles').set(values).where('accountId', '=', acme.id).execute()
}

const takeNumber: Act = (tx, { subscriberId }) =>
  tx
    .updateTable('app.subscribers')
    .set({ userId: null })
    .where('accountId', '=', acme.id)
    .where('subscriberId', '=', subscriberId)
    .execute()

const now = () => app.clock.now()

describe('threats "Stolen mailbox, with PIN": what counts is what is true when the link is made, where meanwhile', () => {
  test.each([
    [
      'the person is deactivated',
      ofPerson('app.users', () => ({ status: 'inactive' })),
      'auth.not-signed-in',
    ],
    [
      'a mailed link sets the password',
      ofPerson('app.passwordCredentials', () => ({ mailedAt: now() })),
      'deployment.password-too-new',
    ],
    [
      'the second factor is replaced',
      ofPerson('app.secondFactors', () => ({ confirmedAt: now() })),
      'deployment.second-factor-needed',
    ],
    ['the profile is closed', closeProfile, 'deployment.self-deployment-off'],
    ['the number is taken from the person', takeNumber, 'http.not-found'],
  ])('%s, none is made', async (_what, act, code) => {
    const owner = await aProvenOwner(app, acme)
    const before = await timelineOf(ada, acme, owner.subscriberId)
    const { body } = await pressedMeanwhile(owner, act)
    expect(body.code).toBe(code)
    const after = (await timelineOf(ada, acme, owner.subscriberId)).slice(before.length)
    expect(after).not.toContain('link.self-deployed')
  })
})
