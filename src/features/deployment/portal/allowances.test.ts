import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  anOwner,
  aProvenOwner,
  deployedByAdmin,
  type Owner,
  type ProvenOwner,
  signedInAnew,
} from '#tests/harness/owners.ts'
import { aCustomer, aSubscriber, deployTo, timelineOf } from '#tests/harness/people.ts'
import { linkTokenOf, openPage, pressForm } from '#tests/harness/phones.ts'
import { askedReset, completedReset } from '#tests/harness/resets.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  acme = await aCustomer(await app.ada(), {}, { selfDeployment: true, pinRequired: true })
  await (await app.ada()).patch(acme.path, { redirectBypass: true }).expect(200)
})
// Time moves in these tests, and sessions end.
beforeEach(async () => {
  ada = await app.ada()
})
afterAll(() => app.stop())

const fresh = 'nine brass kettles whistle'
const hour = 3_600_000

/** What is in the way, as the list and the refusal say it; both must say the same. */
async function hindranceOf(
  { path, subscriberId }: Pick<Owner, 'path' | 'subscriberId'>,
  client: ApiClient,
  act: 'links' | 'pin-disclosures',
) {
  const { items } = await client.get('/me/subscribers').expect(200)
  const number = items.find(({ id }: { id: string }) => id === subscriberId)
  const allowance = act === 'links' ? number.setUp : number.pin
  const { status, body } = await client.post(`${path}/${act}`)
  if (status === 201) {
    expect(allowance).toEqual({ allowed: true, code: null, message: null, from: null })
    return undefined
  }
  expect(status).toBe(403)
  expect(allowance).toEqual({
    allowed: false,
    code: body.code,
    message: body.detail,
    from: body.from ?? null,
  })
  return { code: body.code, message: body.detail, from: body.from }
}

const profile = (changes: object) =>
  ada.patch(`${acme.path}/deployment-profiles/${acme.profileId}`, changes).expect(200)
const resetByMail = async ({ email }: Owner) => completedReset(app, await askedReset(app, email), fresh)

describe.each([
  ['a link for oneself', 'links'],
  ['the own PIN', 'pin-disclosures'],
] as const)('threats "Stolen mailbox, with PIN": %s', (_what, act) => {
  const hindrance = (owner: Owner, client = owner.client) => hindranceOf(owner, client, act)

  test('is there where a second factor that is older than the last deployment was given in the session', async () => {
    expect(await hindrance(await aProvenOwner(app, acme))).toBeUndefined()
  })

  test('is not there where the profile does not allow it, which is so unless somebody turns it on', async () => {
    const { id: profileId, selfDeployment } = await ada
      .post(`${acme.path}/deployment-profiles`, { name: `As it comes, ${act}` })
      .expect(201)
    expect(selfDeployment).toBe(false)
    const owner = await aProvenOwner(app, acme, { profileId })
    expect(await hindrance(owner)).toMatchObject({ code: 'deployment.self-deployment-off' })
    await ada.patch(`${acme.path}/deployment-profiles/${profileId}`, { selfDeployment: true }).expect(200)
    expect(await hindrance(owner)).toBeUndefined()
  })

  test('is not there for 72 hours after a link from an e-mail has set the password, and then it is', async () => {
    const owner: ProvenOwner = await aProvenOwner(app, acme)
    await resetByMail(owner)
    const setAt = app.clock.now().getTime()
    const changed = { ...owner, password: fresh }
    const found = await hindrance(owner, await signedInAnew(app, changed))
    expect(found?.code).toBe('deployment.password-too-new')
    expect(Math.abs(Date.parse(found?.from) - setAt - 72 * hour)).toBeLessThan(60_000)
    app.clock.advance({ hours: 71, minutes: 58 })
    const late = await signedInAnew(app, changed)
    expect(await hindrance(owner, late)).toEqual(found)
    app.clock.advance({ minutes: 2 })
    expect(await hindrance(owner, late)).toBeUndefined()
  })

  test('is no nearer where that password is changed in a session', async () => {
    const owner = await aProvenOwner(app, acme)
    await resetByMail(owner)
    const client = await signedInAnew(app, { ...owner, password: fresh })
    const { from } = (await hindrance(owner, client)) ?? {}
    app.clock.advance({ minutes: 1 })
    const change = { currentPassword: fresh, newPassword: 'four grey geese in a row' }
    await client.put('/me/password', change).expect(204)
    expect(await hindrance(owner, client)).toMatchObject({ code: 'deployment.password-too-new', from })
  })

  test('needs a second factor, and says so to who has none', async () => {
    const found = await hindrance(await anOwner(app, acme))
    expect(found).toMatchObject({ code: 'deployment.second-factor-needed', from: undefined })
    expect(found?.message).toContain('Set one up')
  })

  test('needs the code in this session: a remembered device and the password do not do, a step-up with a code does', async () => {
    const owner = await aProvenOwner(app, acme)
    const { email, password, factor } = owner
    const client = app.anybody()
    const remembering = { email, password, totp: await factor.nextCode(), rememberDevice: true }
    await client.post('/sessions', remembering).expect(201)
    await client.post('/sessions', { email, password }).expect(201)
    const needed = {
      code: 'deployment.second-factor-needed',
      message: expect.stringContaining('Enter a code'),
    }
    expect(await hindrance(owner, client)).toMatchObject(needed)
    await client.post('/sessions/current/step-ups', { password }).expect(201)
    expect(await hindrance(owner, client)).toMatchObject(needed)
    await client.post('/sessions/current/step-ups', { totp: await factor.nextCode() }).expect(201)
    expect(await hindrance(owner, client)).toBeUndefined()
  })

  test('does not take the code of an app that was replaced since', async () => {
    const owner = await aProvenOwner(app, acme)
    const elsewhere = await signedInAnew(app, owner)
    app.clock.advance({ seconds: 30 })
    const factor = await aSecondFactor(app, elsewhere)
    await deployedByAdmin(app, acme, owner)
    expect(await hindrance(owner)).toMatchObject({ code: 'deployment.second-factor-needed' })
    await owner.client.post('/sessions/current/step-ups', { totp: await factor.nextCode() }).expect(201)
    expect(await hindrance(owner)).toBeUndefined()
  })

  test('does not take an app that was set up after the last deployment, until an admin deploys again', async () => {
    const owner = await anOwner(app, acme)
    await deployTo(ada, acme, [owner.subscriberId])
    app.clock.advance({ seconds: 2 })
    const factor = await aSecondFactor(app, owner.client)
    const tooNew = { code: 'deployment.second-factor-too-new', from: undefined }
    expect(await hindrance(owner)).toMatchObject(tooNew)
    app.clock.advance({ hours: 100 })
    const client = await signedInAnew(app, { ...owner, factor })
    expect(await hindrance(owner, client)).toMatchObject(tooNew)
    await deployTo(await app.ada(), acme, [owner.subscriberId])
    expect(await hindrance(owner, client)).toBeUndefined()
  })

  test('is not brought by a link that the mailbox had mailed anew', async () => {
    const owner = await anOwner(app, acme)
    await deployTo(ada, acme, [owner.subscriberId])
    const token = await linkTokenOf(app, ada, acme, owner.subscriberId)
    app.clock.advance({ seconds: 2 })
    const factor = await aSecondFactor(app, owner.client)
    app.clock.advance({ hours: 73 })
    const url = `${app.serviceOrigin}/d/${token}`
    await pressForm(await openPage(url), `${url}/renewal`, {})
    expect(await timelineOf(await app.ada(), acme, owner.subscriberId)).toContain('link.asked-anew')
    const client = await signedInAnew(app, { ...owner, factor })
    expect(await hindrance(owner, client)).toMatchObject({ code: 'deployment.second-factor-too-new' })
  })

  test('where no admin has deployed yet, takes an app after 72 hours', async () => {
    const owner = await anOwner(app, acme)
    const factor = await aSecondFactor(app, owner.client)
    const since = app.clock.now().getTime()
    const found = await hindrance(owner)
    expect(found?.code).toBe('deployment.second-factor-too-new')
    expect(Math.abs(Date.parse(found?.from) - since - 72 * hour)).toBeLessThan(60_000)
    app.clock.advance({ hours: 71, minutes: 58 })
    const client = await signedInAnew(app, { ...owner, factor })
    expect(await hindrance(owner, client)).toEqual(found)
    app.clock.advance({ minutes: 2 })
    expect(await hindrance(owner, client)).toBeUndefined()
  })

  test('needs a password or code of the last five minutes', async () => {
    const owner = await aProvenOwner(app, acme)
    app.clock.advance({ minutes: 6 })
    const answer = await owner.client.post(`${owner.path}/${act}`)
    expect(answer).toMatchObject({ status: 403, body: { code: 'auth.step-up-required' } })
  })

  test('is not there where a link would be of no use, in words for who can change neither record nor profile', async () => {
    const owner = await aProvenOwner(app, acme)
    const { id: profileId } = await ada
      .post(`${acme.path}/deployment-profiles`, {
        name: `Kept, ${act}`,
        doNotDeploy: true,
        selfDeployment: true,
      })
      .expect(201)
    await ada.patch(`${acme.path}/subscribers/${owner.subscriberId}`, { profileId }).expect(200)
    const found = await hindrance(owner)
    expect(found?.code).toBe('deployment.do-not-deploy')
    expect(found?.message).toContain('Ask your administrator')
    expect(found?.message).not.toMatch(/record|profile/)
  })

  test('is not there for a number without the PIN that it needs', async () => {
    const owner = await aProvenOwner(app, acme)
    await ada.patch(`${acme.path}/subscribers/${owner.subscriberId}`, { deploymentPin: null }).expect(200)
    const code = act === 'links' ? 'deployment.pin-missing' : 'deployment.pin-not-set'
    expect(await hindrance(owner)).toMatchObject({ code })
  })
})

test('a number in the list says for itself what may be done: another number of the same person may be further', async () => {
  const owner = await aProvenOwner(app, acme)
  const second = { email: owner.email, userId: owner.id, directoryNumber: '1002', pbxSipUserName: '1002' }
  await aSubscriber(ada, acme, { ...second, deploymentPin: '482914' })
  const { items } = await owner.client.get('/me/subscribers').expect(200)
  expect(items).toMatchObject([
    { directoryNumber: '1001', setUp: { allowed: true } },
    { directoryNumber: '1002', setUp: { allowed: false, code: 'deployment.second-factor-too-new' } },
  ])
})

test('threats "Stolen mailbox, with PIN": one switch of the profile allows both, and closes both at once', async () => {
  const owner = await aProvenOwner(app, acme)
  await profile({ selfDeployment: false })
  for (const act of ['links', 'pin-disclosures'] as const) {
    expect(await hindranceOf(owner, owner.client, act)).toMatchObject({
      code: 'deployment.self-deployment-off',
    })
  }
  await profile({ selfDeployment: true })
  expect(await hindranceOf(owner, owner.client, 'links')).toBeUndefined()
})
