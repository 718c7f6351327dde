import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  aCustomer,
  anAdminOf,
  aSubscriber,
  auditTrailOf,
  deployTo,
  timelineOf,
} from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone, linkTokenOf, openPage, useLink } from '#tests/harness/phones.ts'
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

const subscriber = async (id: string) => ada.get(`${customer.path}/subscribers/${id}`).expect(200)
const items = async (operation: { id: string }) =>
  (await ada.get(`${customer.path}/operations/${operation.id}/items`).expect(200)).items
const inState = (id: string, state: string) =>
  waitUntil(
    async () => {
      const now = await subscriber(id)
      return now.state === state ? now : undefined
    },
    { what: `the subscriber is ${state}` },
  )

describe('Deploy', () => {
  test('CD-3: is not Deployed while the mail waits, and is when the mail server has taken it', async () => {
    const anna = await aSubscriber(ada, customer, { email: 'anna@deploy.example' })
    app.mail.refuse((address) => (address === 'anna@deploy.example' ? 450 : undefined))
    await deployTo(ada, customer, [anna.id])
    await waitUntil(async () => (await timelineOf(ada, customer, anna.id)).includes('mail.delayed'), {
      what: 'the mail server asks to come later',
    })
    expect(await subscriber(anna.id)).toMatchObject({ state: 'queued', deployedAt: null })
    app.mail.refuse(() => undefined)
    expect(await inState(anna.id, 'sent')).toMatchObject({
      deployedAt: expect.any(String),
      downloadedAt: null,
    })
    expect(await timelineOf(ada, customer, anna.id)).toEqual([
      'subscriber.added',
      'deployment.queued',
      'mail.delayed',
      'mail.accepted',
    ])
  })

  test("CD-3: a refused mail leaves it not deployed, and the timeline has the mail server's words", async () => {
    const bob = await aSubscriber(ada, customer, { email: 'bob@deploy.example' })
    app.mail.refuse((address) => (address === 'bob@deploy.example' ? 550 : undefined))
    await deployTo(ada, customer, [bob.id])
    expect(await inState(bob.id, 'failed')).toMatchObject({ deployedAt: null })
    app.mail.refuse(() => undefined)
    const { items: entries } = await ada.get(`${customer.path}/subscribers/${bob.id}/timeline`).expect(200)
    expect(entries[0]).toMatchObject({
      kind: 'mail.refused',
      details: { recipient: 'bob@deploy.example', answer: expect.stringContaining('is refused') },
    })
  })

  test('CD-6 MU-2 MU-13: the mail brings link, code and QR to the person, and neither password nor PIN', async () => {
    const carol = await aSubscriber(ada, customer, {
      email: 'carol@deploy.example',
      deploymentPin: '90817263',
    })
    const token = await aLink(app, ada, customer, carol.id)
    const { raw, envelope } = await app.mail.waitForMessage(({ envelope: { to } }) =>
      to.includes('carol@deploy.example'),
    )
    const mail = await app.mail.parse(raw)
    expect(envelope.to).toEqual(['carol@deploy.example'])
    expect(mail.from?.name).toBe('Acme')
    expect(mail.text).toContain(`${app.serviceOrigin}/d/${token}`)
    expect(mail.html).toContain(`${app.serviceOrigin}/d/${token}`)
    expect(mail.attachments.map((attachment) => attachment.mimeType)).toEqual(['image/png'])
    for (const secret of ['90817263', 's3cret-Anna']) expect(raw.toString()).not.toContain(secret)
  })

  test('MU-6: the mail speaks the language of the record, else that of the account', async () => {
    const dora = await aSubscriber(ada, customer, { email: 'dora@deploy.example', language: 'de' })
    const eve = await aSubscriber(ada, customer, { email: 'eve@deploy.example' })
    await deployTo(ada, customer, [dora.id, eve.id])
    const languageOf = async (email: string) => {
      const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
      return /<html[^>]* lang="(\w+)"/.exec((await app.mail.parse(raw)).html ?? '')?.[1]
    }
    expect(await languageOf('dora@deploy.example')).toBe('de')
    expect(await languageOf('eve@deploy.example')).toBe('en')
  })

  test('CD-6: again, the older link ends and the newer works; clients already set up are not disturbed', async () => {
    const anna = await aSubscriber(ada, customer)
    const older = await aLink(app, ada, customer, anna.id)
    const phone = await aPhone(app, older)
    const newer = await aLink(app, ada, customer, anna.id)
    expect(newer).not.toBe(older)
    expect(await useLink(app, older, { client: 'generic' })).toMatchObject({
      status: 410,
      body: { code: 'deployment.link-revoked' },
    })
    expect((await openPage(`${app.serviceOrigin}/d/${newer}`)).status).toBe(200)
    expect((await fetchAsPhone(phone.url)).status).toBe(200)
    expect((await subscriber(anna.id)).clientCount).toBe(1)
  })

  test('CD-6: again before the first mail has gone, only the newer is mailed', async () => {
    const email = 'twice@deploy.example'
    const twice = await aSubscriber(ada, customer, { email })
    app.mail.refuse((address) => (address === email ? 450 : undefined))
    const older = await aLink(app, ada, customer, twice.id)
    await waitUntil(async () => (await timelineOf(ada, customer, twice.id)).includes('mail.delayed'), {
      what: 'the first mail waits',
    })
    const newer = await aLink(app, ada, customer, twice.id)
    app.mail.refuse(() => undefined)
    await inState(twice.id, 'sent')
    const [first] = await asSuperuser(
      app.database,
      'select status from app.outgoing_mails where recipient = $1 order by mail_id limit 1',
      [email],
    )
    expect(first.status).toBe('recalled')
    const sent = app.mail.messages.filter(({ envelope }) => envelope.to.includes(email))
    expect(sent).toHaveLength(1)
    const text = (await app.mail.parse(sent[0]?.raw as Buffer)).text
    expect(text).toContain(newer)
    expect(text).not.toContain(older)
  })

  test.each([
    ['CD-7: a profile that does not deploy', { profile: { doNotDeploy: true } }, 'deployment.do-not-deploy'],
    [
      'CD-7: a PIN that is required and missing',
      { profile: { pinRequired: true } },
      'deployment.pin-missing',
    ],
    [
      'IM-9: a central address without a PIN',
      { profile: { centralEmail: 'desk@acme.example', pinRequired: true } },
      'deployment.pin-missing',
    ],
    [
      'a record without an account to register with',
      { profile: { mbgSipHost: 'mbg.acme.example' }, record: { pbxSipHost: null, pbxSipUserName: null } },
      'deployment.no-sip-account',
    ],
    [
      'CD-6: a profile whose apps need the password, of which only the hash is stored',
      {
        profile: { clientKinds: ['baresip', 'generic'] },
        record: {
          pbxSipPassword: { ha1: 'a'.repeat(32), realm: 'pbx.acme.example', algorithm: 'MD5' },
        },
      },
      'deployment.no-app-offered',
    ],
    [
      'CD-6: a profile whose app cannot hold the password',
      { profile: { clientKinds: ['baresip'] }, record: { pbxSipPassword: 'semi;colon' } },
      'deployment.no-app-offered',
    ],
  ])('skips, with the reason: %s', async (what, given: { profile: object; record?: object }, code) => {
    const profile = await ada
      .post(`${customer.path}/deployment-profiles`, { name: what, pinRequired: false, ...given.profile })
      .expect(201)
    const skipped = await aSubscriber(ada, customer, { profileId: profile.id, ...given.record })
    const good = await aSubscriber(ada, customer)
    const operation = await deployTo(ada, customer, [skipped.id, good.id])
    expect(operation).toMatchObject({ status: 'done', done: 1, skipped: 1, failed: 0 })
    const item = (await items(operation)).find((each: { subjectId: string }) => each.subjectId === skipped.id)
    expect(item).toMatchObject({ outcome: 'skipped', code, message: expect.stringMatching(/\.$/) })
    expect(await subscriber(skipped.id)).toMatchObject({ state: 'new' })
    expect(await timelineOf(ada, customer, skipped.id)).toContain('deployment.skipped')
  })

  test('goes on over records that are gone, unknown or foreign, which all answer alike', async () => {
    const gone = await aSubscriber(ada, customer)
    await ada.delete(`${customer.path}/subscribers/${gone.id}`).expect(204)
    const other = await aCustomer(ada, { name: 'Globex' })
    const foreign = await aSubscriber(ada, other)
    const good = await aSubscriber(ada, customer)
    const operation = await deployTo(ada, customer, [gone.id, foreign.id, newId(), good.id])
    expect(operation).toMatchObject({ status: 'done', done: 1, failed: 3 })
    const failed = (await items(operation)).filter((each: { outcome: string }) => each.outcome === 'failed')
    expect(
      new Set(failed.map(({ subjectId: _, ...rest }: { subjectId: string }) => JSON.stringify(rest))).size,
    ).toBe(1)
    expect(failed[0]).toMatchObject({ code: 'http.not-found' })
    expect(await timelineOf(ada, other, foreign.id)).toEqual(['subscriber.added'])
  })

  test('CD-4: to all that a filter matches, except some', async () => {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Everybody', pinRequired: false })
      .expect(201)
    const [first, second, third] = [
      await aSubscriber(ada, customer, { profileId }),
      await aSubscriber(ada, customer, { profileId }),
      await aSubscriber(ada, customer, { profileId }),
    ]
    const asked = await ada
      .post(`${customer.path}/deployments`, {
        selection: { all: true, filter: { profileId }, except: [second.id] },
      })
      .expect(202)
    const operation = await waitUntil(
      async () => {
        const now = await ada.get(`${customer.path}/operations/${asked.id}`).expect(200)
        return now.finishedAt ? now : undefined
      },
      { what: 'all are deployed to' },
    )
    expect(operation).toMatchObject({ total: 2, done: 2 })
    const ids = (await items(operation)).map((each: { subjectId: string }) => each.subjectId)
    expect(ids.sort()).toEqual([first.id, third.id].sort())
  })

  test('CD-4: to nobody, or to what is no selection, is refused', async () => {
    for (const selection of [
      { ids: [] },
      { ids: ['x'] },
      {},
      { all: false },
      { all: true, filter: { colour: 1 } },
    ]) {
      expect((await ada.post(`${customer.path}/deployments`, { selection })).status).toBe(422)
    }
  })

  test('is one entry of the audit however many it is for', async () => {
    const before = (await auditTrailOf(ada, customer)).filter(
      (action) => action === 'deployment.started',
    ).length
    await deployTo(ada, customer, [
      (await aSubscriber(ada, customer)).id,
      (await aSubscriber(ada, customer)).id,
    ])
    const after = (await auditTrailOf(ada, customer)).filter(
      (action) => action === 'deployment.started',
    ).length
    expect(after - before).toBe(1)
  })
})

describe('IM-9: a central address', () => {
  test('gets every mail of the profile, which names the person and the number; the new phone is told to the admins', async () => {
    await anAdminOf(app, customer)
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Central', centralEmail: 'desk@central.example' })
      .expect(201)
    const anna = await aSubscriber(ada, customer, {
      profileId,
      email: 'anna@central.example',
      deploymentPin: '482913',
    })
    await deployTo(ada, customer, [anna.id])
    const { raw } = await app.mail.waitForMessage(({ envelope }) =>
      envelope.to.includes('desk@central.example'),
    )
    const mail = await app.mail.parse(raw)
    expect(mail.text).toContain('Anna Kühn')
    expect(mail.text).toContain('1001')
    expect(raw.toString()).not.toContain('482913')
    await aPhone(app, await linkTokenOf(app, ada, customer, anna.id), { client: 'generic', pin: '482913' })
    await app.mail.waitForMessage(({ envelope }) => envelope.to.includes('carla@acme.example'))
    const told = app.mail.messages.filter(({ envelope }) => envelope.to.includes('anna@central.example'))
    expect(told).toEqual([])
  })
})
