import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, auditTrailOf, timelineOf } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { EffectiveConfiguration, EffectiveValue } from './schema.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

async function annaWithPhone(given: object = {}, client = 'generic') {
  const { id } = await aSubscriber(ada, customer, given)
  const phone = await aPhone(app, await aLink(app, ada, customer, id), { client })
  const path = `${customer.path}/subscribers/${id}`
  const [{ id: clientId }] = (await ada.get(`${path}/clients`).expect(200)).items
  return { id, path, clientId, clientPath: `${path}/clients/${clientId}`, ...phone }
}

describe('one client', () => {
  test('is shown, and takes the name that people give it', async () => {
    const anna = await annaWithPhone()
    await ada.patch(anna.clientPath, { name: '  Anna at home ' }).expect(200)
    expect(await ada.get(anna.clientPath).expect(200)).toMatchObject({
      id: anna.clientId,
      name: 'Anna at home',
    })
    expect((await ada.patch(anna.clientPath, { name: '' })).status).toBe(422)
    expect((await auditTrailOf(ada, customer)).filter((action) => action === 'client.renamed')).toHaveLength(
      1,
    )
  })

  test('of another subscriber is not found', async () => {
    const [anna, bob] = [await annaWithPhone(), await annaWithPhone()]
    const foreign = `${bob.path}/clients/${anna.clientId}`
    expect((await ada.get(foreign)).status).toBe(404)
    expect((await ada.patch(foreign, { name: 'Mine' })).status).toBe(404)
    expect((await ada.delete(`${foreign}?reason=lost`)).status).toBe(404)
    expect((await ada.get(`${bob.path}/effective-configuration?client=${anna.clientId}`)).status).toBe(404)
    expect((await fetchAsPhone(anna.url)).text).toContain('s3cret-Anna')
  })
})

describe('Lost or stolen', () => {
  test('ends the client, forces the others, and says where the password must be changed by hand', async () => {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, {
        name: 'Two and a gateway',
        pinRequired: false,
        clientsPerLink: 2,
        mbgSipHost: 'mbg.acme.example',
      })
      .expect(201)
    const { id } = await aSubscriber(ada, customer, {
      profileId,
      mbgSipUserName: 'm1001',
      mbgSipPassword: 's3cret-mbg',
    })
    const token = await aLink(app, ada, customer, id)
    const [stolen, kept] = [await aPhone(app, token), await aPhone(app, token)]
    const path = `${customer.path}/subscribers/${id}`
    const { items } = await ada.get(`${path}/clients`).expect(200)
    const lost = await ada.delete(`${path}/clients/${items[1].id}?reason=lost`).expect(200)
    expect(lost).toMatchObject({
      client: { id: items[1].id, revokedBecause: 'lost' },
      rotateAt: [
        { account: 'pbx', host: 'pbx.acme.example', userName: '1001' },
        { account: 'mbg', host: 'mbg.acme.example', userName: 'm1001' },
      ],
      othersForced: true,
    })
    expect(lost.message).toContain('1001 at pbx.acme.example and of m1001 at mbg.acme.example')
    expect(JSON.parse((await fetchAsPhone(stolen.url)).text)).toMatchObject({ reset: true })
    expect((await ada.get(path).expect(200)).flags.forcePending).toBe(true)
    expect((await fetchAsPhone(kept.url)).text).toContain('s3cret-Anna')
    expect((await ada.get(path).expect(200)).flags.forcePending).toBe(false)
    expect(await timelineOf(ada, customer, id)).toEqual(
      expect.arrayContaining(['client.revoked', 'force.pending', 'force.obeyed']),
    )
    expect(await auditTrailOf(ada, customer)).toContain('client.lost')
  })
})

test('a client of a kind that no document resets is told with 410 that it was removed', async () => {
  const anna = await annaWithPhone({}, 'linphone')
  await asSuperuser(app.database, "update app.clients set kind = 'baresip' where client_id = $1", [
    anna.clientId,
  ])
  await ada.delete(anna.clientPath).expect(204)
  const last = await fetchAsPhone(anna.url)
  expect(last.status).toBe(410)
  expect(last.text).toContain('deployment.client-revoked')
  expect(last.text).not.toContain('s3cret')
})

describe('a fetch that changes nothing', () => {
  test('writes nothing; when the client was seen is written a few seconds later', async () => {
    const anna = await annaWithPhone()
    await fetchAsPhone(anna.url)
    const row = async () => {
      const statement = 'select xmin::text, last_seen_at, user_agent from app.clients where client_id = $1'
      return (await asSuperuser(app.database, statement, [anna.clientId]))[0]
    }
    const before = await row()
    app.clock.advance({ minutes: 1 })
    const again = await fetchAsPhone(anna.url, { headers: { 'user-agent': 'Linphone/6' } })
    expect(again.headers.get('x-rollcall-configuration-url')).toBe(anna.url)
    expect(await row()).toEqual(before)
    const after = await waitUntil(async () => ((await row()).xmin === before.xmin ? undefined : row()), {
      what: 'the sighting is written',
    })
    expect(after.last_seen_at.getTime()).toBeGreaterThan(before.last_seen_at.getTime())
    expect(after.user_agent).toBe('Linphone/6')
  })

  test('never answers with what was true before a change of the profile', async () => {
    const { id: profileId, version } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Changing', pinRequired: false })
      .expect(201)
    const anna = await annaWithPhone({ profileId })
    await fetchAsPhone(anna.url)
    expect((await fetchAsPhone(anna.url)).text).toContain('"port": 5060')
    const path = `${customer.path}/deployment-profiles/${profileId}`
    await ada.patch(path, { pbxSipPort: 5070 }, { 'if-match': `"${version}"` }).expect(200)
    expect((await fetchAsPhone(anna.url)).text).toContain('"port": 5070')
  })
})

describe('a first download', () => {
  test('within a minute of the delivery of the mail is flagged, on the timeline and on the client', async () => {
    const { id } = await aSubscriber(ada, customer)
    const token = await aLink(app, ada, customer, id)
    const path = `${customer.path}/subscribers/${id}`
    await waitUntil(async () => (await ada.get(path).expect(200)).state === 'sent', {
      what: 'the mail is out',
    })
    await aPhone(app, token)
    expect((await ada.get(`${path}/clients`).expect(200)).items).toMatchObject([
      { suspicious: 'within-60-seconds' },
    ])
    const { items } = await ada.get(`${path}/timeline`).expect(200)
    const download = items.find((entry: { kind: string }) => entry.kind === 'client.downloaded')
    expect(download.details).toMatchObject({ first: true, suspicious: 'within-60-seconds' })
  })

  test('within that minute is not flagged where a PIN had to be entered, which no mail scanner knows', async () => {
    const { id } = await aSubscriber(ada, customer, { deploymentPin: '482913' })
    const token = await aLink(app, ada, customer, id)
    const path = `${customer.path}/subscribers/${id}`
    await waitUntil(async () => (await ada.get(path).expect(200)).state === 'sent', {
      what: 'the mail is out',
    })
    await aPhone(app, token, { client: 'generic', pin: '482913' })
    expect((await ada.get(`${path}/clients`).expect(200)).items).toMatchObject([{ suspicious: null }])
    const { items } = await ada.get(`${path}/timeline`).expect(200)
    const download = items.find((entry: { kind: string }) => entry.kind === 'client.downloaded')
    expect(download.details).not.toHaveProperty('suspicious')
  })

  test('later than that is not', async () => {
    const { id } = await aSubscriber(ada, customer)
    const token = await aLink(app, ada, customer, id)
    const path = `${customer.path}/subscribers/${id}`
    await waitUntil(async () => (await ada.get(path).expect(200)).state === 'sent', {
      what: 'the mail is out',
    })
    app.clock.advance({ seconds: 61 })
    await aPhone(app, token)
    expect((await ada.get(`${path}/clients`).expect(200)).items).toMatchObject([{ suspicious: null }])
  })
})

describe('the effective configuration', () => {
  async function effective(
    path: string,
    query: string,
  ): Promise<{ values: Record<string, EffectiveValue>; format: EffectiveConfiguration['format'] }> {
    const { values, format } = await ada.get(`${path}/effective-configuration?${query}`).expect(200)
    return { values: Object.fromEntries(values.map((each: { key: string }) => [each.key, each])), format }
  }

  test('DP-2: says of every value where it comes from, and masks secrets', async () => {
    const anna = await annaWithPhone({ voicemailNumber: '*99' })
    const { values, format } = await effective(anna.path, 'kind=linphone')
    expect(values).toMatchObject({
      'accounts.pbx.host': {
        label: 'PBX host',
        value: 'pbx.acme.example',
        origin: 'subscriber',
        secret: false,
      },
      'accounts.pbx.port': { value: '5060', onPhone: 'unknown', differs: false },
      'accounts.pbx.secret': { value: '••••', secret: true },
    })
    const origins = Object.entries(values).map(([key, { value, origin }]) => [key, [value, origin]])
    expect(Object.fromEntries(origins)).toEqual({
      displayName: ['Anna Kühn', 'subscriber'],
      language: ['en', 'account'],
      refreshHours: ['24', 'profile'],
      codecs: ['opus, PCMA, PCMU', 'profile'],
      voicemailNumber: ['*99', 'subscriber'],
      'accounts.pbx.host': ['pbx.acme.example', 'subscriber'],
      'accounts.pbx.port': ['5060', 'default'],
      'accounts.pbx.domain': ['pbx.acme.example', 'default'],
      'accounts.pbx.realm': ['pbx.acme.example', 'default'],
      'accounts.pbx.transport': ['udp', 'profile'],
      'accounts.pbx.mediaSecurity': ['none', 'profile'],
      'accounts.pbx.userName': ['1001', 'subscriber'],
      'accounts.pbx.secret': ['••••', 'subscriber'],
      'accounts.pbx.registrationExpirySeconds': ['3600', 'profile'],
    })
    expect(format).toEqual({ kind: 'linphone', offered: true, reasonCode: null, field: null })
    expect(JSON.stringify(values)).not.toContain('s3cret')
  })

  test('DP-2 MU-6: the language is the account’s until the record has one of its own', async () => {
    const german = await aCustomer(ada, { name: 'Umbrella', language: 'de' })
    const { id } = await aSubscriber(ada, german)
    const path = `${german.path}/subscribers/${id}`
    const languageOf = async () => (await effective(path, 'kind=linphone')).values.language
    expect(await languageOf()).toMatchObject({ value: 'de', origin: 'account' })
    await ada.patch(path, { language: 'de' }).expect(200)
    expect(await languageOf()).toMatchObject({ value: 'de', origin: 'subscriber' })
  })

  test('shows beside each value what one phone has now, of secrets only whether they differ', async () => {
    const anna = await annaWithPhone({ voicemailNumber: '*99' })
    const query = `client=${anna.clientId}`
    const same = await effective(anna.path, query)
    expect(Object.values(same.values).filter(({ differs }) => differs)).toEqual([])
    expect(same.values['accounts.pbx.secret']).toMatchObject({ onPhone: '••••' })
    await ada
      .patch(anna.path, { pbxSipPassword: 'n3w-s3cret', voicemailNumber: null, lastName: 'Berg' })
      .expect(200)
    const { values } = await effective(anna.path, query)
    expect(values).toMatchObject({
      displayName: { value: 'Anna Berg', onPhone: 'Anna Kühn', differs: true },
      'accounts.pbx.secret': { value: '••••', onPhone: '••••', differs: true },
      'accounts.pbx.port': { onPhone: '5060', differs: false },
      voicemailNumber: { value: null, onPhone: '*99', differs: true },
    })
    expect(JSON.stringify(values)).not.toContain('s3cret')
    await fetchAsPhone(anna.url)
    const after = await effective(anna.path, query)
    expect(Object.values(after.values).filter(({ differs }) => differs)).toEqual([])
  })

  test('what a client was handed is kept sealed, and of secrets not even that', async () => {
    const anna = await annaWithPhone()
    const [row] = await asSuperuser(app.database, 'select delivered from app.clients where client_id = $1', [
      anna.clientId,
    ])
    expect(row.delivered).toMatch(/^v1\./)
    expect(row.delivered).not.toContain('pbx.acme.example')
  })
})
