import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aProvenOwner, deployedByAdmin, type Owner } from '#tests/harness/owners.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { aPhone, aTicket, fetchAsPhone, openPage, useLink } from '#tests/harness/phones.ts'
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

const used = { client: 'generic', pin: '482913' }
const tokenIn = (link: string) => link.split('/d/')[1] as string
const madeBy = async ({ client, path }: Owner) =>
  tokenIn((await client.post(`${path}/links`).expect(201)).link)
const profileOf = (profileId: string) => `${acme.path}/deployment-profiles/${profileId}`
const turn = (selfDeployment: boolean, profileId = acme.profileId) =>
  ada.patch(profileOf(profileId), { selfDeployment }).expect(200)
const numberOf = ({ subscriberId }: Owner) => ada.get(`${acme.path}/subscribers/${subscriberId}`).expect(200)
const anotherProfile = async (given: object) =>
  (await ada.post(`${acme.path}/deployment-profiles`, { name: 'Another', ...given }).expect(201)).id
const openOwnLinksOf = ({ subscriberId }: Owner) =>
  asSuperuser(
    app.database,
    "select from app.deployments where subscriber_id = $1 and channel = 'self' and revoked_at is null",
    [subscriberId],
  )
const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
const endedLink = { status: 410, body: { code: 'deployment.link-revoked' } }

describe('threats "Stolen mailbox, with PIN": where self-deployment is turned off in a profile', () => {
  test('the open link that a person made ends, its ticket too, and none comes back when it is turned on again', async () => {
    const owner = await aProvenOwner(app, acme)
    const token = await madeBy(owner)
    const ticket = await aTicket(app, token, used)
    await turn(false)
    expect(await useLink(app, token, used)).toMatchObject(endedLink)
    expect((await openPage(`${app.serviceOrigin}/d/${token}`)).status).toBe(410)
    expect((await fetchAsPhone(ticket)).status).toBe(410)
    expect(await numberOf(owner)).toMatchObject({ state: 'revoked', clientCount: 0 })
    await turn(true)
    expect(await useLink(app, token, used)).toMatchObject(endedLink)
    expect(await useLink(app, await madeBy(owner), used)).toMatchObject({ status: 200 })
  })

  test('the link says on the timeline who ended it, and why', async () => {
    const owner = await aProvenOwner(app, acme)
    await madeBy(owner)
    await turn(false)
    const { items } = await ada.get(`${acme.path}/subscribers/${owner.subscriberId}/timeline`).expect(200)
    const reason = { details: { because: 'self-deployment-off' }, actor: 'ada' }
    expect(items[0]).toMatchObject({ kind: 'link.revoked', ...reason })
  })

  test('a link that an admin made stays, and so does a phone that was set up with one’s own', async () => {
    const owner = await aProvenOwner(app, acme)
    const phone = await aPhone(app, await madeBy(owner), used)
    const token = tokenIn(await deployedByAdmin(app, acme, owner))
    await turn(false)
    expect(await useLink(app, token, used)).toMatchObject({ status: 200 })
    expect(JSON.parse((await fetchAsPhone(phone.url)).text).reset).not.toBe(true)
  })

  test('a link ends that has set up one phone already and would another', async () => {
    const profileId = await anotherProfile({ selfDeployment: true, clientsPerLink: 2 })
    const owner = await aProvenOwner(app, acme, { profileId })
    const token = await madeBy(owner)
    await aPhone(app, token, used)
    await turn(false, profileId)
    expect(await useLink(app, token, used)).toMatchObject(endedLink)
  })

  test.each([
    ['another setting is changed', (own: string) => ada.patch(profileOf(own), { linkLifeHours: 5 })],
    ['another profile is closed', async () => turn(false, await anotherProfile({ selfDeployment: true }))],
    [
      'a profile of another account is closed',
      async () => {
        const globex = await aCustomer(ada, { name: 'Globex' }, { selfDeployment: true })
        const path = `${globex.path}/deployment-profiles/${globex.profileId}`
        await ada.patch(path, { selfDeployment: false }).expect(200)
      },
    ],
  ])('and not where %s', async (_what, act) => {
    const token = await madeBy(await aProvenOwner(app, acme))
    await act(acme.profileId)
    expect(await useLink(app, token, used)).toMatchObject({ status: 200 })
  })

  test('of presses at the same time no link is left', async () => {
    const owner = await aProvenOwner(app, acme)
    const presses = [1, 2, 3, 4].map(() => owner.client.post(`${owner.path}/links`))
    const [answers] = await Promise.all([Promise.all(presses), turn(false)])
    for (const { status } of answers) expect([201, 403]).toContain(status)
    expect(await openOwnLinksOf(owner)).toEqual([])
  })

  test('a press meanwhile waits before it holds the number, whose link is about to end', async () => {
    const owner = await aProvenOwner(app, acme)
    const loggedBefore = app.logged.length
    let pressed: Promise<{ status: number }> | undefined
    await app.platform.database.inAccount(acme.id, async (tx) => {
      const closed = tx.updateTable('app.deploymentProfiles').set({ selfDeployment: false })
      await closed.where('accountId', '=', acme.id).execute()
      pressed ??= owner.client.post(`${owner.path}/links`).then((answer) => answer)
      await waitUntil(async () => (await asSuperuser(app.database, waiting)).length > 0, {
        what: 'the press waits for the profile',
      })
      const ended = tx.updateTable('app.subscribers').set({ state: 'revoked' })
      await ended.where('accountId', '=', acme.id).execute()
    })
    expect(await pressed).toMatchObject({ status: 403 })
    expect(app.logged.slice(loggedBefore).join()).not.toContain('deadlock')
  })
})

test('threats "Stolen mailbox, with PIN": a link that a person made is of no use with a profile that would not have allowed it', async () => {
  const owner = await aProvenOwner(app, acme)
  const token = await madeBy(owner)
  const profileId = await anotherProfile({ selfDeployment: false })
  await ada.patch(`${acme.path}/subscribers/${owner.subscriberId}`, { profileId }).expect(200)
  expect(await useLink(app, token, used)).toMatchObject(endedLink)
  await turn(true, profileId)
  expect(await useLink(app, token, used)).toMatchObject(endedLink)
  const byHand = tokenIn(await deployedByAdmin(app, acme, owner))
  await turn(false, profileId)
  expect(await useLink(app, byHand, used)).toMatchObject({ status: 200 })
})
