import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, auditTrailOf, scopesForKeys } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let carla: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let keys: string

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  carla = await anAdminOf(app, acme)
  keys = `${acme.path}/api-keys`
})
afterAll(() => app.stop())
beforeEach(async () => {
  await carla
    .post('/sessions', { email: 'carla@acme.example', password: 'carla counts the stairs' })
    .expect(201)
})

const nightly = { name: 'Nightly', scopes: ['users.read'] }

describe('making an API key', () => {
  test('answers the key once: 32 secret bytes behind its account, and eight characters that may be shown', async () => {
    const made = await carla.post(keys, nightly).expect(201)
    expect(made.key).toMatch(/^rc_[\w-]{22}\.[\w-]{51}$/)
    expect(made.key.startsWith(made.prefix)).toBe(true)
    const { items } = await carla.get(keys).expect(200)
    const { key: _shownOnce, ...listed } = made
    expect(items[0]).toEqual(listed)
    expect(items[0]).toMatchObject({
      name: 'Nightly',
      scopes: ['users.read'],
      createdBy: 'Carla Rossi',
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
      revokedBy: null,
    })
  })

  test('the prefix tells keys of one account apart, and is none of the 32 secret bytes', async () => {
    const [one, other] = [await anApiKey(carla, acme), await anApiKey(carla, acme)]
    expect(one.prefix).not.toBe(other.prefix)
    expect(one.prefix).toHaveLength('rc_'.length + 22 + '.'.length + 8)
    expect(Buffer.from(one.key.slice(one.prefix.length), 'base64url')).toHaveLength(32)
  })

  test('the database keeps the SHA-256 of the key and nothing of its secret', async () => {
    const { id, key, prefix } = await anApiKey(carla, acme)
    const [row] = await asSuperuser(
      app.database,
      "select encode(token_hash, 'hex') as hash, to_jsonb(k)::text as text from app.api_keys k where key_id = $1",
      [id],
    )
    expect(row.hash).toBe(createHash('sha256').update(key.slice('rc_'.length)).digest('hex'))
    expect(row.text).not.toContain(key.slice(prefix.length))
  })

  test('is told to the other admins, and stands in the event history without the key', async () => {
    await anAdminOf(app, acme, { email: 'carlo@acme.example' })
    await asSuperuser(app.database, 'delete from app.outgoing_mails')
    const { key, prefix } = await anApiKey(carla, acme, { name: 'Payroll', scopes: ['users.read'] })
    const mails = await asSuperuser(app.database, 'select recipient, parameters from app.outgoing_mails')
    expect(mails.map(({ recipient }) => recipient)).toEqual(['carlo@acme.example'])
    expect(mails[0].parameters.notice).toEqual({ what: 'api-key-made', details: { name: 'Payroll' } })
    const [event] = (await carla.get(`${acme.path}/events?limit=1`).expect(200)).items
    expect(event).toMatchObject({
      action: 'api-key.made',
      subjectKind: 'api-key',
      details: { name: 'Payroll', scopes: ['users.read'], expiresAt: null },
    })
    expect(JSON.stringify([mails, event])).not.toContain(key.slice(prefix.length))
  })

  test('needs a password or second factor given within five minutes', async () => {
    app.clock.advance({ minutes: 6 })
    const { code } = await carla.post(keys, nightly).expect(403)
    expect(code).toBe('auth.step-up-required')
  })

  test.each([
    ['nothing at all', { scopes: [] }, 'scopes'],
    ['a permission that nobody knows', { scopes: ['users.read', 'users.rule'] }, 'scopes.1'],
    ['the making of keys', { scopes: ['api-keys.make'] }, 'scopes.0'],
    ['PINs', { scopes: ['pins.disclose'] }, 'scopes.0'],
    ['exports with PINs', { scopes: ['subscriber-exports.run'] }, 'scopes.0'],
    ['an end that has passed', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['no name', { name: ' ' }, 'name'],
  ])('refuses %s, and says which field', async (_what, given, path) => {
    const before = await auditTrailOf(carla, acme)
    const { errors } = await carla.post(keys, { ...nightly, ...given }).expect(422)
    expect(errors.map((error: { path: string }) => error.path)).toEqual([path])
    expect(await auditTrailOf(carla, acme)).toEqual(before)
  })

  test('a key of a customer is refused what only a partner has, by a sentence that names the scope, and is not offered it', async () => {
    const refused = await carla
      .post(keys, { ...nightly, scopes: ['users.read', 'customers.add'] })
      .expect(422)
    expect(refused.errors).toEqual([
      {
        path: 'scopes.1',
        code: 'field.unknown-scope',
        message: 'A customer’s key cannot be given "customers.add": only a partner has customers.',
      },
    ])
    const ofPartners = ['customers.read', 'customers.add', 'customer-users.read']
    for (const scope of ofPartners) await carla.post(keys, { ...nightly, scopes: [scope] }).expect(422)
    const offered = await scopesForKeys(carla, acme)
    expect(offered.filter((scope) => scope.startsWith('customer'))).toEqual([])
    const { account: northwind } = await ada.get('/sessions/current').expect(200)
    expect(await scopesForKeys(ada, northwind)).toEqual(expect.arrayContaining(ofPartners))
  })

  test('no scope that a key may be given makes keys, concerns how people sign in, or needs a step-up', async () => {
    const scopes = await scopesForKeys(carla, acme)
    expect(scopes).toContain('users.read')
    const forPeople =
      /^(api-keys|sign-in|identity|email-domains|pins|links|roles|subscriber-exports|users\.sign-in)/
    expect(scopes.filter((scope) => forPeople.test(scope))).toEqual([])
  })

  test('each scope is kept once, in order', async () => {
    const { scopes } = await anApiKey(carla, acme, { scopes: ['users.read', 'locations.read', 'users.read'] })
    expect(scopes).toEqual(['locations.read', 'users.read'])
  })

  test('is for admins of the account itself: its partner sees and revokes its keys, and makes none in it', async () => {
    const { id } = await anApiKey(carla, acme)
    expect((await ada.post(keys, nightly).expect(403)).code).toBe('auth.not-allowed')
    expect((await ada.get(keys).expect(200)).items[0].id).toBe(id)
    await ada.delete(`${keys}/${id}`).expect(204)
    expect((await carla.get(keys).expect(200)).items[0]).toMatchObject({ id, revokedBy: expect.any(String) })
  })

  test('a repeat under the same Idempotency-Key makes no second key, and does not show the first again', async () => {
    const under = { 'idempotency-key': 'make-one' }
    const { key } = await carla.post(keys, nightly, under).expect(201)
    const repeat = await carla.post(keys, nightly, under)
    expect(repeat).toMatchObject({ status: 409, body: { code: 'http.answer-not-kept' } })
    expect(JSON.stringify(repeat.body)).not.toContain(key)
  })

  test('the keys are listed newest first, page by page', async () => {
    const made = [await anApiKey(carla, acme), await anApiKey(carla, acme), await anApiKey(carla, acme)]
    const first = await carla.get(`${keys}?limit=2`).expect(200)
    const second = await carla.get(`${keys}?limit=2&cursor=${first.nextCursor}`).expect(200)
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids.slice(0, 3)).toEqual(made.map(({ id }) => id).reverse())
  })
})

describe('revoking an API key', () => {
  test('is recorded once; asked again it changes nothing', async () => {
    const { id } = await anApiKey(carla, acme, { name: 'Old' })
    await carla.delete(`${keys}/${id}`).expect(204)
    const after = await auditTrailOf(carla, acme)
    expect(after.at(-1)).toBe('api-key.revoked')
    await carla.delete(`${keys}/${id}`).expect(204)
    expect(await auditTrailOf(carla, acme)).toEqual(after)
    const [listed] = (await carla.get(keys).expect(200)).items
    expect(listed).toMatchObject({ name: 'Old', revokedAt: expect.any(String), revokedBy: 'Carla Rossi' })
  })

  test('is done by one of two who press at the same time', async () => {
    const { id } = await anApiKey(carla, acme)
    const before = await auditTrailOf(carla, acme)
    await Promise.all([carla.delete(`${keys}/${id}`).expect(204), ada.delete(`${keys}/${id}`).expect(204)])
    expect((await auditTrailOf(carla, acme)).slice(before.length)).toEqual(['api-key.revoked'])
  })

  test('of one that nobody has is 404', async () => {
    await carla.delete(`${keys}/${acme.id}`).expect(404)
  })
})
