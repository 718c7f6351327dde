import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSecondPartner, aSubscriber, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let nadia: ApiClient
let carla: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  nadia = (await aSecondPartner(app)).admin
  carla = await anAdminOf(app, acme)
})
afterAll(() => app.stop())

const names = async (admin: ApiClient) =>
  (await admin.get('/accounts?limit=500').expect(200)).items.map((each: { name: string }) => each.name)

describe('a partner', () => {
  test('UA-6: adds a customer, which begins with a profile that does not deploy', async () => {
    const answer = await ada.post('/accounts', { kind: 'customer', name: 'Globex', country: 'FR' })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(answer.body.version).toBe(1)
    expect(answer.body).toMatchObject({
      kind: 'customer',
      name: 'Globex',
      country: 'FR',
      language: 'en',
      timeZone: 'UTC',
      redirectBypass: false,
      partnerAccess: { mode: 'open', until: null },
      status: 'active',
    })
    const profiles = await ada.get(`/accounts/${answer.body.id}/deployment-profiles`).expect(200)
    expect(profiles.items).toMatchObject([{ name: 'Do not deploy', doNotDeploy: true, isDefault: true }])
    expect(await auditTrailOf(ada, answer.body)).toEqual(['account.added'])
  })

  test('UA-6: sees its own customers by name, and no other partner', async () => {
    await aCustomer(nadia, { name: 'Hooli' })
    expect(await names(ada)).toEqual(['Acme', 'Globex'])
    expect(await names(nadia)).toEqual(['Hooli'])
  })

  test('its customers page through, each exactly once', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: Array<{ name: string }>; nextCursor: string | null } = await ada
        .get(`/accounts?limit=1${cursor && `&cursor=${cursor}`}`)
        .expect(200)
      expect(page.items).toHaveLength(1)
      seen.push(...page.items.map((each) => each.name))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(await names(ada))
  })

  test.each([
    [{ kind: 'customer', name: '', country: 'DE' }, 'name'],
    [{ kind: 'customer', name: 'Acme', country: 'Germany' }, 'country'],
    [{ kind: 'customer', name: 'Acme', country: 'QQ' }, 'country', 'field.country'],
    [{ kind: 'customer', name: 'Acme', country: 'DD' }, 'country'],
    [{ kind: 'customer', name: 'Acme', country: 'EU' }, 'country'],
    [{ kind: 'customer', name: 'Acme', country: 'DE', timeZone: 'Berlin' }, 'timeZone', 'field.time-zone'],
    [{ kind: 'customer', name: 'Acme', country: 'DE', language: 'xx' }, 'language'],
    [{ kind: 'partner', name: 'Acme', country: 'DE' }, 'kind'],
  ])('is told which field of a customer is wrong, and nothing is made: %j', async (account: object, path: string, code?: string) => {
    const before = await names(ada)
    const answer = await ada.post('/accounts', account)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path)
    if (code) expect(answer.body.errors).toMatchObject([{ path, code }])
    expect(await names(ada)).toEqual(before)
  })

  test('is told what the kind of a new account must be, as nothing is to be chosen', async () => {
    const answer = await ada.post('/accounts', { kind: 'partner', name: 'Acme', country: 'DE' })
    expect(answer.body.errors).toMatchObject([
      { path: 'kind', message: 'Give "customer" here: nothing else is taken.' },
    ])
  })

  test('has no client deployment of its own: its account begins without a profile', async () => {
    const { account } = await ada.get('/sessions/current').expect(200)
    expect((await ada.get(`/accounts/${account.id}/deployment-profiles`).expect(200)).items).toEqual([])
  })
})

describe('what one may not see', () => {
  test('does not exist for another partner: every path answers as for an unknown account', async () => {
    const anna = await aSubscriber(ada, acme)
    const unknown = newId()
    const paths = [
      '',
      '/events',
      '/operations',
      '/deployment-profiles',
      `/deployment-profiles/${acme.profileId}`,
      '/subscribers',
      '/subscribers/count',
      `/subscribers/${anna.id}`,
      `/subscribers/${anna.id}/timeline`,
      `/subscribers/${anna.id}/clients`,
      '/subscriber-imports',
    ]
    for (const path of paths) {
      const foreign = await nadia.get(`/accounts/${acme.id}${path}`)
      const missing = await nadia.get(`/accounts/${unknown}${path}`)
      expect(foreign.status, path).toBe(404)
      expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' })
    }
  })

  test('does not exist for writing either', async () => {
    const answers = await Promise.all([
      nadia.patch(`/accounts/${acme.id}`, { name: 'Mine' }),
      nadia.post(`/accounts/${acme.id}/deployment-profiles`, { name: 'Mine' }),
      nadia.post(`/accounts/${acme.id}/subscribers`, { lastName: 'M', email: 'm@evil.example' }),
      nadia.post(`/accounts/${acme.id}/deployments`, { selection: { ids: [newId()] } }),
      nadia.delete(`/accounts/${acme.id}/deployment-profiles/${acme.profileId}`),
    ])
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
    expect((await ada.get(acme.path).expect(200)).name).toBe('Acme')
  })

  test("of a customer's admin: neither its partner, nor a sister, nor a list of them", async () => {
    const { account: partner } = await ada.get('/sessions/current').expect(200)
    const globex = (await ada.get('/accounts').expect(200)).items.find(
      (each: { name: string }) => each.name === 'Globex',
    )
    for (const id of [partner.id, globex.id, newId()]) {
      expect(await carla.get(`/accounts/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'http.not-found' },
      })
    }
    expect((await carla.get('/accounts').expect(200)).items).toEqual([])
    expect(await carla.post('/accounts', { kind: 'customer', name: 'Sub', country: 'DE' })).toMatchObject({
      status: 403,
      body: { code: 'accounts.not-a-partner' },
    })
  })

  test('UA-1: a partner picks a customer among its accounts and sees its records; an admin of another sees none', async () => {
    const initech = await aCustomer(ada, { name: 'Initech' })
    await aSubscriber(ada, initech, { lastName: 'Bauer' })
    const picked = (await ada.get('/accounts').expect(200)).items.find(
      (each: { name: string }) => each.name === 'Initech',
    )
    const records = `/accounts/${picked.id}/subscribers`
    expect((await ada.get(records).expect(200)).items).toMatchObject([{ lastName: 'Bauer' }])
    const own = await anAdminOf(app, initech, { email: 'ines@initech.example' })
    expect((await own.get(records).expect(200)).items).toMatchObject([{ lastName: 'Bauer' }])
    expect(await carla.get(records)).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
  })

  test("UA-1: a customer's own admin works in it", async () => {
    expect((await carla.get(acme.path).expect(200)).name).toBe('Acme')
    expect((await carla.get(`${acme.path}/subscribers`).expect(200)).items).toHaveLength(1)
  })

  test('when the customer closes the door to its partner, the account is gone for it, and not for itself', async () => {
    await access('closed', null)
    try {
      expect(await ada.get(acme.path)).toMatchObject({ status: 404 })
      expect(await ada.get(`${acme.path}/subscribers`)).toMatchObject({ status: 404 })
      await carla.get(acme.path).expect(200)
    } finally {
      await access('open', null)
    }
    await ada.get(acme.path).expect(200)
  })

  test('when the customer lets its partner in for a time, the time ends', async () => {
    await access('ask', null)
    expect(await ada.get(acme.path)).toMatchObject({ status: 404 })
    await access('ask', new Date(Date.now() + 3_600_000))
    await ada.get(acme.path).expect(200)
    app.clock.advance({ hours: 2 })
    expect(await ada.get(acme.path)).toMatchObject({ status: 404 })
    await access('open', null)
  })

  async function access(mode: string, until: Date | null): Promise<void> {
    await asSuperuser(
      app.database,
      'update app.accounts set partner_access_mode = $1, partner_access_until = $2 where account_id = $3',
      [mode, until, acme.id],
    )
  }
})

describe('a change', () => {
  test('of the version one has seen is saved; of an older one it is refused with 412 and changes nothing', async () => {
    const before = await ada.get(acme.path)
    const etag = before.headers.get('etag') as string
    const changed = await ada.patch(acme.path, { timeZone: 'Europe/Madrid' }, { 'if-match': etag })
    expect(changed).toMatchObject({ status: 200, body: { version: before.body.version + 1 } })
    expect(await ada.patch(acme.path, { name: 'Late' }, { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { code: 'http.stale' },
    })
    expect((await ada.get(acme.path).expect(200)).name).toBe('Acme')
  })

  test('with a tag that is none of ours is refused', async () => {
    expect(await ada.patch(acme.path, { name: 'Late' }, { 'if-match': '"abc"' })).toMatchObject({
      status: 412,
    })
  })

  test('touches what is given and nothing else', async () => {
    const { version, updatedAt, ...before } = await ada.get(acme.path).expect(200)
    const changed = await ada.patch(acme.path, { redirectBypass: true }).expect(200)
    expect(changed).toMatchObject({ ...before, redirectBypass: true })
  })

  test('UA-1: of what people see of each other is saved, and stands in the history', async () => {
    const globex = await aCustomer(ada, { name: 'Globex' })
    expect(await ada.get(globex.path).expect(200)).toMatchObject({ directory: 'work-numbers' })
    for (const [before, after] of [
      ['work-numbers', 'all-numbers'],
      ['all-numbers', 'off'],
    ]) {
      expect(await ada.patch(globex.path, { directory: after }).expect(200)).toMatchObject({
        directory: after,
      })
      const [event] = (await ada.get(`${globex.path}/events?subjectId=${globex.id}`).expect(200)).items
      expect(event).toMatchObject({
        action: 'account.changed',
        changes: [{ field: 'directory', before, after }],
      })
    }
    expect(await ada.patch(globex.path, { directory: 'some' })).toMatchObject({ status: 422 })
    const { items } = await ada.get('/accounts?search=globex&sort=-createdAt').expect(200)
    expect(items[0]).toMatchObject({ id: globex.id, directory: 'off' })
  })

  test('stands in the history with what each field was before and is since', async () => {
    const { name, timeZone } = await ada.get(acme.path).expect(200)
    await ada.patch(acme.path, { name, timeZone: 'Asia/Tokyo' }).expect(200)
    const [event] = (await ada.get(`${acme.path}/events?subjectId=${acme.id}`).expect(200)).items
    expect(event).toMatchObject({ action: 'account.changed', details: { name } })
    expect(event.changes).toEqual([{ field: 'timeZone', before: timeZone, after: 'Asia/Tokyo' }])
  })

  test.each(['kind', 'parentId', 'status', 'partnerAccess'])('of %s is refused', async (field) => {
    expect(await ada.patch(acme.path, { [field]: 'partner' })).toMatchObject({ status: 422 })
  })
})
