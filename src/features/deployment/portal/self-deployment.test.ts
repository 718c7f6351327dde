import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aProvenOwner, deployedByAdmin, type Owner, type ProvenOwner } from '#tests/harness/owners.ts'
import { aCustomer, anAdminOf, auditTrailOf, deployTo, timelineOf } from '#tests/harness/people.ts'
import { aPhone, aTicket, fetchAsPhone, openPage, pressForm, useLink } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada, {}, { selfDeployment: true, pinRequired: true })
})

const pin = '482913'
const linkFor = async ({ client, path }: Owner) => client.post(`${path}/links`).expect(201)
const tokenIn = ({ link }: { link: string }) => link.split('/d/')[1] as string
const numberOf = async (owner: Owner) => ada.get(`${acme.path}/subscribers/${owner.subscriberId}`).expect(200)
const openLinksOf = async ({ subscriberId }: Owner) =>
  asSuperuser(
    app.database,
    'select channel from app.deployments where subscriber_id = $1 and revoked_at is null',
    [subscriberId],
  )
const mailsAbout = (kind: string) =>
  asSuperuser(
    app.database,
    'select recipient, status, parameters from app.outgoing_mails where account_id = $1 and kind = $2 order by recipient',
    [acme.id, kind],
  )

describe('a link for oneself', () => {
  test('sets up a real softphone: link and QR at the redirect server, the PIN, a ticket, the configuration', async () => {
    const owner = await aProvenOwner(app, acme, { pbxSipPassword: 's3cret-Olga' })
    const made = await linkFor(owner)
    expect(made).toEqual({
      link: expect.stringMatching(new RegExp(`^${app.redirectOrigin}/d/`)),
      qrCode: expect.stringMatching(/^data:image\/svg\+xml/),
      authenticationCode: expect.any(String),
      expiresAt: expect.any(String),
    })
    const led = await openPage(made.link)
    expect(led.status).toBe(307)
    expect((await openPage(led.headers.get('location') as string)).status).toBe(200)
    const { url } = (await useLink(app, tokenIn(made), { client: 'baresip', pin })).body
    const fetched = await fetchAsPhone(url, { headers: { 'user-agent': 'baresip/3.1' } })
    expect(fetched.status).toBe(200)
    for (const value of ['s3cret-Olga', 'pbx.acme.example', '1001']) expect(fetched.text).toContain(value)
    expect(await numberOf(owner)).toMatchObject({ state: 'downloaded', clientCount: 1 })
    const { items } = await owner.client.get('/me/subscribers').expect(200)
    expect(items[0].clients).toMatchObject([{ kind: 'baresip', userAgent: 'baresip/3.1' }])
  })

  test('still asks for the PIN, which the portal shows', async () => {
    const owner = await aProvenOwner(app, acme)
    const token = tokenIn(await linkFor(owner))
    expect((await useLink(app, token, { client: 'generic' })).status).toBe(422)
    const shown = await owner.client.post(`${owner.path}/pin-disclosures`).expect(201)
    expect(shown).toEqual({ pin })
    expect(await aTicket(app, token, { client: 'generic', pin: shown.pin })).toContain('/c/')
  })

  test('CD-3 is deployed at once, on the timeline as made by its person, and recorded with who it was', async () => {
    const owner = await aProvenOwner(app, acme)
    const before = await timelineOf(ada, acme, owner.subscriberId)
    const events = await auditTrailOf(ada, acme)
    await linkFor(owner)
    await owner.client.post(`${owner.path}/pin-disclosures`).expect(201)
    expect(await numberOf(owner)).toMatchObject({ state: 'sent', deployedAt: expect.any(String) })
    expect((await timelineOf(ada, acme, owner.subscriberId)).slice(before.length)).toEqual([
      'link.self-deployed',
      'pin.shown-to-owner',
    ])
    expect((await auditTrailOf(ada, acme)).slice(events.length)).toEqual([
      'link.self-deployed',
      'pin.disclosed',
    ])
    const [event] = (await ada.get(`${acme.path}/events?limit=1`).expect(200)).items
    expect(event).toMatchObject({
      action: 'pin.disclosed',
      actorId: owner.id,
      fromPartner: false,
      subjectKind: 'subscriber',
      subjectId: owner.subscriberId,
    })
  })

  test('is nowhere kept, neither is the PIN', async () => {
    const owner = await aProvenOwner(app, acme)
    const token = tokenIn(await linkFor(owner))
    const [row] = await asSuperuser(
      app.database,
      `select (select json_agg(d) from app.deployments d)::text
           || (select json_agg(t) from app.timeline_entries t)::text
           || (select json_agg(e) from app.audit_events e)::text as stored`,
    )
    for (const secret of [token, token.split('.')[1] as string, pin]) expect(row.stored).not.toContain(secret)
    expect(app.logged.join('\n')).not.toContain(token)
  })
})

test.each([
  ['admin', ['link-handed-over', 'pin-disclosed']],
  ['user', []],
])('threats "Stolen admin mailbox": what somebody with the role %s takes in the portal is told to the admins: %j', async (role, told) => {
  const owner = await aProvenOwner(app, acme)
  await asSuperuser(app.database, 'update app.users set role = $1 where user_id = $2', [role, owner.id])
  await anAdminOf(app, acme, { email: 'carla@acme.example' })
  await linkFor(owner)
  await owner.client.post(`${owner.path}/pin-disclosures`).expect(201)
  const notices = await asSuperuser(
    app.database,
    `select parameters->'notice'->>'what' as what from app.outgoing_mails
      where account_id = $1 and recipient = 'carla@acme.example' and parameters->'notice'->>'what' <> 'admin-made' order by what`,
    [acme.id],
  )
  expect(notices.map(({ what }) => what)).toEqual(told)
})

describe('CD-6: of the links of one number one is open', () => {
  test('a link for oneself ends the one that was mailed, and recalls its mail where it still waits', async () => {
    const owner = await aProvenOwner(app, acme)
    app.mail.refuse((address) => (address === owner.email ? 450 : undefined))
    await deployTo(ada, acme, [owner.subscriberId])
    await waitUntil(async () => (await timelineOf(ada, acme, owner.subscriberId)).includes('mail.delayed'), {
      what: 'the mail waits for its next attempt',
    })
    await linkFor(owner)
    app.mail.refuse(() => undefined)
    expect(await mailsAbout('deployment')).toMatchObject([{ recipient: owner.email, status: 'recalled' }])
    expect(await openLinksOf(owner)).toEqual([{ channel: 'self' }])
  })

  test('a newer one ends it, and an admin’s does too; the phones that were set up stay', async () => {
    const owner = await aProvenOwner(app, acme)
    const first = tokenIn(await linkFor(owner))
    const phone = await aPhone(app, first, { client: 'generic', pin })
    const second = tokenIn(await linkFor(owner))
    expect((await useLink(app, first, { client: 'generic', pin })).body.code).toBe('deployment.link-revoked')
    await deployedByAdmin(app, acme, owner)
    expect((await useLink(app, second, { client: 'generic', pin })).body.code).toBe('deployment.link-revoked')
    expect(await openLinksOf(owner)).toEqual([{ channel: 'hand-over' }])
    expect((await fetchAsPhone(phone.url)).status).toBe(200)
  })

  test('of ten presses at the same time one link is left, and it works', async () => {
    const owner = await aProvenOwner(app, acme)
    const made = await Promise.all(Array.from({ length: 10 }, () => linkFor(owner)))
    expect(await openLinksOf(owner)).toEqual([{ channel: 'self' }])
    const used = await Promise.all(
      made.map((link) => useLink(app, tokenIn(link), { client: 'generic', pin })),
    )
    expect(used.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('a press at the same time as an admin’s leaves one, and neither waits for what the other needs', async () => {
    const owner = await aProvenOwner(app, acme)
    const loggedBefore = app.logged.length
    const admins = () => ada.post(`${acme.path}/subscribers/${owner.subscriberId}/links`).expect(201)
    await Promise.all([linkFor(owner), admins(), linkFor(owner), admins()])
    expect(await openLinksOf(owner)).toHaveLength(1)
    expect(app.logged.slice(loggedBefore).join()).not.toContain('deadlock')
  })
})

describe('threats "Stolen mailbox, with PIN": a phone that was set up with a link for oneself', () => {
  const setUp = async (owner: ProvenOwner) =>
    aPhone(app, tokenIn(await linkFor(owner)), { client: 'generic', pin })
  const told = async () =>
    (await mailsAbout('new-phone')).map(({ recipient, parameters }) => [recipient, parameters.forAdmins])

  test('is told to its owner, who can block it from there', async () => {
    const owner = await aProvenOwner(app, acme)
    const phone = await setUp(owner)
    const { raw } = await app.mail.waitForMessage(
      async ({ envelope, raw }) =>
        envelope.to.includes(owner.email) &&
        /phone was set up/.test((await app.mail.parse(raw)).subject ?? ''),
    )
    const { text = '' } = await app.mail.parse(raw)
    const notMe = /http\S+\/d\/\S+\/phones\/\S+/.exec(text)?.[0] as string
    expect((await pressForm(await openPage(notMe), notMe, {})).status).toBe(200)
    expect(JSON.parse((await fetchAsPhone(phone.url)).text).reset).toBe(true)
    expect(await told()).toEqual([[owner.email, false]])
  })

  test('is told to the address of the record too, where the person has another', async () => {
    const owner = await aProvenOwner(app, acme, { email: 'an.earlier.address@acme.example' })
    await setUp(owner)
    expect(await told()).toEqual([
      ['an.earlier.address@acme.example', false],
      [owner.email, false],
    ])
  })

  test('IM-9: is told to owner and admins where mails go to a central address', async () => {
    await anAdminOf(app, acme, { email: 'carla@acme.example' })
    const central = { centralEmail: 'desk@acme.example' }
    await ada.patch(`${acme.path}/deployment-profiles/${acme.profileId}`, central).expect(200)
    const owner = await aProvenOwner(app, acme)
    await setUp(owner)
    expect(await told()).toEqual([
      ['carla@acme.example', true],
      [owner.email, false],
    ])
  })
})
