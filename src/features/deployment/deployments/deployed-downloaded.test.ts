import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  aCustomer,
  aSubscriber,
  auditTrailOf,
  deployTo,
  finished,
  timelineOf,
} from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  // Mails then need not wait for the redirect server, which has tests of its own.
  await ada.patch(customer.path, { redirectBypass: true }).expect(200)
})
afterAll(() => app.stop())

const shown = (id: string) => ada.get(`${customer.path}/subscribers/${id}`).expect(200)
const inState = (id: string, state: string) =>
  waitUntil(
    async () => {
      const now = await shown(id)
      return now.state === state ? now : undefined
    },
    { what: `the subscriber is ${state}` },
  )
const linksMailedTo = (email: string) =>
  app.mail.messages
    .filter(({ envelope }) => envelope.to.includes(email))
    .map(({ raw }) => app.mail.parse(raw).then(({ text }) => /\/d\/([\w-]+\.[\w-]+)/.exec(text ?? '')?.[1]))

describe('CD-3: Deployed', () => {
  test('is the moment at which the mail server took the mail, not the one at which Deploy was pressed', async () => {
    const email = 'late@acme.example'
    const { id } = await aSubscriber(ada, customer, { email })
    app.mail.refuse((address) => (address === email ? 450 : undefined))
    await deployTo(ada, customer, [id])
    await waitUntil(async () => (await timelineOf(ada, customer, id)).includes('mail.delayed'), {
      what: 'the mail server asks to come later',
    })
    const pressedBefore = app.clock.now()
    app.mail.refuse(() => undefined)
    const { deployedAt } = await inState(id, 'sent')
    expect(new Date(deployedAt).getTime()).toBeGreaterThanOrEqual(pressedBefore.getTime())
    expect(new Date(deployedAt).getTime()).toBeLessThanOrEqual(app.clock.now().getTime())
  })

  test('is empty again while a second deployment is queued, and when that has failed', async () => {
    const email = 'again@acme.example'
    const { id } = await aSubscriber(ada, customer, { email })
    await deployTo(ada, customer, [id])
    expect((await inState(id, 'sent')).deployedAt).not.toBeNull()
    app.mail.refuse((address) => (address === email ? 450 : undefined))
    await deployTo(ada, customer, [id])
    expect(await shown(id)).toMatchObject({ state: 'queued', deployedAt: null })
    app.mail.refuse((address) => (address === email ? 550 : undefined))
    expect(await inState(id, 'failed')).toMatchObject({ deployedAt: null })
    app.mail.refuse(() => undefined)
  })

  test('is the moment at which an admin took the link by hand, which is audited as such and mailed to nobody', async () => {
    const email = 'by-hand@acme.example'
    const { id } = await aSubscriber(ada, customer, { email })
    const before = app.clock.now()
    await ada.post(`${customer.path}/subscribers/${id}/links`).expect(201)
    const { state, deployedAt } = await shown(id)
    expect(state).toBe('sent')
    expect(new Date(deployedAt).getTime()).toBeGreaterThanOrEqual(before.getTime())
    expect(await auditTrailOf(ada, customer)).toContain('link.handed-over')
    expect(await timelineOf(ada, customer, id)).toContain('link.handed-over')
    expect(linksMailedTo(email)).toEqual([])
  })
})

describe('CD-3: Downloaded', () => {
  test('is when a client fetched a version that it did not have, and stays for one that it has', async () => {
    const { id } = await aSubscriber(ada, customer)
    const phone = await aPhone(app, await aLink(app, ada, customer, id))
    const first = (await shown(id)).downloadedAt
    app.clock.advance({ minutes: 1 })
    await fetchAsPhone(phone.url)
    expect((await shown(id)).downloadedAt).toBe(first)
    await ada.patch(`${customer.path}/subscribers/${id}`, { lastName: 'Berg' }).expect(200)
    expect((await shown(id)).downloadedAt).toBe(first)
    await fetchAsPhone(phone.url)
    expect(Date.parse((await shown(id)).downloadedAt)).toBeGreaterThanOrEqual(Date.parse(first) + 60_000)
  })

  test('is older than Deployed after another deployment, until a client downloads', async () => {
    const { id } = await aSubscriber(ada, customer)
    await aPhone(app, await aLink(app, ada, customer, id))
    const isOutdated = async () => {
      const { deployedAt, downloadedAt } = await shown(id)
      return deployedAt !== null && downloadedAt < deployedAt
    }
    app.clock.advance({ minutes: 1 })
    const again = await aLink(app, ada, customer, id)
    await waitUntil(isOutdated, { what: 'the download is older than the deployment' })
    await aPhone(app, again)
    expect(await isOutdated()).toBe(false)
  })
})

describe('CD-6: Deploy', () => {
  test('pressed again mails again, with another link', async () => {
    const email = 'twice@acme.example'
    const { id } = await aSubscriber(ada, customer, { email })
    for (const count of [1, 2]) {
      await deployTo(ada, customer, [id])
      await waitUntil(() => linksMailedTo(email).length === count, { what: `mail ${count} is there` })
      await inState(id, 'sent')
    }
    const links = await Promise.all(linksMailedTo(email))
    expect(new Set(links).size).toBe(2)
    expect(links).not.toContain(undefined)
  })

  test('leaves it to the client when to fetch: on the schedule that it is told, or whenever its owner likes', async () => {
    const { id } = await aSubscriber(ada, customer)
    const phone = await aPhone(app, await aLink(app, ada, customer, id))
    expect(JSON.parse(phone.document)).toMatchObject({ refreshHours: 24, configUri: phone.url })
    await ada.patch(`${customer.path}/subscribers/${id}`, { lastName: 'Berg' }).expect(200)
    expect(JSON.parse((await fetchAsPhone(phone.url)).text).displayName).toBe('Anna Berg')
  })
})

test('CD-7: who has no e-mail address is skipped with that reason by Deploy and Auto deploy; by hand it still goes', async () => {
  const [anna, bob] = [await aSubscriber(ada, customer), await aSubscriber(ada, customer)]
  // Only a component can supply a record without one.
  await asSuperuser(app.database, "update app.subscribers set email = '' where subscriber_id = $1", [anna.id])
  for (const act of ['deployments', 'automatic-deployments']) {
    const selection = { ids: [anna.id, bob.id] }
    const { id } = await ada.post(`${customer.path}/${act}`, { selection }).expect(202)
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', failed: 0 })
    const { items } = await ada.get(`${customer.path}/operations/${id}/items`).expect(200)
    const item = items.find((each: { subjectId: string }) => each.subjectId === anna.id)
    expect(item).toMatchObject({ outcome: 'skipped', code: 'deployment.no-email' })
    expect(item.message).toContain('no e-mail address')
  }
  expect((await shown(anna.id)).state).toBe('new')
  await ada.post(`${customer.path}/subscribers/${anna.id}/links`).expect(201)
})
