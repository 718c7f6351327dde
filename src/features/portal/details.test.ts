import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { aLocation, aReader } from './directory.testing.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let rita: Awaited<ReturnType<typeof aReader>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada, { supportContactName: 'Sam Support', supportContactPhone: '1000' })
  rita = await aReader(app, acme)
})

describe('own details', () => {
  test('are what the account knows of the caller, whom to ask, and what colleagues see', async () => {
    const locationId = await aLocation(app, acme, 'Berlin')
    await ada.patch(`${acme.path}/users/${rita.id}`, { locationId, mobile: '+49 171 1234567' }).expect(200)
    expect(await rita.client.get('/me/details').expect(200)).toEqual({
      id: rita.id,
      firstName: 'Rita',
      lastName: 'Reader',
      email: 'rita@acme.example',
      mobile: '+491711234567',
      extension: null,
      smsNumber: null,
      licences: [],
      language: null,
      location: 'Berlin',
      account: {
        name: 'Acme',
        language: 'en',
        supportContactName: 'Sam Support',
        supportContactEmail: null,
        supportContactPhone: '1000',
      },
      directory: 'work-numbers',
    })
  })

  test('change in their language, of which an admin reads on the timeline', async () => {
    const before = await ada.get(`${acme.path}/users/${rita.id}`).expect(200)
    const details = await rita.client.patch('/me/details', { language: 'fr' }).expect(200)
    expect(details.language).toBe('fr')
    const after = await ada.get(`${acme.path}/users/${rita.id}`).expect(200)
    expect(after).toMatchObject({
      language: 'fr',
      version: before.version + 1,
      lastModifiedBy: 'Rita Reader',
      lastModifiedFields: ['language'],
    })
    const { items } = await ada.get(`${acme.path}/users/${rita.id}/timeline`).expect(200)
    expect(items[0]).toMatchObject({
      kind: 'own-details.changed',
      actor: 'Rita Reader',
      fromPartner: false,
      details: { fields: ['language'] },
    })
    const events = await ada.get(`${acme.path}/events?limit=1`).expect(200)
    expect(events.items[0]).toMatchObject({
      action: 'own-details.changed',
      subjectKind: 'user',
      subjectId: rita.id,
      changes: [{ field: 'language', before: null, after: 'fr' }],
    })
  })

  test('that are given as they are change nothing and leave no event', async () => {
    await rita.client.patch('/me/details', { language: null }).expect(200)
    await rita.client.patch('/me/details', {}).expect(200)
    expect(await auditTrailOf(ada, acme)).not.toContain('own-details.changed')
  })

  test('UA-41: a language that a source supplies is refused with the name of the source', async () => {
    await asSuperuser(app.database, 'update app.users set owners = $1 where user_id = $2', [
      { language: 'Entra ID' },
      rita.id,
    ])
    const answer = await rita.client.patch('/me/details', { language: 'de' })
    expect(answer).toMatchObject({ status: 422, body: { code: 'users.field-owned' } })
    expect(answer.body.detail).toContain('Entra ID')
    expect((await rita.client.get('/me/details').expect(200)).language).toBeNull()
  })

  test.each([
    [{ language: 'xx' }],
    [{ role: 'admin' }],
    [{ email: 'other@acme.example' }],
    [{ mobile: '+491711234567' }],
    [{ firstName: 'Zoë' }],
  ])('UA-40: of them nothing but the language can be changed: %j', async (given) => {
    expect(await rita.client.patch('/me/details', given)).toMatchObject({
      status: 422,
      body: { code: 'http.invalid' },
    })
    const user = await ada.get(`${acme.path}/users/${rita.id}`).expect(200)
    expect(user).toMatchObject({ role: 'user', email: 'rita@acme.example', mobile: null, version: 1 })
  })

  test('are for a person at a browser alone', async () => {
    const { key } = await anApiKey(await anAdminOf(app, acme), acme)
    for (const path of ['/me/details', '/me/directory']) {
      expect(await app.bearing(key).get(path)).toMatchObject({ status: 403 })
      expect(await app.anybody().get(path)).toMatchObject({ status: 401 })
    }
  })
})
