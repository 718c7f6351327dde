import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber } from '../harness/people.ts'
import { aLink, aTicket, fetchAsPhone } from '../harness/phones.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

interface FieldError {
  path: string
  code: string
  message: string
}

async function errorsOf(asked: Promise<{ status: number; body: { errors: FieldError[] } }>) {
  const { status, body } = await asked
  expect(status).toBe(422)
  return Object.fromEntries(body.errors.map(({ path, message }) => [path, message]))
}

describe('what is wrong about a request', () => {
  test('MU-2: a field that is missing is named, with what to do', async () => {
    const errors = await errorsOf(ada.post(`${customer.path}/subscribers`, { firstName: 'Anna' }))
    expect(errors).toEqual({ lastName: 'This is missing. Enter it.', email: 'This is missing. Enter it.' })
  })

  test('MU-4: each field that does not exist, or is only read, is named by its own path', async () => {
    const errors = await errorsOf(
      ada.post(`${customer.path}/subscribers`, {
        lastName: 'Kühn',
        email: 'anna@acme.example',
        mbgSipHost: 'mbg.acme.example',
        hobby: 'chess',
      }),
    )
    expect(Object.keys(errors).sort()).toEqual(['hobby', 'mbgSipHost'])
  })

  test('MU-6: a choice that does not exist is answered with those that do', async () => {
    const errors = await errorsOf(
      ada.patch(`${customer.path}/deployment-profiles/${customer.profileId}`, { mbgTransport: 'sctp' }),
    )
    expect(errors).toEqual({ mbgTransport: 'Choose one of udp, tcp, tls.' })
  })

  test('CD-4: no message speaks to programmers', async () => {
    const asked = [
      ada.post(`${customer.path}/deployments`, {}),
      ada.post(`${customer.path}/deployments`, { selection: { all: 'yes' } }),
      ada.post(`${customer.path}/deployments`, { selection: { ids: ['x'] } }),
      ada.get(`${customer.path}/subscribers?limit=abc`),
      ada.get(`${customer.path}/subscribers?limit=0`),
      ada.get(`${customer.path}/subscribers?limit=1&limit=2`),
      ada.get(`${customer.path}/subscribers?state=asleep`),
      ada.get(`${customer.path}/subscribers?search=${'x'.repeat(201)}`),
      ada.post(`${customer.path}/subscribers`, []),
      ada.post(`${customer.path}/subscribers`),
    ]
    for (const messages of await Promise.all(asked.map(errorsOf))) {
      expect(Object.values(messages).join(' ')).not.toMatch(
        /invalid|expected|received|too (big|small)|unrecog/i,
      )
    }
  })

  test('UA-20: a list is taken with brackets behind its name too', async () => {
    const count = async (query: string) =>
      (await ada.get(`${customer.path}/users/count?${query}`).expect(200)).count
    const { id } = await ada
      .post(`${customer.path}/users`, {
        firstName: 'Ben',
        lastName: 'Bo',
        email: 'ben@acme.example',
        role: 'admin',
      })
      .expect(201)
    expect(id).toBeDefined()
    expect(await count('property[]=admins')).toBe(1)
    expect(await count('property%5B%5D=admins&property[]=unregistered')).toBe(
      await count('property=admins&property=unregistered'),
    )
    expect(await count('property[]=registered&property=admins')).toBe(0)
  })

  test('DP-1: an id that is none is as unknown as one that leads nowhere', async () => {
    for (const path of ['subscribers/nobody', 'deployment-profiles/nobody', 'operations/1']) {
      const { status, body } = await ada.get(`${customer.path}/${path}`)
      expect([status, body.code]).toEqual([404, 'http.not-found'])
    }
  })
})

describe('text that cannot be stored', () => {
  const nulAndHalves = ['a\0b', 'a\ud800', '\udc00b']

  test.each([
    ['users', ['lastName', 'lastName', '{"a\0"}', newId()]],
    ['users', ['lastName', 'lastName', true, newId()]],
    ['locations', ['a\0', newId()]],
    ['invitations', ['a\0', newId()]],
    ['sms-numbers', ['\0']],
  ])('MU-15: in a cursor of %s, as %j, it is refused like any other cursor that is none of ours', async (list, key) => {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
    const { status, body } = await ada.get(`${customer.path}/${list}?cursor=${cursor}`)
    expect([status, body.code]).toEqual([422, 'http.cursor'])
  })

  test.each(
    nulAndHalves,
  )('MU-15: %j is refused by the name of its field, wherever it stands', async (text) => {
    const profile = await ada.get(`${customer.path}/deployment-profiles/${customer.profileId}`).expect(200)
    const asked = [
      ['name', ada.post('/accounts', { kind: 'customer', name: text, country: 'DE' })],
      ['name', ada.patch(`${customer.path}/deployment-profiles/${profile.id}`, { name: text })],
      ['lastName', ada.post(`${customer.path}/subscribers`, { lastName: text, email: 'a@acme.example' })],
      [
        'selection.filter.search',
        ada.post(`${customer.path}/deployments`, { selection: { all: true, filter: { search: text } } }),
      ],
    ] as const
    for (const [path, answer] of asked) expect(Object.keys(await errorsOf(answer))).toEqual([path])
  })

  test('MU-15: whole emoji, other scripts and the escape as typed text are taken', async () => {
    const lastName = 'Kühn 李 🦊 \\ud800'
    const made = await aSubscriber(ada, customer, { lastName, pbxSipUserName: '1005' })
    expect(made.lastName).toBe(lastName)
  })

  test('MU-15: a body of many such texts, or nested deeply, is refused with a short answer', async () => {
    const many = await ada.post(`${customer.path}/subscribers`, { lastName: Array(50_000).fill('\0') })
    expect([many.status, many.body.errors.length]).toEqual([422, 20])
    const deep = await fetch(`${app.serviceOrigin}/api/v1${customer.path}/subscribers`, {
      method: 'POST',
      headers: { cookie: ada.cookie(), 'content-type': 'application/json' },
      body: `${'['.repeat(100_000)}"\\ud800"${']'.repeat(100_000)}`,
    })
    expect(deep.status).toBe(422)
    expect((await deep.text()).length).toBeLessThan(2_000)
  })
})

describe('If-Match', () => {
  test('CD-11: a subscriber that was changed in between is not deleted', async () => {
    const { id } = await aSubscriber(ada, customer)
    const path = `${customer.path}/subscribers/${id}`
    await ada.patch(path, { firstName: 'Annegret' }, { 'if-match': '"1"' }).expect(200)
    expect((await ada.delete(path, { 'if-match': '"1"' }).expect(412)).code).toBe('http.stale')
    await ada.get(path).expect(200)
    await ada.delete(path, { 'if-match': '"2"' }).expect(204)
    await ada.get(path).expect(404)
  })

  test.each([
    ['"7", "2"', 200],
    ['W/"1" , "2"', 200],
    ['"2", , "7", "none,of,ours"', 200],
    [' * ', 200],
    ['"1", "7"', 412],
    ['"2 "', 412],
    ['"none of ours, "', 412],
    ['2', 412],
    ['"2" "7"', 412],
    ['"2", *', 412],
  ])('RFC 9110, 13.1.1: a change on any of the versions that %s names is made: %i', async (named, status) => {
    const { id } = await aSubscriber(ada, customer)
    const path = `${customer.path}/subscribers/${id}`
    await ada.patch(path, { firstName: 'Annegret' }).expect(200)
    const key = newId()
    const unkeyed: Record<string, string> = { 'if-match': named }
    for (const headers of [{ ...unkeyed, 'idempotency-key': key }, unkeyed]) {
      await ada.patch(path, { voicemailNumber: '901' }, headers).expect(status)
      // What changes nothing leaves the version as it is.
      const { version, voicemailNumber } = await ada.get(path).expect(200)
      expect([version, voicemailNumber]).toEqual(status === 200 ? [3, '901'] : [2, null])
      if (status === 200 && named.trim() !== '*') break
    }
  })

  test('DP-1: a profile that was changed in between is not deleted', async () => {
    const profile = await ada.post(`${customer.path}/deployment-profiles`, { name: 'Desk' }).expect(201)
    const path = `${customer.path}/deployment-profiles/${profile.id}`
    await ada.patch(path, { refreshHours: 12 }).expect(200)
    expect((await ada.delete(path, { 'if-match': '"1"' }).expect(412)).code).toBe('http.stale')
    await ada.delete(path, { 'if-match': '"2"' }).expect(204)
  })
})

describe('a change that changes nothing', () => {
  test('DP-2: leaves versions as they are and no phone with an update pending', async () => {
    const { id } = await aSubscriber(ada, customer, { pbxSipUserName: '1002' })
    const ticket = await aTicket(app, await aLink(app, ada, customer, id))
    expect((await fetchAsPhone(ticket)).status).toBe(200)
    const path = `${customer.path}/subscribers/${id}`
    const before = await ada.get(path).expect(200)
    const profilePath = `${customer.path}/deployment-profiles/${customer.profileId}`
    const profile = await ada.get(profilePath).expect(200)

    await ada.patch(path, { firstName: 'Anna', pbxSipUserName: '1002', language: null }).expect(200)
    await ada.patch(path, {}).expect(200)
    const { codecs, mbgTransport, centralEmail } = profile
    await ada.patch(profilePath, { codecs, mbgTransport, centralEmail }).expect(200)

    expect(await ada.get(path).expect(200)).toEqual(before)
    expect(before.flags.updatePending).toBe(false)
    expect(await ada.get(profilePath).expect(200)).toEqual(profile)

    await ada.patch(path, { firstName: 'Annegret' }).expect(200)
    expect((await ada.get(path).expect(200)).flags.updatePending).toBe(true)
  })
})
