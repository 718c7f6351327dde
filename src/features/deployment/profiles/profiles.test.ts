import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, auditTrailOf, finished } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let path: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  path = `${customer.path}/deployment-profiles`
})
afterAll(() => app.stop())

const list = async () => (await ada.get(path).expect(200)).items

describe('a deployment profile', () => {
  test('DP-2: needs a name only; the rest has defaults', async () => {
    const answer = await ada.post(path, { name: 'Defaults' })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('etag')).toBe('"1"')
    const { id, createdAt, updatedAt, ...profile } = answer.body
    expect(profile).toEqual({
      name: 'Defaults',
      isDefault: false,
      version: 1,
      doNotDeploy: false,
      mbgSipHost: null,
      mbgSipDomain: null,
      mbgRealm: null,
      mbgSipPort: null,
      mbgTransport: 'udp',
      mbgMediaSecurity: 'none',
      pbxSipDomain: null,
      pbxRealm: null,
      pbxSipPort: null,
      pbxTransport: 'udp',
      pbxMediaSecurity: 'none',
      registrationExpirySeconds: 3600,
      voicemailNumber: null,
      codecs: ['opus', 'PCMA', 'PCMU'],
      clientKinds: ['linphone', 'baresip', 'microsip', 'generic'],
      clientsPerLink: 1,
      linkLifeHours: 72,
      pinRequired: true,
      centralEmail: null,
      selfDeployment: false,
      refreshHours: 24,
      blockCopiedClients: false,
    })
    expect(await ada.get(`${path}/${id}`).expect(200)).toEqual(answer.body)
    expect(await auditTrailOf(ada, customer)).toContain('profile.added')
  })

  test.each([
    ['name', ''],
    ['name', 'x'.repeat(101)],
    ['name', 'Sales\nteam'],
    ['name', 'Sales\u2028team'],
    ['mbgRealm', 'a\u2029b'],
    ['mbgSipHost', 'https://mbg.example.com'],
    ['mbgSipDomain', 'mbg example'],
    ['mbgRealm', 'a"b'],
    ['mbgSipPort', 0],
    ['mbgTransport', 'sctp'],
    ['mbgMediaSecurity', 'zrtp'],
    ['pbxSipDomain', 'pbx.example.com:5060'],
    ['pbxSipPort', 65_536],
    ['pbxSipPort', '5060'],
    ['registrationExpirySeconds', 59],
    ['registrationExpirySeconds', 86_401],
    ['voicemailNumber', '12a'],
    ['codecs', []],
    ['codecs', ['opus;rate=48000']],
    ['clientKinds', []],
    ['clientKinds', ['zoiper']],
    ['clientsPerLink', 0],
    ['clientsPerLink', 6],
    ['linkLifeHours', 0],
    ['linkLifeHours', 721],
    ['centralEmail', 'reception'],
    ['refreshHours', 0],
  ])('DP-2: a bad %s (%j) is refused at that field, and nothing is changed', async (field, value) => {
    const before = await list()
    for (const answer of [
      await ada.post(path, { name: 'Bad', [field]: value }),
      await ada.patch(`${path}/${customer.profileId}`, { [field]: value }),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
      expect(answer.body.errors[0].path.split('.')[0]).toBe(field)
      expect(answer.body.errors[0].message).not.toBe('')
    }
    expect(await list()).toEqual(before)
  })

  test('DP-1: come in pages by name, and are counted apart', async () => {
    const other = await aCustomer(ada, { name: 'Paged' })
    const own = `${other.path}/deployment-profiles`
    for (const name of ['beta', 'Alpha', 'gamma']) await ada.post(own, { name }).expect(201)
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: Array<{ name: string }>; nextCursor: string | null } = await ada
        .get(`${own}?limit=2${cursor && `&cursor=${cursor}`}`)
        .expect(200)
      expect(page.items.length).toBeLessThanOrEqual(2)
      names.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor
    }
    expect(names).toEqual(['Alpha', 'beta', 'Do not deploy', 'gamma', 'Softphones'])
    expect(await ada.get(`${own}/count`).expect(200)).toEqual({ count: 5 })
    expect(await ada.get(`${own}?cursor=x`)).toMatchObject({ status: 422, body: { code: 'http.cursor' } })
  })

  test('a setting that does not exist is refused, not ignored', async () => {
    expect(await ada.post(path, { name: 'Typo', pinRequird: false })).toMatchObject({ status: 422 })
  })

  test('DP-1: names are unique in the account, in any case; another account may use the same', async () => {
    await ada.post(path, { name: 'Reception' }).expect(201)
    const taken = { status: 409, body: { code: 'deployment-profiles.name-taken' } }
    const answer = await ada.post(path, { name: 'RECEPTION' })
    expect(answer).toMatchObject(taken)
    expect(answer.body.errors[0].path).toBe('name')
    expect(await ada.patch(`${path}/${customer.profileId}`, { name: 'reception' })).toMatchObject(taken)
    const other = await aCustomer(ada, { name: 'Globex' })
    await ada.post(`${other.path}/deployment-profiles`, { name: 'Reception' }).expect(201)
  })

  test('DP-1: stand in the list by name, the default one marked', async () => {
    const names = (await list()).map((profile: { name: string }) => profile.name)
    expect(names).toEqual([...names].sort((one, two) => one.localeCompare(two)))
    const marked = (await list()).filter((profile: { isDefault: boolean }) => profile.isDefault)
    expect(marked).toMatchObject([{ name: 'Do not deploy', doNotDeploy: true }])
  })

  test('DP-1: can be changed, and what was not named stays', async () => {
    const made = await ada
      .post(path, { name: 'Before', pbxSipPort: 5070, mbgSipHost: 'mbg.acme.example' })
      .expect(201)
    const changed = await ada.patch(`${path}/${made.id}`, { name: 'After', mbgSipHost: null }).expect(200)
    const expected = { ...made, name: 'After', mbgSipHost: null, version: 2, updatedAt: changed.updatedAt }
    expect(changed).toEqual(expected)
    expect(await ada.get(`${path}/${made.id}`).expect(200)).toEqual(expected)
    expect(await auditTrailOf(ada, customer)).toContain('profile.changed')
  })

  test('DP-1: says which subscribers use it', async () => {
    const { id: profileId } = await ada.post(path, { name: 'Asked about' }).expect(201)
    const ofProfile = (of: string) => ada.get(`${customer.path}/subscribers${of}profileId=${profileId}`)
    expect((await ofProfile('?').expect(200)).items).toEqual([])
    const anna = await aSubscriber(ada, customer, { profileId })
    await aSubscriber(ada, customer)
    expect((await ofProfile('?').expect(200)).items).toEqual([anna])
    expect(await ofProfile('/count?').expect(200)).toEqual({ count: 1 })
  })

  test('a change of an older version is refused', async () => {
    const one = await ada.post(path, { name: 'Versions' })
    const etag = one.headers.get('etag') as string
    const changed = await ada.patch(`${path}/${one.body.id}`, { refreshHours: 12 }, { 'if-match': etag })
    expect(changed.headers.get('etag')).toBe('"2"')
    expect(
      await ada.patch(`${path}/${one.body.id}`, { refreshHours: 6 }, { 'if-match': etag }),
    ).toMatchObject({
      status: 412,
    })
    expect((await ada.get(`${path}/${one.body.id}`).expect(200)).refreshHours).toBe(12)
  })

  test('of another account is as unknown as one that does not exist', async () => {
    const other = await aCustomer(ada, { name: 'Hooli' })
    for (const id of [customer.profileId, newId()]) {
      const foreign = `${other.path}/deployment-profiles/${id}`
      expect((await ada.get(foreign)).status).toBe(404)
      expect((await ada.patch(foreign, { name: 'Mine' })).status).toBe(404)
      expect((await ada.delete(foreign)).status).toBe(404)
    }
  })
})

describe('deleting a profile', () => {
  test('DP-1: that nobody uses works', async () => {
    const { id } = await ada.post(path, { name: 'Unused' }).expect(201)
    await ada.delete(`${path}/${id}`).expect(204)
    expect((await ada.get(`${path}/${id}`)).status).toBe(404)
    expect(await auditTrailOf(ada, customer)).toContain('profile.deleted')
  })

  test('DP-1: in use needs a replacement, which its subscribers then have', async () => {
    const { id } = await ada.post(path, { name: 'Leaving' }).expect(201)
    const anna = await aSubscriber(ada, customer, { profileId: id })
    expect(await ada.delete(`${path}/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'deployment-profiles.in-use', count: 1 },
    })
    for (const replacementId of [newId(), id]) {
      expect(await ada.delete(`${path}/${id}?replacementId=${replacementId}`)).toMatchObject({
        status: 422,
        body: { code: 'deployment-profiles.unknown' },
      })
    }
    const operation = await ada.delete(`${path}/${id}?replacementId=${customer.profileId}`).expect(202)
    await finished(ada, customer, operation.id)
    const moved = await ada.get(`${customer.path}/subscribers/${anna.id}`).expect(200)
    expect(moved).toMatchObject({ profileId: customer.profileId, version: anna.version + 1 })
  })

  test('DP-1: a replacement of another account is unknown', async () => {
    const other = await aCustomer(ada, { name: 'Initech' })
    const { id } = await ada.post(path, { name: 'Staying' }).expect(201)
    expect(await ada.delete(`${path}/${id}?replacementId=${other.profileId}`)).toMatchObject({ status: 422 })
    expect((await ada.get(`${path}/${id}`)).status).toBe(200)
  })

  test('DP-1: the one that new subscribers get is not deleted', async () => {
    const standing = (await list()).find((profile: { isDefault: boolean }) => profile.isDefault)
    expect(await ada.delete(`${path}/${standing.id}?replacementId=${customer.profileId}`)).toMatchObject({
      status: 409,
      body: { code: 'deployment-profiles.is-default' },
    })
  })
})

describe('changing a profile', () => {
  test('DP-2: by deletion marks the clients too, and wakes those that wait', async () => {
    const { id } = await ada.post(path, { name: 'Ending', pinRequired: false }).expect(201)
    const next = await ada
      .post(path, { name: 'Next', pinRequired: false, registrationExpirySeconds: 600 })
      .expect(201)
    const anna = await aSubscriber(ada, customer, { profileId: id })
    const { url } = await aPhone(app, await aLink(app, ada, customer, anna.id))
    const version = (await fetchAsPhone(url)).headers.get('x-rollcall-configuration-version')
    const woken = fetch(`${app.serviceOrigin}/client/v1/changes?since=${version}&wait=25`, {
      headers: { authorization: `Bearer ${url.slice(url.lastIndexOf('/') + 1)}` },
    })
    const operation = await ada.delete(`${path}/${id}?replacementId=${next.id}`).expect(202)
    await finished(ada, customer, operation.id)
    expect((await woken).status).toBe(200)
    const { flags } = await ada.get(`${customer.path}/subscribers/${anna.id}`).expect(200)
    expect(flags.updatePending).toBe(true)
    const fetched = await fetchAsPhone(url)
    expect(JSON.parse(fetched.text).accounts[0].registrationExpirySeconds).toBe(600)
  })

  test('DP-2: marks the subscribers whose clients have an older configuration, and they get the new one', async () => {
    const { id } = await ada.post(path, { name: 'Pending', pinRequired: false }).expect(201)
    const anna = await aSubscriber(ada, customer, { profileId: id })
    const bob = await aSubscriber(ada, customer, {
      profileId: id,
      lastName: 'Brown',
      email: 'bob@acme.example',
    })
    const phone = await aPhone(app, await aLink(app, ada, customer, anna.id))
    await ada.patch(`${path}/${id}`, { registrationExpirySeconds: 600 }).expect(200)
    const pending = async (subscriber: { id: string }) =>
      (await ada.get(`${customer.path}/subscribers/${subscriber.id}`).expect(200)).flags.updatePending
    await waitUntil(() => pending(anna), { what: "Anna's update is pending" })
    expect(await pending(bob)).toBe(false)
    const fetched = await fetchAsPhone(phone.url)
    expect(JSON.parse(fetched.text).accounts[0].registrationExpirySeconds).toBe(600)
    expect(await pending(anna)).toBe(false)
  })

  test('DP-2: what people may do in the portal is no configuration: nobody has an update pending, and no operation is begun', async () => {
    const { id } = await ada.post(path, { name: 'Portal', pinRequired: false }).expect(201)
    const anna = await aSubscriber(ada, customer, { profileId: id })
    await aPhone(app, await aLink(app, ada, customer, anna.id))
    const operations = async () =>
      (await ada.get(`${customer.path}/operations?limit=500`).expect(200)).items.length
    const before = await operations()
    expect(await ada.patch(`${path}/${id}`, { selfDeployment: true }).expect(200)).toMatchObject({
      selfDeployment: true,
    })
    expect(await operations()).toBe(before)
    const { flags } = await ada.get(`${customer.path}/subscribers/${anna.id}`).expect(200)
    expect(flags.updatePending).toBe(false)
  })
})
