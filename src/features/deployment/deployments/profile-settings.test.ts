import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, finished } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone, useLink } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

const gateway = { mbgSipHost: 'mbg.acme.example' }

async function aProfile(given: object): Promise<string> {
  const profile = { name: newId(), pinRequired: false, ...given }
  return (await ada.post(`${customer.path}/deployment-profiles`, profile).expect(201)).id
}

/** Anna at the PBX and at the border gateway, with this profile and with a phone. */
async function annaWithPhone(profile: object, record: object = {}) {
  const profileId = await aProfile(profile)
  const mbg = { mbgSipUserName: 'gw1001', mbgSipPassword: 's3cret-gateway' }
  const { id } = await aSubscriber(ada, customer, { profileId, ...mbg, ...record })
  const phone = await aPhone(app, await aLink(app, ada, customer, id))
  return { id, profileId, ...phone, configuration: JSON.parse(phone.document) }
}
const shown = (id: string) => ada.get(`${customer.path}/subscribers/${id}`).expect(200)
const changeProfile = (id: string, changes: object) =>
  ada.patch(`${customer.path}/deployment-profiles/${id}`, changes).expect(200)

describe('the profile adds what the record does not hold', () => {
  test('MU-3 DP-2: for PBX and MBG each domain, realm, port, transport, media security; expiry, codecs, schedule', async () => {
    const { configuration } = await annaWithPhone({
      ...gateway,
      mbgSipDomain: 'sip.acme.example',
      mbgRealm: 'gateway realm',
      mbgSipPort: 5071,
      mbgTransport: 'tls',
      mbgMediaSecurity: 'sdes',
      pbxSipDomain: 'voice.acme.example',
      pbxRealm: 'pbx realm',
      pbxSipPort: 5070,
      pbxTransport: 'tcp',
      pbxMediaSecurity: 'dtls',
      registrationExpirySeconds: 900,
      voicemailNumber: '*90',
      codecs: ['PCMA', 'g722'],
      refreshHours: 6,
    })
    expect(configuration).toMatchObject({
      refreshHours: 6,
      codecs: ['PCMA', 'G722'],
      voicemailNumber: '*90',
    })
    expect(configuration.accounts).toEqual([
      {
        role: 'pbx',
        host: 'pbx.acme.example',
        port: 5070,
        domain: 'voice.acme.example',
        realm: 'pbx realm',
        transport: 'tcp',
        mediaSecurity: 'dtls',
        userName: '1001',
        secret: { clear: 's3cret-Anna' },
        registrationExpirySeconds: 900,
      },
      {
        role: 'mbg',
        host: 'mbg.acme.example',
        port: 5071,
        domain: 'sip.acme.example',
        realm: 'gateway realm',
        transport: 'tls',
        mediaSecurity: 'sdes',
        userName: 'gw1001',
        secret: { clear: 's3cret-gateway' },
        registrationExpirySeconds: 900,
      },
    ])
  })

  test('DP-2: a blank SIP domain is the host, and a blank realm is the domain', async () => {
    const { configuration } = await annaWithPhone({ ...gateway, mbgSipDomain: 'sip.acme.example' })
    expect(configuration.accounts).toMatchObject([
      { host: 'pbx.acme.example', domain: 'pbx.acme.example', realm: 'pbx.acme.example' },
      { host: 'mbg.acme.example', domain: 'sip.acme.example', realm: 'sip.acme.example' },
    ])
  })

  test('MU-3: what the record holds stays the record’s: its voicemail number beats that of the profile', async () => {
    const { configuration } = await annaWithPhone({ voicemailNumber: '*90' }, { voicemailNumber: '*97' })
    expect(configuration.voicemailNumber).toBe('*97')
  })

  test('MU-3 CD-6: a client gets a changed profile at its next fetch, without a new deployment', async () => {
    const anna = await annaWithPhone({ refreshHours: 12 })
    await changeProfile(anna.profileId, { refreshHours: 3, pbxTransport: 'tcp' })
    const fetched = JSON.parse((await fetchAsPhone(anna.url)).text)
    expect(fetched).toMatchObject({ refreshHours: 3, accounts: [{ transport: 'tcp' }] })
  })
})

describe('the border gateway', () => {
  test('MU-4: its host is that of the profile: shown, told to clients, and typed nowhere', async () => {
    const anna = await annaWithPhone(gateway)
    expect((await shown(anna.id)).mbgSipHost).toBe('mbg.acme.example')
    const path = `${customer.path}/subscribers/${anna.id}`
    expect((await ada.patch(path, { mbgSipHost: 'mine.acme.example' })).status).toBe(422)
    await changeProfile(anna.profileId, { mbgSipHost: 'mbg2.acme.example' })
    expect((await shown(anna.id)).mbgSipHost).toBe('mbg2.acme.example')
    const fetched = JSON.parse((await fetchAsPhone(anna.url)).text)
    expect(fetched.accounts[1]).toMatchObject({ role: 'mbg', host: 'mbg2.acme.example' })
    await changeProfile(anna.profileId, { mbgSipHost: null })
    expect((await shown(anna.id)).mbgSipHost).toBeNull()
  })

  test('MU-5: the MBG SIP user name may be entered by hand, and clients register with it', async () => {
    const anna = await annaWithPhone(gateway, { mbgSipUserName: null, mbgSipPassword: null })
    expect(anna.configuration.accounts).toHaveLength(1)
    const path = `${customer.path}/subscribers/${anna.id}`
    await ada.patch(path, { mbgSipUserName: 'gw-2002', mbgSipPassword: 's3cret-new' }).expect(200)
    expect((await shown(anna.id)).mbgSipUserName).toBe('gw-2002')
    const fetched = JSON.parse((await fetchAsPhone(anna.url)).text)
    expect(fetched.accounts[1]).toMatchObject({ role: 'mbg', userName: 'gw-2002' })
  })

  test('MU-5: one that the MBG supplied is told to clients like one by hand, and is changed there only', async () => {
    const anna = await annaWithPhone(gateway)
    await asSuperuser(
      app.database,
      `update app.subscribers set origin = 'connection', mbg_sip_user_name = 'from-mbg', owners = $1 where subscriber_id = $2`,
      [JSON.stringify({ mbgSipUserName: newId() }), anna.id],
    )
    const answer = await ada.patch(`${customer.path}/subscribers/${anna.id}`, { mbgSipUserName: 'mine' })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'subscribers.field-owned', errors: [{ path: 'mbgSipUserName' }] },
    })
    const fetched = JSON.parse((await fetchAsPhone(anna.url)).text)
    expect(fetched.accounts[1]).toMatchObject({ role: 'mbg', userName: 'from-mbg' })
  })
})

describe('the link', () => {
  test('DP-2: is open for as long as the profile says, and 72 hours where it says nothing', async () => {
    const [short, usual] = [await aProfile({ linkLifeHours: 2 }), await aProfile({})]
    const links = await Promise.all(
      [short, usual].map(async (profileId) => {
        const { id } = await aSubscriber(ada, customer, { profileId })
        return aLink(app, ada, customer, id)
      }),
    )
    const statuses = () =>
      Promise.all(
        links.map(async (token) => {
          const { status, body } = await useLink(app, token, { client: 'generic' })
          return status === 200 ? 'open' : body.code
        }),
      )
    expect(await statuses()).toEqual(['open', 'open'])
    app.clock.advance({ hours: 2, seconds: 1 })
    expect(await statuses()).toEqual(['deployment.link-expired', 'open'])
    app.clock.advance({ hours: 69, minutes: 59 })
    expect(await statuses()).toEqual(['deployment.link-expired', 'open'])
    app.clock.advance({ minutes: 1 })
    expect(await statuses()).toEqual(['deployment.link-expired', 'deployment.link-expired'])
  })

  test('DP-2: needs a PIN unless the profile says otherwise', async () => {
    ada = await app.ada()
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: newId() })
      .expect(201)
    const { id } = await aSubscriber(ada, customer, { profileId })
    const asked = await ada.post(`${customer.path}/deployments`, { selection: { ids: [id] } }).expect(202)
    expect(await finished(ada, customer, asked.id)).toMatchObject({ done: 0, skipped: 1 })
  })
})
