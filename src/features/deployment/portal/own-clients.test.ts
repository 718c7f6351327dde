import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { anOwner, type Owner } from '#tests/harness/owners.ts'
import { aCustomer, anAdminOf, auditTrailOf, timelineOf } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: true })
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
})

interface WithPhone extends Owner {
  phoneUrl: string
  /** Of the softphone in the portal. */
  clientPath: string
}

/** Somebody with one softphone, set up by an admin's link; nothing of it needs a second factor. */
async function anOwnerWithPhone(given: Record<string, unknown> = {}): Promise<WithPhone> {
  const owner = await anOwner(app, acme, given)
  const phone = await aPhoneOf(owner)
  const [client] = await clientsOf(owner)
  return { ...owner, phoneUrl: phone.url, clientPath: `${owner.path}/clients/${client.id}` }
}

const aPhoneOf = async ({ subscriberId }: Owner) =>
  aPhone(app, await aLink(app, ada, acme, subscriberId), { client: 'generic', pin: '482913' })
const clientsOf = async ({ client }: Owner) =>
  (await client.get('/me/subscribers').expect(200)).items[0].clients
const isReset = async (url: string) => JSON.parse((await fetchAsPhone(url)).text).reset === true
const since = async (before: string[]) => (await auditTrailOf(ada, acme)).slice(before.length)
const lostNotices = async () =>
  asSuperuser(
    app.database,
    `select recipient, parameters->'notice'->'details' as details from app.outgoing_mails
      where account_id = $1 and parameters->'notice'->>'what' = 'phone-lost' order by recipient`,
    [acme.id],
  )

describe('an own softphone', () => {
  test('gets the name that its owner gives it, which is recorded', async () => {
    const owner = await anOwnerWithPhone()
    const before = await auditTrailOf(ada, acme)
    const named = await owner.client.patch(owner.clientPath, { name: 'Phone in the car' }).expect(200)
    expect(await clientsOf(owner)).toEqual([named])
    expect(named).toMatchObject({ name: 'Phone in the car', kind: 'generic' })
    expect(await since(before)).toEqual(['client.renamed'])
    await owner.client.patch(owner.clientPath, { name: 'Phone in the car' }).expect(200)
    expect(await since(before)).toEqual(['client.renamed'])
  })

  test('keeps its name where the new one is none', async () => {
    const owner = await anOwnerWithPhone()
    const [{ name }] = await clientsOf(owner)
    expect(await owner.client.patch(owner.clientPath, { name: ' ' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'name', message: 'Give the client a name.' }] },
    })
    expect((await clientsOf(owner))[0].name).toBe(name)
  })

  test('ends when its owner removes it: it is reset at its next fetch, the others are not', async () => {
    const owner = await anOwnerWithPhone()
    const other = await aPhoneOf(owner)
    const before = await auditTrailOf(ada, acme)
    await owner.client.delete(owner.clientPath).expect(204)
    expect([await isReset(owner.phoneUrl), await isReset(other.url)]).toEqual([true, false])
    expect(await clientsOf(owner)).toHaveLength(1)
    expect(await since(before)).toEqual(['client.removed'])
    const timeline = await ada
      .get(`${acme.path}/subscribers/${owner.subscriberId}/timeline?limit=500`)
      .expect(200)
    const revoked = timeline.items.find(({ kind }: { kind: string }) => kind === 'client.revoked')
    expect(revoked).toMatchObject({ actor: 'Olga Oster', details: { because: 'removed-by-owner' } })
    expect(await lostNotices()).toEqual([])
  })

  test('that has ended is removed again without an event, and has no name to give', async () => {
    const owner = await anOwnerWithPhone()
    await owner.client.delete(owner.clientPath).expect(204)
    const before = await auditTrailOf(ada, acme)
    await owner.client.delete(owner.clientPath).expect(204)
    expect((await owner.client.patch(owner.clientPath, { name: 'Gone' })).status).toBe(404)
    expect(await since(before)).toEqual([])
  })

  test('is nobody else’s to name or end, whichever of their own numbers they say it has', async () => {
    const [owner, other] = [await anOwnerWithPhone(), await anOwnerWithPhone()]
    const underOwn = owner.clientPath.replace(owner.path, other.path)
    for (const path of [owner.clientPath, underOwn]) {
      expect((await other.client.patch(path, { name: 'Mine' })).status).toBe(404)
      expect((await other.client.delete(path)).status).toBe(404)
      expect((await other.client.delete(`${path}?reason=lost`)).status).toBe(404)
    }
    expect(await isReset(owner.phoneUrl)).toBe(false)
    expect(await clientsOf(owner)).toHaveLength(1)
    expect(await lostNotices()).toEqual([])
  })
})

describe('an own softphone that is lost or stolen', () => {
  test('ends, the others fetch at once, and the admins are told where passwords must be changed', async () => {
    await anAdminOf(app, acme)
    const owner = await anOwnerWithPhone({ pbxSipUserName: '1001' })
    await aPhoneOf(owner)
    const before = await auditTrailOf(ada, acme)
    await owner.client.delete(`${owner.clientPath}?reason=lost`).expect(204)
    expect(await isReset(owner.phoneUrl)).toBe(true)
    expect(await since(before)).toEqual(['client.lost'])
    expect((await timelineOf(ada, acme, owner.subscriberId)).slice(-3)).toEqual([
      'client.revoked',
      'force.pending',
      'client.reset',
    ])
    const details = { person: 'Anna Kühn', accounts: '1001@pbx.acme.example' }
    expect(await lostNotices()).toEqual([{ recipient: 'carla@acme.example', details }])
    const { raw } = await app.mail.waitForMessage(
      async ({ envelope, raw }) =>
        envelope.to.includes('carla@acme.example') &&
        /lost or stolen/.test((await app.mail.parse(raw)).subject ?? ''),
    )
    const { text = '' } = await app.mail.parse(raw)
    for (const part of ['1001@pbx.acme.example', 'Olga Oster', 'may have read its SIP passwords'])
      expect(text).toContain(part)
  })

  test('is told once, however often it is reported, and also where it was removed before', async () => {
    await anAdminOf(app, acme)
    const [owner, other] = [await anOwnerWithPhone(), await anOwnerWithPhone()]
    await other.client.delete(other.clientPath).expect(204)
    const before = await auditTrailOf(ada, acme)
    for (const { client, clientPath } of [owner, other]) {
      const lost = () => client.delete(`${clientPath}?reason=lost`).expect(204)
      await Promise.all([lost(), lost(), lost()])
    }
    expect(await since(before)).toEqual(['client.lost', 'client.lost'])
    expect(await lostNotices()).toHaveLength(2)
  })

  test('of the only admin is told to that admin: somebody must change the passwords', async () => {
    const owner = await anOwnerWithPhone()
    await asSuperuser(app.database, "update app.users set role = 'admin' where user_id = $1", [owner.id])
    await owner.client.delete(`${owner.clientPath}?reason=lost`).expect(204)
    expect(await lostNotices()).toMatchObject([{ recipient: owner.email }])
  })
})
