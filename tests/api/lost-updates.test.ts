import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anAdminOf, aSubscriber, finished } from '../harness/people.ts'
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

const nameOf = { ada: 'ada', carla: 'Carla Rossi' }
