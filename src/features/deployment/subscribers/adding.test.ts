import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'

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

  test.each([
    ['names a border gateway', { mbgSipHost: 'mbg.acme.example' }],
    ['does not deploy', { doNotDeploy: true }],
  ])('MU-9: where the profile %s, nothing of the PBX is demanded', async (name, profile) => {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name, ...profile })
      .expect(201)
    const made = await ada.post(path, { profileId, lastName: 'X', email: 'x@acme.example' }).expect(201)
    expect(made).toMatchObject({ pbxSipHost: null, secretsSet: { pbxSipPassword: false } })
  })

  test.each([
    [undefined, false],
    ['0042', true],
    ['1'.repeat(20), true],
  ])('MU-11: a deployment PIN is optional, and has 4 to 20 digits: %s', async (deploymentPin, isSet) => {
    const made = await aSubscriber(ada, customer, { deploymentPin })
    expect(made.secretsSet.deploymentPin).toBe(isSet)
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
    ['firstName', 'An\nna', 'Anna'],
    ['lastName', 'A\u2028B', 'Kühn'],
    ['lastName', 'A\u0007B', 'Kühn'],
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
