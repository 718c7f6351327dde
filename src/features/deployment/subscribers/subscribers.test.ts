import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, auditTrailOf, deployTo, timelineOf } from '#tests/harness/people.ts'
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

describe('adding a subscriber', () => {
  test('MU-1 CD-2: takes every field, and shows it in list and record under the names of the columns', async () => {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'With gateway', mbgSipHost: 'mbg.acme.example' })
      .expect(201)
    const given = {
      profileId,
      firstName: 'Zoë',
      lastName: "O'Brien",
      email: 'zoe@acme.example',
      language: 'fr',
      directoryNumber: '+4989*12#',
      pbxSipHost: 'pbx.acme.example',
      pbxSipUserName: '1007',
      voicemailNumber: '9000',
      mbgSipUserName: 'mbg-1007',
      clientServiceHost: 'clients.acme.example',
      clientServicePort: 443,
      clientServiceUserName: 'zoe',
    }
    const secrets = {
      pbxSipPassword: 'pbx-s3cret',
      voicemailPin: '0071',
      mbgSipPassword: {
        ha1: '0123456789abcdef0123456789abcdef',
        realm: 'mbg.acme.example',
        algorithm: 'MD5',
      },
      clientServicePassword: 'service-s3cret',
      deploymentPin: '004711',
    }
    const answer = await ada.post(path, { ...given, ...secrets })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(answer.body).toMatchObject({
      ...given,
      mbgSipHost: 'mbg.acme.example',
      origin: 'manual',
      owners: {},
      state: 'new',
      deployedAt: null,
      downloadedAt: null,
      clientCount: 0,
      flags: {
        updatePending: false,
        forcePending: false,
        redeployRequired: false,
        locked: false,
        linkExpired: false,
      },
      secretsSet: {
        pbxSipPassword: true,
        voicemailPin: true,
        mbgSipPassword: true,
        clientServicePassword: true,
        deploymentPin: true,
      },
    })
    const { items } = await ada.get(path).expect(200)
    expect(items).toContainEqual(answer.body)
  })

  test('MU-2: last name and e-mail address are required, and nothing is made without them', async () => {
    const before = (await ada.get(`${path}/count`).expect(200)).count
    const answer = await ada.post(path, { firstName: 'Nobody' })
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    expect(errorPaths(answer.body).sort()).toEqual(['email', 'lastName'])
    expect((await ada.get(`${path}/count`).expect(200)).count).toBe(before)
  })

  test('MU-1: the directory number is the PBX user name where none is given', async () => {
    expect((await aSubscriber(ada, customer, { pbxSipUserName: '1234' })).directoryNumber).toBe('1234')
    expect((await aSubscriber(ada, customer, { directoryNumber: '77' })).directoryNumber).toBe('77')
  })

  test("without a profile it gets the account's default one, which does not deploy", async () => {
    const subscriber = await ada.post(path, { lastName: 'Default', email: 'd@acme.example' }).expect(201)
    const profile = await ada.get(`${customer.path}/deployment-profiles/${subscriber.profileId}`).expect(200)
    expect(profile).toMatchObject({ isDefault: true, doNotDeploy: true })
  })

  test('MU-4: the gateway comes from the profile and cannot be typed', async () => {
    const answer = await ada.post(path, {
      lastName: 'X',
      email: 'x@acme.example',
      mbgSipHost: 'mine.example.com',
    })
    expect(answer.status).toBe(422)
  })

  test('MU-6: an unknown language is an error that lists the known ones', async () => {
    const answer = await ada.post(path, { lastName: 'X', email: 'x@acme.example', language: 'it' })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toMatchObject([
      { path: 'language', message: expect.stringContaining('en, de, fr, es, pt') },
    ])
  })

  test('MU-9: stand-alone, the PBX fields are demanded with the reason', async () => {
    const bare = { profileId: customer.profileId, lastName: 'X', email: 'x@acme.example' }
    const answer = await ada.post(path, bare)
    expect(answer).toMatchObject({ status: 422, body: { code: 'subscribers.stand-alone' } })
    expect(errorPaths(answer.body)).toEqual(['pbxSipHost', 'pbxSipUserName', 'pbxSipPassword'])
    expect(answer.body.detail).toContain('no border gateway')
    const partly = await ada.post(path, { ...bare, pbxSipHost: 'pbx.acme.example', pbxSipUserName: '1' })
    expect(errorPaths(partly.body)).toEqual(['pbxSipPassword'])
  })

  test('MU-9: a profile of another account is unknown, like one that does not exist', async () => {
    const other = await aCustomer(ada, { name: 'Globex' })
    for (const profileId of [other.profileId, newId()]) {
      expect(await ada.post(path, { lastName: 'X', email: 'x@acme.example', profileId })).toMatchObject({
        status: 422,
        body: { code: 'deployment-profiles.unknown' },
      })
    }
  })

  test('a person of another account cannot be linked', async () => {
    const { user } = await ada.get('/sessions/current').expect(200)
    for (const userId of [user.id, newId()]) {
      expect(await ada.post(path, { lastName: 'X', email: 'x@acme.example', userId })).toMatchObject({
        status: 422,
        body: { code: 'subscribers.user-unknown' },
      })
    }
  })

  test.each([
    ['pbxSipHost', 'sip:pbx.acme.example', 'pbx.example.com'],
    ['pbxSipHost', 'pbx.acme.example:5060', 'pbx.example.com'],
    ['pbxSipHost', '300.1.1.1', 'pbx.example.com'],
    ['clientServiceHost', '192.0.2.1', 'clients.example.com'],
    ['clientServiceHost', 'clients.acme.example/path', 'clients.example.com'],
    ['clientServicePort', 0, '443'],
    ['clientServicePort', 65_536, '443'],
    ['directoryNumber', '12 34', '1001'],
    ['directoryNumber', '1'.repeat(33), '1001'],
    ['voicemailNumber', 'x', '1001'],
    ['voicemailPin', '12a4', '4711'],
    ['deploymentPin', '123', '482913'],
    ['deploymentPin', '1'.repeat(21), '482913'],
    ['deploymentPin', 'abcd', '482913'],
    ['email', 'anna', 'anna.kuehn@example.com'],
    ['lastName', 'A\u0000B', 'Kühn'],
    ['pbxSipUserName', '10 01', '1001'],
  ])('MU-11 MU-15: %s = %j is refused at that field with an example', async (field, value, example) => {
    const anna = { lastName: 'X', email: 'x@acme.example', [field]: value }
    const answer = await ada.post(path, anna)
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    expect(answer.body.errors).toMatchObject([{ path: field, message: expect.stringContaining(example) }])
  })

  test.each([
    '192.0.2.10',
    '2001:db8::1',
    '[2001:db8::1]',
    'PBX.acme.example',
  ])('MU-15: a SIP host may be %s', async (pbxSipHost) => {
    const made = await aSubscriber(ada, customer, { pbxSipHost })
    expect(made.pbxSipHost).toBe(pbxSipHost.toLowerCase().replace(/[[\]]/g, ''))
  })
})

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

describe('secrets', () => {
  test('MU-14: stand in no answer, list, audit, timeline, operation or stored row', async () => {
    const secrets = {
      pbxSipPassword: 'PBX-7f3a9c',
      voicemailPin: '90817263',
      mbgSipPassword: 'MBG-7f3a9c',
      clientServicePassword: 'CSP-7f3a9c',
      deploymentPin: '3141592653',
    }
    const made = await ada.post(path, {
      ...secrets,
      profileId: customer.profileId,
      lastName: 'Silent',
      email: 'silent@acme.example',
      pbxSipHost: 'pbx.acme.example',
      pbxSipUserName: '1077',
    })
    const changed = await ada.patch(`${path}/${made.body.id}`, { ...secrets, deploymentPin: '2718281828' })
    const refused = await ada.patch(`${path}/${made.body.id}`, { ...secrets, email: 'no address' })
    const operation = await deployTo(ada, customer, [made.body.id])
    const answers = await Promise.all(
      [
        path,
        `${path}/${made.body.id}`,
        `${path}/${made.body.id}/timeline`,
        `${path}/${made.body.id}/clients`,
        `${customer.path}/events`,
        `${customer.path}/operations`,
        `${customer.path}/operations/${operation.id}/items`,
      ].map((each) => ada.get(each).expect(200)),
    )
    const stored = await asSuperuser(
      app.database,
      `select (select json_agg(t) from app.subscribers t) as subscribers, (select json_agg(t) from app.audit_events t) as events,
              (select json_agg(t) from app.timeline_entries t) as timeline, (select json_agg(t) from app.operations t) as operations,
              (select json_agg(t) from app.outgoing_mails t) as mails, (select json_agg(t) from app.deployments t) as deployments,
              (select json_agg(t) from graphile_worker._private_jobs t) as jobs`,
    )
    const everything = JSON.stringify([made.body, changed.body, refused.body, answers, stored, app.logged])
    for (const secret of [...Object.values(secrets), '2718281828']) expect(everything).not.toContain(secret)
  })
})
