import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, auditTrailOf, timelineOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let path: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  path = `${customer.path}/subscribers`
})
afterAll(() => app.stop())

const one = (id: string) => ada.get(`${path}/${id}`).expect(200)
const errorPaths = (body: { errors: Array<{ path: string }> }) => body.errors.map((error) => error.path)

describe('changing a subscriber', () => {
  test('touches what is given, null clears, and each change makes a version', async () => {
    const anna = await aSubscriber(ada, customer, { voicemailNumber: '9000' })
    const changed = await ada
      .patch(`${path}/${anna.id}`, { firstName: 'Änne', voicemailNumber: null })
      .expect(200)
    const { updatedAt: _, ...rest } = anna
    expect(changed).toMatchObject({ ...rest, firstName: 'Änne', voicemailNumber: null, version: 2 })
  })

  test('of an older version is refused with 412, and changes nothing', async () => {
    const anna = await aSubscriber(ada, customer)
    await ada.patch(`${path}/${anna.id}`, { firstName: 'One' }, { 'if-match': '"1"' }).expect(200)
    expect(await ada.patch(`${path}/${anna.id}`, { firstName: 'Two' }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'http.stale' },
    })
    expect((await one(anna.id)).firstName).toBe('One')
  })

  test('MU-1: an emptied directory number is the PBX user name again', async () => {
    const anna = await aSubscriber(ada, customer, { directoryNumber: '77' })
    expect(
      (await ada.patch(`${path}/${anna.id}`, { directoryNumber: null }).expect(200)).directoryNumber,
    ).toBe('1001')
  })

  test('MU-9: a stored password counts as present; clearing it is refused', async () => {
    const anna = await aSubscriber(ada, customer)
    await ada.patch(`${path}/${anna.id}`, { pbxSipHost: 'new.acme.example' }).expect(200)
    for (const changes of [{ pbxSipPassword: null }, { pbxSipHost: null }, { pbxSipUserName: null }]) {
      const answer = await ada.patch(`${path}/${anna.id}`, changes)
      expect(answer).toMatchObject({ status: 422, body: { code: 'subscribers.stand-alone' } })
      expect(errorPaths(answer.body)).toEqual(Object.keys(changes))
    }
  })

  test('MU-9: choosing a stand-alone profile demands the fields, a do-not-deploy one does not', async () => {
    const subscriber = await ada.post(path, { lastName: 'Bare', email: 'bare@acme.example' }).expect(201)
    const answer = await ada.patch(`${path}/${subscriber.id}`, { profileId: customer.profileId })
    expect(answer).toMatchObject({ status: 422, body: { code: 'subscribers.stand-alone' } })
    expect((await one(subscriber.id)).profileId).toBe(subscriber.profileId)
  })

  test('MU-7: a field that a component supplied is changed there; the others are still ours', async () => {
    const anna = await aSubscriber(ada, customer)
    await asSuperuser(
      app.database,
      "update app.subscribers set origin = 'connection', owners = $1 where subscriber_id = $2",
      [JSON.stringify({ lastName: newId(), pbxSipPassword: newId() }), anna.id],
    )
    for (const changes of [
      { lastName: 'Other' },
      { lastName: 'Other', deploymentPin: '1234' },
      { pbxSipPassword: 'x' },
    ]) {
      const answer = await ada.patch(`${path}/${anna.id}`, changes)
      expect(answer).toMatchObject({ status: 422, body: { code: 'subscribers.field-owned' } })
      expect(errorPaths(answer.body)).toEqual([Object.keys(changes)[0]])
    }
    expect(await one(anna.id)).toMatchObject({
      lastName: 'Kühn',
      secretsSet: { deploymentPin: false },
      version: 1,
    })
    await ada
      .patch(`${path}/${anna.id}`, {
        deploymentPin: '1234',
        language: 'de',
        profileId: customer.profileId,
        firstName: 'A',
      })
      .expect(200)
  })

  const supplied = {
    firstName: 'Other',
    lastName: 'Other',
    email: 'other@acme.example',
    directoryNumber: '4242',
    pbxSipHost: 'other.acme.example',
    pbxSipUserName: '4242',
    pbxSipPassword: 'other-s3cret',
    voicemailNumber: '4343',
    voicemailPin: '4343',
    mbgSipUserName: 'other',
    mbgSipPassword: 'other-s3cret',
    clientServiceHost: 'other.acme.example',
    clientServicePort: 8443,
    clientServiceUserName: 'other',
    clientServicePassword: 'other-s3cret',
  }
  const ours = { deploymentPin: '4711', language: 'fr' }

  test('MU-7: of a record by hand every field can be changed', async () => {
    const anna = await aSubscriber(ada, customer)
    for (const [field, value] of Object.entries({ ...supplied, ...ours })) {
      const changed = await ada.patch(`${path}/${anna.id}`, { [field]: value }).expect(200)
      if (field in changed.secretsSet) expect(changed.secretsSet[field], field).toBe(true)
      else expect(changed[field], field).toBe(value)
    }
    expect((await one(anna.id)).origin).toBe('manual')
  })

  test.each(
    Object.entries(supplied),
  )('MU-7: %s of a component is read-only, and it alone', async (field, value) => {
    const anna = await aSubscriber(ada, customer)
    await asSuperuser(
      app.database,
      "update app.subscribers set origin = 'connection', owners = $1 where subscriber_id = $2",
      [JSON.stringify({ [field]: newId() }), anna.id],
    )
    const { [field as keyof typeof supplied]: _, ...others } = supplied
    const both = await ada.patch(`${path}/${anna.id}`, { ...others, [field]: value })
    expect(both).toMatchObject({ status: 422, body: { code: 'subscribers.field-owned' } })
    expect(errorPaths(both.body)).toEqual([field])
    expect((await one(anna.id)).version).toBe(1)
    await ada.patch(`${path}/${anna.id}`, { ...others, ...ours, profileId: customer.profileId }).expect(200)
  })

  test('of another account is as unknown as one that does not exist', async () => {
    const anna = await aSubscriber(ada, customer)
    const other = await aCustomer(ada, { name: 'Hooli' })
    for (const id of [anna.id, newId()]) {
      const foreign = `${other.path}/subscribers/${id}`
      for (const answer of [
        await ada.get(foreign),
        await ada.get(`${foreign}/timeline`),
        await ada.get(`${foreign}/clients`),
        await ada.patch(foreign, { firstName: 'Mine' }),
        await ada.delete(foreign),
        await ada.delete(`${foreign}/clients/${newId()}`),
      ]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
      }
    }
    expect((await one(anna.id)).firstName).toBe('Anna')
  })

  test('is written on the timeline and in the audit, with names of fields and no secret', async () => {
    const anna = await aSubscriber(ada, customer)
    await ada.patch(`${path}/${anna.id}`, { pbxSipPassword: 'n3w-s3cret', firstName: 'Änne' }).expect(200)
    expect(await timelineOf(ada, customer, anna.id)).toEqual(['subscriber.added', 'subscriber.changed'])
    const { items } = await ada.get(`/accounts/${customer.id}/events`).expect(200)
    expect(items[0]).toMatchObject({
      action: 'subscriber.changed',
      subjectId: anna.id,
      actorName: 'ada',
      fromPartner: true,
      details: { pbxSipPassword: 'changed', firstName: 'Änne' },
    })
  })
})

describe('deleting a subscriber', () => {
  test('CD-11: removes it, and is written down', async () => {
    const anna = await aSubscriber(ada, customer)
    await ada.delete(`${path}/${anna.id}`).expect(204)
    expect((await ada.get(`${path}/${anna.id}`)).status).toBe(404)
    expect((await ada.delete(`${path}/${anna.id}`)).status).toBe(404)
    expect((await auditTrailOf(ada, customer)).at(-1)).toBe('subscriber.deleted')
  })
})
