import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { lockAccount } from '../store.ts'
import { isIntegrationOn, writeIntegration } from './store.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let path: string

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())

beforeEach(async () => {
  acme = await aCustomer(ada)
  path = `${acme.path}/integrations`
})

const cards = async (of = path) => (await ada.get(of).expect(200)).items
const cardOf = async (integration: string) =>
  (await cards()).find((card: { integration: string }) => card.integration === integration)
const turn = (integration: string, isOn: boolean, headers = {}) =>
  ada.patch(`${path}/${integration}`, { isOn }, headers)

const somethingWaitsForALock = () =>
  waitUntil(
    async () => {
      const waiting =
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      return (await asSuperuser(app.database, waiting)).length > 0
    },
    { what: 'a statement waits for a lock' },
  )

describe('UA-71: the integrations of an account', () => {
  test('are nine for a customer, off and untouched at first', async () => {
    const items = await cards()
    expect(items.map((card: { integration: string }) => card.integration)).toEqual([
      'miteam-meetings',
      'micollab',
      'mivoice-business',
      'twilio',
      'scim',
      'sso',
      'mitel-cx',
      'micloud-connect',
      'iot',
    ])
    expect(items[0]).toEqual({
      integration: 'miteam-meetings',
      state: 'off',
      missing: [],
      canBeTurned: true,
      failure: null,
      changedAt: null,
      changedBy: null,
      version: 0,
    })
  })

  test('UA-5: of a partner are those that are about its own people', async () => {
    const { account } = await ada.get('/sessions/current').expect(200)
    const own = `/accounts/${account.id}/integrations`
    const names = (await cards(own)).map((card: { integration: string }) => card.integration)
    expect(names).toEqual(['scim', 'sso'])
    expect(await ada.patch(`${own}/micollab`, { isOn: true })).toMatchObject({
      status: 404,
      body: { code: 'http.not-found' },
    })
  })

  test.each([
    'mivoice-business',
    'scim',
    'mitel-cx',
    'micloud-connect',
    'iot',
  ])('%s says what is missing, and cannot be turned on', async (integration) => {
    const card = await cardOf(integration)
    expect(card).toMatchObject({ state: 'not-available', canBeTurned: false })
    const [{ code, message }] = card.missing
    expect(message).toMatch(/^There is no .+\.$/)
    expect(await turn(integration, true)).toMatchObject({ status: 409, body: { code, detail: message } })
  })

  test('that nobody has heard of are refused', async () => {
    expect(await turn('teams', true)).toMatchObject({ status: 422 })
  })
})

describe('an integration with a switch', () => {
  test.each([
    'miteam-meetings',
    'micollab',
  ] as const)('%s is turned on and off again', async (integration) => {
    const isOn = () => app.platform.database.inAccount(acme.id, (tx) => isIntegrationOn(tx, integration))
    expect(await isOn()).toBe(false)
    const on = await turn(integration, true)
    expect(on).toMatchObject({ status: 200, body: { state: 'on', changedBy: 'ada', version: 1 } })
    expect(on.headers.get('etag')).toBe('"1"')
    expect(await isOn()).toBe(true)
    expect(await cardOf(integration)).toEqual(on.body)
    expect(await turn(integration, false).expect(200)).toMatchObject({ state: 'off', version: 2 })
    expect(await isOn()).toBe(false)
  })

  test('is recorded with before and after, and leaves no trace where it was so already', async () => {
    await turn('micollab', true).expect(200)
    expect(await turn('micollab', true).expect(200)).toMatchObject({ version: 1 })
    const { items } = await ada.get(`${acme.path}/events`).expect(200)
    const turned = items.filter(({ action }: { action: string }) => action === 'integration.changed')
    expect(turned).toHaveLength(1)
    expect(turned[0]).toMatchObject({
      actorName: 'ada',
      subjectKind: 'integration',
      details: { integration: 'micollab' },
      changes: [{ field: 'isOn', before: false, after: true }],
    })
  })

  test('is not turned by somebody who saw an older standing', async () => {
    const carla = await anAdminOf(app, acme)
    const first = { 'if-match': '"0"' }
    await carla.patch(`${path}/micollab`, { isOn: true }, first).expect(200)
    expect(await turn('micollab', false, first)).toMatchObject({
      status: 412,
      body: { code: 'http.stale', changedBy: 'Carla Rossi' },
    })
    expect(await cardOf('micollab')).toMatchObject({ state: 'on', version: 1 })
  })

  test('turned on by two at once is turned on once', async () => {
    const carla = await anAdminOf(app, acme)
    const byCarla = await app.platform.database.inAccount(acme.id, async (tx) => {
      await lockAccount(tx)
      await writeIntegration(tx, 'micollab', true, { at: new Date(), byName: 'Somebody faster' })
      const asked = carla.patch(`${path}/micollab`, { isOn: true })
      await somethingWaitsForALock()
      return { asked }
    })
    expect(await byCarla.asked).toMatchObject({
      status: 200,
      body: { state: 'on', changedBy: 'Somebody faster', version: 1 },
    })
    expect(await auditTrailOf(ada, acme)).not.toContain('integration.changed')
  })

  test('is another thing in another account', async () => {
    await turn('micollab', true).expect(200)
    const other = await aCustomer(ada, { name: 'Globex' })
    const [, micollab] = await cards(`${other.path}/integrations`)
    expect(micollab).toMatchObject({ integration: 'micollab', state: 'off', version: 0 })
  })

  test('is seen with an API key, and turned by people only', async () => {
    const { key } = await anApiKey(await anAdminOf(app, acme), acme)
    await app.bearing(key).get(path).expect(200)
    await app.bearing(key).patch(`${path}/micollab`, { isOn: true }).expect(403)
  })
})
