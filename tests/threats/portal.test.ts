import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  as,
  type Company,
  type Ground,
  signInThere,
  startGround,
} from '#features/auth/single-sign-on/single-sign-on.testing.ts'
import { aSubscriber, timelineOf } from '#tests/harness/people.ts'
import { askedReset, completedReset } from '#tests/harness/resets.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'

let ground: Ground
let company: Company
let path: string
let subscriberId: string

beforeAll(async () => {
  ground = await startGround()
})
afterAll(() => ground.stop())

/** A company with single sign-on beside passwords, whose Carla has a number. */
beforeEach(async () => {
  company = await ground.aCompany()
  await ground.turnOn(company, { keepsLocalPasswords: true })
  const ada = await ground.app.ada()
  const profile = { name: 'Own phones', selfDeployment: true }
  const { id: profileId } = await ada.post(`${company.account.path}/deployment-profiles`, profile).expect(201)
  const { user } = await company.carla.get('/sessions/current').expect(200)
  const number = { userId: user.id, deploymentPin: '482913' }
  subscriberId = (await aSubscriber(ada, { ...company.account, profileId }, number)).id
  path = `/me/subscribers/${subscriberId}`
})

/** Carla in a browser in which she has come back from the identity provider. */
async function signedInThere() {
  const { app, provider } = ground
  const { session } = await signInThere(app, app.anybody(), company.account, provider)
  return as(app, session)
}

test('threats "Stolen mailbox, with PIN": single sign-on stands for the second factor, a password beside it does not', async () => {
  const carla = await signedInThere()
  const { items } = await carla.get('/me/subscribers').expect(200)
  expect(items).toMatchObject([{ setUp: { allowed: true }, pin: { allowed: true } }])
  await carla.post(`${path}/links`).expect(201)
  expect(await carla.post(`${path}/pin-disclosures`).expect(201)).toEqual({ pin: '482913' })
  expect(await company.carla.post(`${path}/links`)).toMatchObject({
    status: 403,
    body: { code: 'deployment.second-factor-needed' },
  })
})

test('threats "Stolen mailbox, with PIN": a link that was made in the portal makes no second factor old enough', async () => {
  const { app } = ground
  await (await app.ada()).post(`${company.account.path}/subscribers/${subscriberId}/links`).expect(201)
  app.clock.advance({ seconds: 2 })
  await aSecondFactor(app, company.carla)
  app.clock.advance({ seconds: 2 })
  const tooNew = { status: 403, body: { code: 'deployment.second-factor-too-new' } }
  expect(await company.carla.post(`${path}/links`)).toMatchObject(tooNew)
  await (await signedInThere()).post(`${path}/links`).expect(201)
  expect(await timelineOf(await app.ada(), company.account, subscriberId)).toContain('link.self-deployed')
  expect(await company.carla.post(`${path}/links`)).toMatchObject(tooNew)
})

test('threats "Stolen mailbox, with PIN": a password that an e-mail has set closes a session by single sign-on for 72 hours too', async () => {
  const { app } = ground
  const email = `carla@${company.domain}`
  await completedReset(app, await askedReset(app, email), 'nine brass kettles whistle')
  const carla = await signedInThere()
  const tooNew = { status: 403, body: { code: 'deployment.password-too-new', from: expect.any(String) } }
  expect(await carla.post(`${path}/links`)).toMatchObject(tooNew)
  app.clock.advance({ hours: 72, minutes: 1 })
  await (await signedInThere()).post(`${path}/links`).expect(201)
})
