import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anAdminOf, aPerson, aSubscriber, finished } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let carla: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  carla = await anAdminOf(app, customer)
})
afterAll(() => app.stop())

const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })

describe('two admins who change one record at once', () => {
  test('lose no change in 50 rounds: one is saved, and the other is told whose', async () => {
    const { id } = await aSubscriber(ada, customer)
    const path = `${customer.path}/subscribers/${id}`
    for (let round = 1; round <= 50; round++) {
      const { version } = await ada.get(path).expect(200)
      const [adas, carlas] = await Promise.all([
        ada.patch(path, { directoryNumber: `1${round}` }, ifMatch(version)),
        carla.patch(path, { voicemailNumber: `2${round}`, directoryNumber: `3${round}` }, ifMatch(version)),
      ])
      expect([adas.status, carlas.status].sort()).toEqual([200, 412])
      const [won, lost] = adas.status === 200 ? [adas, carlas] : [carlas, adas]
      expect(await ada.get(path).expect(200)).toEqual(won.body)
      expect(won.body).toMatchObject(
        won === adas
          ? { directoryNumber: `1${round}` }
          : { voicemailNumber: `2${round}`, directoryNumber: `3${round}` },
      )
      expect(won.body.version).toBe(version + 1)
      expect(lost.body).toMatchObject({
        code: 'http.stale',
        changedBy: nameOf[won === adas ? 'ada' : 'carla'],
      })
      expect(lost.body.detail).toContain(lost.body.changedBy)
    }
  }, 60_000)

  test('of a profile, an account and the e-mail are told whose change was first', async () => {
    const records: Array<[string, 'patch' | 'put', object]> = [
      [`${customer.path}/deployment-profiles/${customer.profileId}`, 'patch', { name: 'Hers' }],
      [customer.path, 'patch', { name: 'Hers Ltd' }],
    ]
    for (const [path, verb, change] of records) {
      const { version } = await ada.get(path).expect(200)
      await carla[verb](path, change, ifMatch(version)).expect(200)
      const lost = await ada[verb](path, { name: 'Mine' }, ifMatch(version))
      expect(lost, path).toMatchObject({ status: 412, body: { code: 'http.stale', changedBy: nameOf.carla } })
      expect((await ada.get(path).expect(200)).name).toBe((change as { name: string }).name)
    }
    const path = `${customer.path}/deployment-email/en`
    const { version, subject, body } = await ada.get(path).expect(200)
    await carla.put(path, { subject: 'Hers', body }, ifMatch(version)).expect(200)
    const lost = await ada.put(path, { subject, body: `${body}\n` }, ifMatch(version))
    expect(lost).toMatchObject({ status: 412, body: { changedBy: nameOf.carla } })
  })

  test('are told nobody when no person is known', async () => {
    const { id, version } = await aSubscriber(ada, customer, { pbxSipUserName: '1003' })
    const path = `${customer.path}/subscribers/${id}`
    await asSuperuser(
      app.database,
      `update app.subscribers set version = version + 1, updated_at = now() + interval '1 hour' where subscriber_id = $1`,
      [id],
    )
    const lost = await carla.patch(path, { directoryNumber: '9' }, ifMatch(version))
    expect(lost.status).toBe(412)
    expect(lost.body).not.toHaveProperty('changedBy')
    expect(lost.body.detail).toMatch(/^Somebody else has changed this/)
  })

  test('are told who asked for it when the change was one in bulk', async () => {
    const { id, version } = await aSubscriber(ada, customer, { pbxSipUserName: '1002' })
    const path = `${customer.path}/subscribers/${id}`
    const other = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Replacement', pinRequired: false })
      .expect(201)
    const operation = await ada
      .delete(`${customer.path}/deployment-profiles/${customer.profileId}?replacementId=${other.id}`)
      .expect(202)
    await finished(ada, customer, operation.id)
    const lost = await carla.patch(path, { directoryNumber: '9' }, ifMatch(version))
    expect(lost).toMatchObject({ status: 412, body: { changedBy: nameOf.ada } })
  })
})

describe('UA-4: two admins who change one person at once', () => {
  test('lose none of 500 changes: each goes on from the one before, and so the history has them', async () => {
    const { id } = await aPerson(app, customer, {
      email: 'dora@acme.example',
      columns: { mobile: mobileOf(0) },
    })
    const path = `${customer.path}/users/${id}`
    /** Counts the number up so many times. @returns how often somebody else was faster */
    const countUp = async (admin: ApiClient, times: number): Promise<number> => {
      let stale = 0
      for (let made = 0; made < times; ) {
        const { mobile, version } = await admin.get(path).expect(200)
        const { status } = await admin.patch(path, { mobile: mobileAfter(mobile) }, ifMatch(version))
        expect([200, 412]).toContain(status)
        if (status === 200) made += 1
        else stale += 1
      }
      return stale
    }
    const stale = await Promise.all([countUp(ada, 250), countUp(carla, 250)])
    expect(stale[0] + stale[1]).toBeGreaterThan(50)
    expect(await ada.get(path).expect(200)).toMatchObject({ mobile: mobileOf(500), version: 501 })

    const { items } = await ada
      .get(`${customer.path}/events?subjectId=${id}&action=user.changed&limit=500`)
      .expect(200)
    const inOrder = items.toReversed()
    expect(inOrder.map(({ changes }: { changes: unknown }) => changes)).toEqual(
      Array.from({ length: 500 }, (_, made) => [
        { field: 'mobile', before: mobileOf(made), after: mobileOf(made + 1) },
      ]),
    )
    const byCarla = inOrder.filter(({ actorName }: { actorName: string }) => actorName === nameOf.carla)
    expect(byCarla).toHaveLength(250)
  }, 120_000)
})

describe('two admins who change different fields at once, and do not say which version they have seen', () => {
  test('UA-4: of a person: both changes stand, in each of 50 rounds', async () => {
    const { id } = await aPerson(app, customer, { email: 'fred@acme.example' })
    await bothStand(`${customer.path}/users/${id}`, (round) => [
      { mobile: mobileOf(round) },
      { language: round % 2 === 0 ? 'de' : 'fr' },
    ])
  })

  test('MU-1: of a subscriber: both changes stand, in each of 50 rounds', async () => {
    const profile = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Spare', pinRequired: false })
      .expect(201)
    const { id } = await aSubscriber(ada, customer, { profileId: profile.id, pbxSipUserName: '1004' })
    await bothStand(`${customer.path}/subscribers/${id}`, (round) => [
      { directoryNumber: `1${round}` },
      { voicemailNumber: `2${round}` },
    ])
  })

  async function bothStand(path: string, changesOf: (round: number) => [object, object]): Promise<void> {
    for (let round = 1; round <= 50; round++) {
      const { version } = await ada.get(path).expect(200)
      const [hers, theirs] = changesOf(round)
      await Promise.all([ada.patch(path, hers).expect(200), carla.patch(path, theirs).expect(200)])
      expect(await ada.get(path).expect(200)).toMatchObject({ ...hers, ...theirs, version: version + 2 })
    }
  }
})

const nameOf = { ada: 'ada', carla: 'Carla Rossi' }

const mobileOf = (count: number) => `+49171${1_000_000 + count}`
const mobileAfter = (mobile: string) => `+${Number(mobile.slice(1)) + 1}`
