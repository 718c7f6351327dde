import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPeople } from '#tests/api/many-people.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo, finished } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

async function people(count: number, given: object = {}) {
  const customer = await aCustomer(ada)
  const ids: string[] = []
  for (let i = 1; i <= count; i++) {
    const { id } = await aSubscriber(ada, customer, {
      lastName: `Person ${i}`,
      email: `person${i}@acme.example`,
      pbxSipUserName: `10${i}`,
      ...given,
    })
    ids.push(id)
  }
  return { customer, ids }
}

test('CD-11 deleting everything that matches stops before the first row when the count differs from what was seen', async () => {
  const { customer, ids } = await people(3)
  const selection = { all: true, filter: {}, except: [], expectedCount: 4 }
  const { id } = await ada.post(`${customer.path}/subscriber-deletions`, { selection }).expect(202)
  const operation = await finished(ada, customer, id)
  expect(operation).toMatchObject({ status: 'failed', done: 0 })
  expect(operation.failure).toContain('3 match now')
  expect(await ada.get(`${customer.path}/subscribers/count`).expect(200)).toEqual({ count: 3 })

  const rest = { all: true, filter: {}, except: [ids[0]], expectedCount: 2 }
  const again = await ada.post(`${customer.path}/subscriber-deletions`, { selection: rest }).expect(202)
  expect(await finished(ada, customer, again.id)).toMatchObject({ status: 'done', done: 2 })
  const { items } = await ada.get(`${customer.path}/subscribers`).expect(200)
  expect(items.map((each: { id: string }) => each.id)).toEqual([ids[0]])
})

test('CD-4 one record that is gone does not stop the rest, and the failed one is named', async () => {
  const { customer, ids } = await people(2)
  const gone = '01930000-0000-7000-8000-000000000000'
  const selection = { ids: [...ids, gone] }
  const { id } = await ada.post(`${customer.path}/subscriber-deletions`, { selection }).expect(202)
  expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: 2, failed: 1 })
  const { items } = await ada.get(`${customer.path}/operations/${id}/items?outcome=failed`).expect(200)
  expect(items).toEqual([expect.objectContaining({ subjectId: gone, code: 'http.not-found' })])
})

test('MU-11 a selection gets different PINs, and those that have one keep it unless told otherwise', async () => {
  const { customer, ids } = await people(3)
  await ada.patch(`${customer.path}/subscribers/${ids[0]}`, { deploymentPin: '4711' }).expect(200)
  const { id } = await ada.post(`${customer.path}/deployment-pins`, { selection: { ids } }).expect(202)
  expect(await finished(ada, customer, id)).toMatchObject({ done: 2, skipped: 1 })
  const { items } = await ada.post(`${customer.path}/deployment-pins/${id}/hand-over-lists`).expect(201)
  const pins = items.map((each: { pin: string }) => each.pin)
  expect(pins).toHaveLength(2)
  expect(new Set(pins).size).toBe(2)
  for (const pin of pins) expect(pin).toMatch(/^\d{6}$/)

  const replacing = { selection: { ids }, replace: true }
  const again = await ada.post(`${customer.path}/deployment-pins`, replacing).expect(202)
  expect(await finished(ada, customer, again.id)).toMatchObject({ done: 3, skipped: 0 })
})

test('MU-11 CD-10 no two people of a selection get the same PIN, also where they are done in several chunks', async () => {
  const customer = await aCustomer(ada)
  await addPeople(app, customer, 2_500)
  const selection = { all: true, filter: {} }
  const { id } = await ada.post(`${customer.path}/deployment-pins`, { selection }).expect(202)
  expect(await finished(ada, customer, id)).toMatchObject({ done: 2_500 })
  const { items } = await ada.post(`${customer.path}/deployment-pins/${id}/hand-over-lists`).expect(201)
  expect(items).toHaveLength(2_500)
  expect(new Set(items.map(({ pin }: { pin: string }) => pin)).size).toBe(2_500)
})

test('MU-11 the hand-over list to be printed names person, number and the PIN that is set', async () => {
  const { customer, ids } = await people(2)
  const { id } = await ada.post(`${customer.path}/deployment-pins`, { selection: { ids } }).expect(202)
  await finished(ada, customer, id)
  const { items } = await ada.post(`${customer.path}/deployment-pins/${id}/hand-over-lists`).expect(201)
  expect(items.map(({ pin: _, ...rest }: { pin: string }) => rest)).toEqual([
    { subscriberId: ids[0], firstName: 'Anna', lastName: 'Person 1', directoryNumber: '101' },
    { subscriberId: ids[1], firstName: 'Anna', lastName: 'Person 2', directoryNumber: '102' },
  ])
  for (const { subscriberId, pin } of items) {
    const path = `${customer.path}/subscribers/${subscriberId}/pin-disclosures`
    expect(await ada.post(path).expect(201)).toEqual({ pin })
  }
})

test('MU-14 the PIN alone may be disclosed: with a fresh password, on the timeline and in the audit', async () => {
  const { customer, ids } = await people(1, { deploymentPin: '482913' })
  const path = `${customer.path}/subscribers/${ids[0]}`
  expect(await ada.post(`${path}/pin-disclosures`).expect(201)).toEqual({ pin: '482913' })
  const timeline = await ada.get(`${path}/timeline`).expect(200)
  expect(timeline.items[0]).toMatchObject({ kind: 'pin.disclosed' })
  const events = await ada.get(`${customer.path}/events?limit=1`).expect(200)
  expect(events.items[0]).toMatchObject({ action: 'pin.disclosed', subjectId: ids[0], fromPartner: true })
  expect(JSON.stringify([timeline, events])).not.toContain('482913')

  app.clock.advance({ minutes: 6 })
  const refused = await ada.post(`${path}/pin-disclosures`)
  expect(refused).toMatchObject({ status: 403, body: { code: 'auth.step-up-required' } })
  await ada.post('/sessions/current/step-ups', { password: 'correct horse battery staple' }).expect(201)
  await ada.post(`${path}/pin-disclosures`).expect(201)
  const { id } = await aSubscriber(ada, customer, { pbxSipUserName: '1999' })
  const none = await ada.post(`${customer.path}/subscribers/${id}/pin-disclosures`)
  expect(none).toMatchObject({ status: 409, body: { code: 'deployment.pin-not-set' } })
})

test('MU-12 an unlock lets a person try again with the same link', async () => {
  const { customer, ids } = await people(1, { deploymentPin: '482913' })
  await deployTo(ada, customer, ids)
  const { raw } = await app.mail.waitForMessage(({ envelope }) =>
    envelope.to.includes('person1@acme.example'),
  )
  const link = /http:\S+\/d\/[\w.-]+/.exec((await app.mail.parse(raw)).text ?? '')?.[0] ?? ''
  const address = link.replace(app.redirectOrigin, app.serviceOrigin)
  const attempt = (pin: string) =>
    fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pin, client: 'linphone' }),
    })
  for (let i = 0; i < 5; i++) await attempt('0000')
  expect((await attempt('482913')).status).toBe(423)
  await ada.post(`${customer.path}/subscribers/${ids[0]}/unlocks`).expect(204)
  expect((await attempt('482913')).status).toBe(200)
})

test('CD-3 a link taken by hand counts as deployed, ends the mailed one and works', async () => {
  const { customer, ids } = await people(1)
  const path = `${customer.path}/subscribers/${ids[0]}`
  const handed = await ada.post(`${path}/links`).expect(201)
  expect(handed.link.startsWith(`${app.redirectOrigin}/d/`)).toBe(true)
  expect(handed.authenticationCode.replaceAll(' ', '')).toBe(handed.link.split('/d/')[1])
  expect(await ada.get(path).expect(200)).toMatchObject({ state: 'sent', deployedAt: expect.any(String) })
  await waitUntil(async () => (await fetch(handed.link, { redirect: 'manual' })).status === 307, {
    what: 'the redirect server knows the link',
  })
  const again = await ada.post(`${path}/links`).expect(201)
  const first = await fetch(handed.link.replace(app.redirectOrigin, app.serviceOrigin))
  expect(first.status).toBe(410)
  expect((await fetch(again.link.replace(app.redirectOrigin, app.serviceOrigin))).status).toBe(200)
})

test('DP-2 a changed profile marks its subscribers in an operation of its own, and only those with clients', async () => {
  const { customer, ids } = await people(2)
  const { link } = await ada.post(`${customer.path}/subscribers/${ids[0]}/links`).expect(201)
  const ticket = await fetch(link.replace(app.redirectOrigin, app.serviceOrigin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'generic' }),
  })
  const { url } = (await ticket.json()) as { url: string }
  expect((await fetch(url)).status).toBe(200)
  const profile = `${customer.path}/deployment-profiles/${customer.profileId}`
  await ada.patch(profile, { name: 'Renamed' }).expect(200)
  await ada.patch(profile, { pbxTransport: 'tcp' }).expect(200)
  const { items } = await ada.get(`${customer.path}/operations`).expect(200)
  const changes = items.filter((each: { kind: string }) => each.kind === 'profile-change')
  expect(changes).toHaveLength(1)
  expect(await finished(ada, customer, changes[0].id)).toMatchObject({ done: 1 })
  const pending = async (id: string) =>
    (await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).flags.updatePending
  expect(await pending(ids[0] as string)).toBe(true)
  expect(await pending(ids[1] as string)).toBe(false)
})
