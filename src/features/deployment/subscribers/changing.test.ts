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

  test('MU-1: the default is taken when the record is made: another user name leaves the number that people dial', async () => {
    const anna = await aSubscriber(ada, customer, { pbxSipUserName: '2001' })
    const changed = await ada.patch(`${path}/${anna.id}`, { pbxSipUserName: '9999' }).expect(200)
    expect(changed.directoryNumber).toBe('2001')
    const both = { pbxSipUserName: '9998', directoryNumber: null }
    expect((await ada.patch(`${path}/${anna.id}`, both).expect(200)).directoryNumber).toBe('9998')
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

  test('MU-7: an owned value that is given as it is changes nothing and is let pass, as in a CSV file', async () => {
    const anna = await aSubscriber(ada, customer)
    await asSuperuser(
      app.database,
      "update app.subscribers set origin = 'connection', owners = $1 where subscriber_id = $2",
      [JSON.stringify({ lastName: newId(), pbxSipHost: newId() }), anna.id],
    )
    const same = { lastName: 'Kühn', pbxSipHost: 'PBX.acme.example' }
    expect((await ada.patch(`${path}/${anna.id}`, same).expect(200)).version).toBe(1)
    const changed = await ada.patch(`${path}/${anna.id}`, { ...same, language: 'fr' }).expect(200)
    expect(changed).toMatchObject({ lastName: 'Kühn', language: 'fr', version: 2 })
    const refused = await ada.patch(`${path}/${anna.id}`, { ...same, lastName: 'Berg', language: 'es' })
    expect(errorPaths(refused.body)).toEqual(['lastName'])
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
      details: { firstName: 'Änne', lastName: 'Kühn' },
      changes: [
        { field: 'firstName', before: 'Anna', after: 'Änne' },
        { field: 'pbxSipPassword', before: null, after: null, secret: true },
      ],
    })
  })
})

describe('MU-14: a stored HA1 is good for one user name', () => {
  const ha1 = { ha1: 'a'.repeat(32), realm: 'pbx.acme.example', algorithm: 'MD5' }
  const other = { ...ha1, ha1: 'b'.repeat(32) }
  const both = {
    ...{ pbxSipUserName: '2001', pbxSipPassword: ha1 },
    ...{ mbgSipUserName: 'gw2001', mbgSipPassword: ha1 },
  }
  let withGateway: { path: string; profileId: string }
  beforeAll(async () => {
    const made = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Gateway', mbgSipHost: 'mbg.acme.example' })
      .expect(201)
    withGateway = { path: customer.path, profileId: made.id }
  })

  test.each([
    ['pbxSipPassword', { pbxSipUserName: '9999' }],
    ['pbxSipPassword', { pbxSipUserName: null }],
    ['mbgSipPassword', { mbgSipUserName: 'gw9999' }],
    ['mbgSipPassword', { mbgSipUserName: 'gw9999', pbxSipPassword: 'n3w-s3cret' }],
  ])('another user name without %s is refused there, saying what to do: %j', async (field, changes) => {
    const { id } = await aSubscriber(ada, withGateway, both)
    const answer = await ada.patch(`${path}/${id}`, { firstName: 'Änne', ...changes })
    expect(answer).toMatchObject({ status: 422, body: { code: 'subscribers.hash-of-other-user' } })
    expect(answer.body.errors).toMatchObject([
      { path: field, message: expect.stringContaining('Enter the password') },
    ])
    expect(await one(id)).toMatchObject({ pbxSipUserName: '2001', firstName: 'Anna', version: 1 })
  })

  test('both at once are refused at both', async () => {
    const { id } = await aSubscriber(ada, withGateway, both)
    const answer = await ada.patch(`${path}/${id}`, { pbxSipUserName: '9999', mbgSipUserName: 'gw9999' })
    expect(errorPaths(answer.body)).toEqual(['pbxSipPassword', 'mbgSipPassword'])
  })

  test.each([
    ['a password in clear', 'n3w-s3cret'],
    ['an HA1 of its own', other],
    ['none', null],
  ])('another user name with %s is taken', async (_what, password) => {
    const { id } = await aSubscriber(ada, withGateway, both)
    const changes = { pbxSipUserName: '9999', pbxSipPassword: password }
    const changed = await ada.patch(`${path}/${id}`, changes).expect(200)
    expect(changed).toMatchObject({
      pbxSipUserName: '9999',
      secretsSet: { pbxSipPassword: password !== null },
    })
  })

  test('the same user name, another host, and a user name for a password in clear are no matter', async () => {
    const { id } = await aSubscriber(ada, withGateway, both)
    const rest = { pbxSipUserName: '2001', mbgSipUserName: 'gw2001', pbxSipHost: 'new.acme.example' }
    await ada.patch(`${path}/${id}`, rest).expect(200)
    const clear = await aSubscriber(ada, customer)
    await ada.patch(`${path}/${clear.id}`, { pbxSipUserName: '9999' }).expect(200)
  })

  test('the first user name of a record is the one that its HA1 waits for', async () => {
    const { id } = await aSubscriber(ada, withGateway, { ...both, mbgSipUserName: null })
    await ada.patch(`${path}/${id}`, { mbgSipUserName: 'gw2001' }).expect(200)
    expect((await ada.patch(`${path}/${id}`, { mbgSipUserName: 'gw9999' })).status).toBe(422)
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
