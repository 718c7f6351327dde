import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
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
import { aLink, aPhone, aTicket, fetchAsPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

const shown = (id: string) => ada.get(`${customer.path}/subscribers/${id}`).expect(200)

async function withPhone() {
  const { id } = await aSubscriber(ada, customer)
  const token = await aLink(app, ada, customer, id)
  return { id, token, ...(await aPhone(app, token)) }
}

/** Asks for a bulk act and waits for its end. @returns the operation, and the outcome of each record */
async function act(resource: string, ids: string[]) {
  const { id } = await ada.post(`${customer.path}/${resource}`, { selection: { ids } }).expect(202)
  const operation = await finished(ada, customer, id)
  const { items } = await ada.get(`${customer.path}/operations/${id}/items`).expect(200)
  const outcomes = new Map<string, { outcome: string; code: string | null; message: string | null }>(
    items.map((item: { subjectId: string }) => [item.subjectId, item]),
  )
  return { operation, outcomes }
}

describe('CD-8: Set force config', () => {
  test('is pending until every client has fetched, and the timeline shows both', async () => {
    const phone = await withPhone()
    const { operation } = await act('forced-configurations', [phone.id])
    expect(operation).toMatchObject({ kind: 'forced-configuration', done: 1 })
    expect((await shown(phone.id)).flags.forcePending).toBe(true)
    const path = `${customer.path}/subscribers/${phone.id}/clients`
    expect((await ada.get(path).expect(200)).items).toMatchObject([
      { forcePending: true, forceObeyedAt: null },
    ])
    await fetchAsPhone(phone.url)
    expect((await shown(phone.id)).flags.forcePending).toBe(false)
    expect((await ada.get(path).expect(200)).items).toMatchObject([
      { forcePending: false, forceObeyedAt: expect.any(String) },
    ])
    expect((await timelineOf(ada, customer, phone.id)).slice(-2)).toEqual(['force.pending', 'force.obeyed'])
    expect(await auditTrailOf(ada, customer)).toContain('forced-configuration.started')
  })

  test('of two clients is pending until the second has fetched too, or is removed', async () => {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Two', pinRequired: false, clientsPerLink: 2 })
      .expect(201)
    const { id } = await aSubscriber(ada, customer, { profileId })
    const token = await aLink(app, ada, customer, id)
    const [desk, mobile] = [await aPhone(app, token), await aPhone(app, token)]
    await act('forced-configurations', [id])
    await fetchAsPhone(desk.url)
    expect((await shown(id)).flags.forcePending).toBe(true)
    await fetchAsPhone(mobile.url)
    expect((await shown(id)).flags.forcePending).toBe(false)

    await act('forced-configurations', [id])
    await fetchAsPhone(desk.url)
    const path = `${customer.path}/subscribers/${id}/clients`
    const { items } = await ada.get(path).expect(200)
    const late = items.find((client: { forcePending: boolean }) => client.forcePending)
    await ada.delete(`${path}/${late.id}`).expect(204)
    expect((await shown(id)).flags.forcePending).toBe(false)
  })

  test('without a client is skipped and says so; a record that is gone fails', async () => {
    const { id } = await aSubscriber(ada, customer)
    const unknown = newId()
    const { outcomes } = await act('forced-configurations', [id, unknown])
    expect(outcomes.get(id)).toMatchObject({ outcome: 'skipped', code: 'deployment.no-client' })
    expect(outcomes.get(unknown)).toMatchObject({ outcome: 'failed', code: 'http.not-found' })
    expect((await shown(id)).flags.forcePending).toBe(false)
  })
})

describe('CD-7: Auto deploy', () => {
  test('forces who has downloaded, deploys to the new, and skips whose link is still open, in one act', async () => {
    const [downloaded, fresh, sent] = [
      await withPhone(),
      await aSubscriber(ada, customer),
      await aSubscriber(ada, customer),
    ]
    const token = await aLink(app, ada, customer, sent.id)
    const { operation, outcomes } = await act('automatic-deployments', [downloaded.id, fresh.id, sent.id])
    expect(operation).toMatchObject({ kind: 'automatic-deployment', done: 2, skipped: 1, failed: 0 })
    expect(outcomes.get(sent.id)).toMatchObject({ outcome: 'skipped', code: 'deployment.link-open' })
    expect(outcomes.get(downloaded.id)).toMatchObject({
      outcome: 'done',
      code: 'deployment.forced',
      message: expect.stringContaining('fetch its configuration'),
    })
    expect(outcomes.get(fresh.id)).toMatchObject({
      outcome: 'done',
      code: 'deployment.mailed',
      message: expect.stringContaining('a new link is mailed'),
    })
    const items = `${customer.path}/operations/${operation.id}/items?outcome=done&code=deployment.forced`
    expect((await ada.get(items).expect(200)).items).toMatchObject([{ subjectId: downloaded.id }])
    const report = `${customer.path}/operations/${operation.id}/report?flavour=exact`
    const told = (await ada.get(report).expect(200)).split('\n')
    expect(told.find((line: string) => line.startsWith(fresh.id))).toContain(',done,deployment.mailed,')
    expect(told.find((line: string) => line.startsWith(downloaded.id))).toContain(',done,deployment.forced,')
    expect((await shown(downloaded.id)).flags.forcePending).toBe(true)
    expect(await timelineOf(ada, customer, downloaded.id)).not.toContain('link.revoked')
    expect(await timelineOf(ada, customer, fresh.id)).toContain('deployment.queued')
    expect((await shown(fresh.id)).flags.forcePending).toBe(false)
    // The open link was not replaced.
    expect(await aTicket(app, token)).toContain('/c/')
  })

  test.each([
    ['expired', "state = 'sent', link_expires_at = now() - interval '1 hour'"],
    ['bounced', "state = 'failed'"],
  ])('deploys again where the link %s', async (_what, change) => {
    const { id } = await aSubscriber(ada, customer)
    await deployTo(ada, customer, [id])
    await asSuperuser(app.database, `update app.subscribers set ${change} where subscriber_id = $1`, [id])
    const { outcomes } = await act('automatic-deployments', [id])
    expect(outcomes.get(id)).toMatchObject({ outcome: 'done' })
    const kinds = await timelineOf(ada, customer, id)
    expect(kinds.filter((kind) => kind === 'deployment.queued')).toHaveLength(2)
  })

  test('deploys again to whose only client was removed', async () => {
    const phone = await withPhone()
    const path = `${customer.path}/subscribers/${phone.id}/clients`
    const [client] = (await ada.get(path).expect(200)).items
    await ada.delete(`${path}/${client.id}`).expect(204)
    const { outcomes } = await act('automatic-deployments', [phone.id])
    expect(outcomes.get(phone.id)).toMatchObject({ outcome: 'done' })
    expect((await shown(phone.id)).state).toMatch(/queued|sent/)
  })

  test('CD-7 MU-12: leaves alone who is locked, for whom neither the link that was sent nor a new one opens; unlocked, they are deployed', async () => {
    const deploymentPin = '482913'
    const [sent, fresh, phone] = [
      await aSubscriber(ada, customer, { deploymentPin }),
      await aSubscriber(ada, customer),
      await withPhone(),
    ]
    await aLink(app, ada, customer, sent.id)
    const all = [sent.id, fresh.id, phone.id]
    await asSuperuser(
      app.database,
      'update app.subscribers set pin_failures = 5, pin_locked_at = now() where subscriber_id = any($1::uuid[])',
      [all],
    )
    const locked = await act('automatic-deployments', all)
    expect(locked.operation).toMatchObject({ done: 1, skipped: 2, failed: 0 })
    for (const { id } of [sent, fresh]) {
      expect(locked.outcomes.get(id)).toMatchObject({ outcome: 'skipped', code: 'deployment.locked' })
    }
    expect((await shown(phone.id)).flags.forcePending).toBe(true)
    expect(await timelineOf(ada, customer, fresh.id)).not.toContain('deployment.queued')
    await ada.post(`${customer.path}/subscribers/${fresh.id}/unlocks`).expect(204)
    const unlocked = await act('automatic-deployments', [fresh.id])
    expect(unlocked.outcomes.get(fresh.id)).toMatchObject({ outcome: 'done' })
  })

  test('skips for the reasons that Deploy knows', async () => {
    const profile = (given: object) => ada.post(`${customer.path}/deployment-profiles`, given).expect(201)
    const never = await profile({ name: 'Never', doNotDeploy: true })
    const withPin = await profile({ name: 'With PIN', pinRequired: true })
    const phone = await withPhone()
    await ada.patch(`${customer.path}/subscribers/${phone.id}`, { profileId: never.id }).expect(200)
    const noPin = await aSubscriber(ada, customer, { profileId: withPin.id })
    const { outcomes } = await act('automatic-deployments', [phone.id, noPin.id])
    expect(outcomes.get(phone.id)).toMatchObject({ outcome: 'skipped', code: 'deployment.do-not-deploy' })
    expect(outcomes.get(noPin.id)).toMatchObject({ outcome: 'skipped', code: 'deployment.pin-missing' })
    expect((await shown(phone.id)).flags.forcePending).toBe(false)
  })
})

test('CD-5: Sync data answers for a record entered by hand that there is nothing to synchronise with', async () => {
  const { id } = await aSubscriber(ada, customer)
  const { operation, outcomes } = await act('synchronisations', [id])
  expect(operation).toMatchObject({ kind: 'synchronisation', skipped: 1, failed: 0 })
  expect(outcomes.get(id)).toMatchObject({
    code: 'synchronisation.manual',
    message: 'Entered by hand: nothing to synchronise with.',
  })
})

test('CD-5: Sync data goes on over records of another kind, and says of each why nothing was done', async () => {
  const [hand, component, unknown] = [
    await aSubscriber(ada, customer),
    await aSubscriber(ada, customer),
    { id: newId() },
  ]
  await asSuperuser(
    app.database,
    "update app.subscribers set origin = 'connection' where subscriber_id = $1",
    [component.id],
  )
  const { outcomes } = await act('synchronisations', [hand.id, component.id, unknown.id])
  expect([hand, component, unknown].map(({ id }) => outcomes.get(id)?.code)).toEqual([
    'synchronisation.manual',
    'synchronisation.no-connection',
    'http.not-found',
  ])
})
