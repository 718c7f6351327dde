import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { startWorker, type Worker } from '#platform/queue/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, auditTrailOf, finished, timelineOf } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { operationRunner } from '../../operations/index.ts'
import { profileReplacementOperation } from './deletion.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let path: string
let worker: Worker
/** What each chunk waits for before it moves anybody. */
let hold: Promise<void> | undefined
let chunks = 0

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  const kind = profileReplacementOperation(app.platform)
  const inTwos = {
    ...kind,
    chunkSize: 2,
    work: async (...given: Parameters<typeof kind.work>) => {
      chunks++
      await hold
      return kind.work(...given)
    },
  }
  worker = await startWorker({
    database: app.platform.database,
    handlers: [operationRunner(app.platform, [inTwos])],
    log: app.platform.log,
  })
})
afterAll(async () => {
  await worker.stop()
  await app.stop()
})
beforeEach(async () => {
  hold = undefined
  chunks = 0
  customer = await aCustomer(ada)
  path = `${customer.path}/deployment-profiles`
})

/** A profile, and as many people who have it. */
async function aProfileOf(count: number, given: Record<string, unknown> = {}) {
  const { id } = await ada.post(path, { name: 'Leaving', pinRequired: false, ...given }).expect(201)
  const people: string[] = []
  for (let n = 0; n < count; n++) people.push(await aPersonWith(id, `2${n}`))
  return { id: id as string, people }
}

async function aPersonWith(profileId: string, number: string): Promise<string> {
  return (await aSubscriber(ada, customer, { profileId, pbxSipUserName: number })).id
}

const replace = (id: string, replacementId = customer.profileId) =>
  ada.delete(`${path}/${id}?replacementId=${replacementId}`)
const profileOf = async (id: string) =>
  (await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).profileId
const isGone = async (id: string) => (await ada.get(`${path}/${id}`)).status === 404

/** Has every chunk wait until `release` is called. */
function holdChunks(): { release: () => void } {
  const held = Promise.withResolvers<void>()
  hold = held.promise
  return { release: held.resolve }
}
const aChunkWaits = () => waitUntil(async () => chunks > 0, { what: 'a chunk is being worked on' })

describe('deleting a profile in use', () => {
  test('DP-1: moves its subscribers in an operation of chunks and ends the profile with the last', async () => {
    const { id, people } = await aProfileOf(3)
    const held = holdChunks()
    const operation = await replace(id).expect(202)
    expect(operation).toMatchObject({ kind: 'profile-replacement', createdBy: 'ada' })
    await aChunkWaits()
    expect(await isGone(id)).toBe(false)
    held.release()
    expect(await finished(ada, customer, operation.id)).toMatchObject({ status: 'done', total: 3, done: 3 })
    expect(chunks).toBe(2)
    for (const person of people) {
      expect(await profileOf(person)).toBe(customer.profileId)
      expect(await timelineOf(ada, customer, person)).toEqual(['subscriber.added', 'subscriber.changed'])
    }
    expect(await isGone(id)).toBe(true)
    expect((await auditTrailOf(ada, customer)).slice(-2)).toEqual([
      'profile-replacement.started',
      'profile.deleted',
    ])
  })

  test('DP-1: also moves who has got it while the operation ran, in another one', async () => {
    const { id } = await aProfileOf(1)
    const held = holdChunks()
    const first = await replace(id).expect(202)
    await aChunkWaits()
    const newcomer = await aPersonWith(id, '99')
    held.release()
    await finished(ada, customer, first.id)
    await waitUntil(() => isGone(id), { what: 'the profile has ended' })
    expect(await profileOf(newcomer)).toBe(customer.profileId)
    const { items } = await ada.get(`${customer.path}/operations`).expect(200)
    expect(items.map(({ kind, done }: { kind: string; done: number }) => [kind, done])).toEqual([
      ['profile-replacement', 1],
      ['profile-replacement', 1],
    ])
  })

  test('DP-1: leaves alone who was given a third profile in the meantime, and says so', async () => {
    const { id, people } = await aProfileOf(2)
    const third = await ada.post(path, { name: 'Third' }).expect(201)
    const held = holdChunks()
    const { id: operationId } = await replace(id).expect(202)
    await aChunkWaits()
    await ada.patch(`${customer.path}/subscribers/${people[0]}`, { profileId: third.id }).expect(200)
    held.release()
    expect(await finished(ada, customer, operationId)).toMatchObject({ done: 1, skipped: 1, failed: 0 })
    expect(await profileOf(people[0] as string)).toBe(third.id)
    expect(await isGone(id)).toBe(true)
  })

  test('DP-1: cancelled in the middle keeps the profile with who still has it; deleting it again ends it', async () => {
    const { id, people } = await aProfileOf(3)
    const held = holdChunks()
    const { id: operationId } = await replace(id).expect(202)
    await aChunkWaits()
    await ada.post(`${customer.path}/operations/${operationId}/cancellation`).expect(200)
    held.release()
    expect(await finished(ada, customer, operationId)).toMatchObject({ status: 'cancelled', done: 2 })
    expect(await isGone(id)).toBe(false)
    const left = await Promise.all(people.map(profileOf))
    expect(left.filter((profileId) => profileId === id)).toHaveLength(1)
    const again = await replace(id).expect(202)
    expect(await finished(ada, customer, again.id)).toMatchObject({ status: 'done', done: 1 })
    expect(await isGone(id)).toBe(true)
  })

  test('DP-1: neither of the two profiles can be deleted, be a replacement or become the default meanwhile', async () => {
    const { id } = await aProfileOf(1)
    const other = await aProfileOf(1, { name: 'Other' })
    const held = holdChunks()
    const { id: operationId } = await replace(id).expect(202)
    await aChunkWaits()
    const refused = { status: 409, body: { code: 'deployment-profiles.in-replacement' } }
    expect(await replace(id)).toMatchObject(refused)
    expect(await replace(customer.profileId, other.id)).toMatchObject(refused)
    expect(await replace(other.id, id)).toMatchObject(refused)
    expect(await ada.patch(`${path}/${id}`, { isDefault: true })).toMatchObject(refused)
    held.release()
    await finished(ada, customer, operationId)
    const { id: next } = await replace(other.id).expect(202)
    expect(await finished(ada, customer, next)).toMatchObject({ done: 1 })
  })
})

describe('the default profile', () => {
  const defaults = async () =>
    (await ada.get(path).expect(200)).items.filter((each: { isDefault: boolean }) => each.isDefault)
  const patch = (id: string, changes: unknown) => ada.patch(`${path}/${id}`, changes)

  test('DP-1: can be changed, and who is added without a profile then gets it', async () => {
    expect(await defaults()).toMatchObject([{ name: 'Do not deploy' }])
    expect(await patch(customer.profileId, { isDefault: true }).expect(200)).toMatchObject({
      isDefault: true,
    })
    expect(await defaults()).toMatchObject([{ id: customer.profileId }])
    expect(await auditTrailOf(ada, customer)).toContain('profile.changed')
    const { items } = await ada.get(`${customer.path}/events`).expect(200)
    expect(items[0]).toMatchObject({
      subjectId: customer.profileId,
      changes: [{ field: 'isDefault', before: false, after: true }],
    })
    const anna = await aSubscriber(ada, customer, { profileId: undefined })
    expect(anna.profileId).toBe(customer.profileId)
  })

  test('DP-1: is made so together with other changes, and again without another event', async () => {
    await patch(customer.profileId, { isDefault: true, refreshHours: 12 }).expect(200)
    const before = await auditTrailOf(ada, customer)
    const again = await patch(customer.profileId, { isDefault: true }).expect(200)
    expect(again).toMatchObject({ refreshHours: 12, version: 2 })
    expect(await auditTrailOf(ada, customer)).toEqual(before)
  })

  test('DP-1: an unknown profile, or that of another account, does not become it; one does not stop being it', async () => {
    const other = await aCustomer(ada, { name: 'Globex' })
    for (const id of [other.profileId, newId()]) {
      expect((await patch(id, { isDefault: true })).status).toBe(404)
    }
    const [{ id }] = await defaults()
    expect(await patch(id, { isDefault: false })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'isDefault', message: 'Make another profile the default instead.' }] },
    })
    expect(await defaults()).toMatchObject([{ id }])
  })

  test('DP-1: when another is it, Do not deploy can still neither be deleted nor begin to deploy, unless there is a second like it', async () => {
    const [{ id }] = await defaults()
    await patch(customer.profileId, { isDefault: true }).expect(200)
    const refused = { status: 409, body: { code: 'deployment-profiles.last-do-not-deploy' } }
    expect(await ada.delete(`${path}/${id}`)).toMatchObject(refused)
    expect(await patch(id, { doNotDeploy: false })).toMatchObject(refused)
    await ada.post(path, { name: 'Waiting room', doNotDeploy: true }).expect(201)
    await ada.delete(`${path}/${id}`).expect(204)
  })
})

describe('people whom only the gateway serves', () => {
  const gatewayOnly = { pbxSipHost: null, pbxSipUserName: null, pbxSipPassword: null }
  const missing = (count: number) => ({
    status: 409,
    body: { code: 'deployment-profiles.pbx-fields-missing', count },
  })

  /** A profile with a gateway, one person who needs it, and one who has a PBX account too. */
  async function aGatewayProfile() {
    const profile = await aProfileOf(1, { mbgSipHost: 'mbg.acme.example' })
    const { id: only } = await aSubscriber(ada, customer, { ...gatewayOnly, profileId: profile.id })
    return { ...profile, only }
  }

  test('MU-9: get a stand-alone profile by a deletion only where the caller names how many they are', async () => {
    const { id, only } = await aGatewayProfile()
    expect(await replace(id)).toMatchObject(missing(1))
    expect(await replace(id, `${customer.profileId}&pbxFieldsMissing=0`)).toMatchObject(missing(1))
    expect(await profileOf(only)).toBe(id)
    const operation = await replace(id, `${customer.profileId}&pbxFieldsMissing=1`).expect(202)
    expect(await finished(ada, customer, operation.id)).toMatchObject({ done: 2 })
    expect(await profileOf(only)).toBe(customer.profileId)
  })

  test('MU-9: get another gateway, or a profile that does not deploy, without a question', async () => {
    const { id } = await aGatewayProfile()
    const other = await ada.post(path, { name: 'Other', mbgSipHost: 'mbg2.acme.example' }).expect(201)
    const moved = await replace(id, other.id).expect(202)
    await finished(ada, customer, moved.id)
    const never = await ada.post(path, { name: 'Never', doNotDeploy: true }).expect(201)
    await replace(other.id, never.id).expect(202)
  })

  test('MU-9: lose the gateway of their own profile only where the caller names how many they are', async () => {
    const { id } = await aGatewayProfile()
    const taken = { mbgSipHost: null }
    expect(await ada.patch(`${path}/${id}`, taken)).toMatchObject(missing(1))
    expect(await ada.patch(`${path}/${id}`, { ...taken, doNotDeploy: true }).expect(200)).toMatchObject(taken)
    expect(await ada.patch(`${path}/${id}`, { doNotDeploy: false })).toMatchObject(missing(1))
    await ada.patch(`${path}/${id}?pbxFieldsMissing=1`, { doNotDeploy: false }).expect(200)
    // Nothing is taken away any more.
    await ada.patch(`${path}/${id}`, { refreshHours: 12 }).expect(200)
  })

  test('MU-9: can then still be changed in whatever does not decide where they register', async () => {
    const { id, only } = await aGatewayProfile()
    await ada.patch(`${path}/${id}?pbxFieldsMissing=1`, { mbgSipHost: null }).expect(200)
    const record = `${customer.path}/subscribers/${only}`
    expect(await ada.patch(record, { language: 'de' }).expect(200)).toMatchObject({ language: 'de' })
    expect(await ada.patch(record, { pbxSipUserName: '1001' })).toMatchObject({
      status: 422,
      body: { code: 'subscribers.stand-alone' },
    })
  })
})
