import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber } from '../harness/people.ts'
import { aLink, aPhone, fetchAsPhone, openPage, useLink } from '../harness/phones.ts'
import { waitUntil } from '../harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

describe('problems', () => {
  test('a bad body names each field, how it is wrong, and what to do', async () => {
    const { status, headers, body } = await ada.post(`${customer.path}/subscribers`, {
      lastName: '',
      email: 'anna',
      clientServicePort: 70_000,
      hobby: 'chess',
    })
    expect(status).toBe(422)
    expect(headers.get('content-type')).toContain('application/problem+json')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toMatchObject({
      type: '/docs/errors/http.invalid',
      title: 'Please correct',
      status: 422,
      code: 'http.invalid',
      requestId: headers.get('x-request-id'),
    })
    const paths = body.errors.map((error: { path: string }) => error.path)
    expect(paths).toEqual(expect.arrayContaining(['lastName', 'email', 'clientServicePort']))
    for (const error of body.errors) {
      expect(error).toEqual({
        path: expect.any(String),
        code: expect.any(String),
        message: expect.any(String),
      })
    }
    expect(body.errors.find((error: { path: string }) => error.path === 'email').message).toContain(
      'anna.kuehn@example.com',
    )
  })

  test.each([
    ['an unknown path of the API', '/api/v1/nothing'],
    ['an unknown record', () => `/api/v1${customer.path}/subscribers/${newId()}`],
    ['an unknown account', `/api/v1/accounts/${newId()}`],
    ['what is no id', '/api/v1/accounts/1%20or%201=1'],
    ['what is no id below an account', () => `/api/v1${customer.path}/subscribers/..%2f..`],
  ])('%s is a problem in the same form', async (_what, path) => {
    const answer = await fetch(`${app.serviceOrigin}${typeof path === 'string' ? path : path()}`, {
      headers: { cookie: ada.cookie() },
    })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    const body = (await answer.json()) as { requestId: string }
    expect(body).toMatchObject({ status: answer.status, code: expect.stringMatching(/^http\./) })
    expect([404, 422]).toContain(answer.status)
    expect(body.requestId).toBe(answer.headers.get('x-request-id'))
  })

  test('an account whose id is none answers as one that is unknown', async () => {
    const malformed = await ada.get('/accounts/not-an-id')
    const unknown = await ada.get(`/accounts/${newId()}`)
    expect(malformed.status).toBe(404)
    expect({ ...malformed.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
  })

  test.each([
    '%ff',
    '%',
    '%c3%28',
    'x'.repeat(201),
  ])('a path with %s in it is answered as one that leads nowhere', async (part) => {
    for (const path of [`/api/v1/accounts/${part}`, `${part}`]) {
      const answer = await fetch(`${app.serviceOrigin}/${path.replace(/^\//, '')}`)
      expect(answer.status, path).toBe(404)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      const problem = await answer.json()
      expect(problem).toMatchObject({
        code: 'http.not-found',
        status: 404,
        requestId: answer.headers.get('x-request-id'),
      })
      expect(JSON.stringify(problem)).not.toContain(part)
    }
  })

  test('a body that is too large is refused unread', async () => {
    const answer = await ada.post('/sessions', { email: 'x'.repeat(1_100_000), password: 'x' })
    expect(answer).toMatchObject({ status: 413, body: { code: 'http.too-large' } })
  })

  test('a body that is no JSON is refused', async () => {
    const answer = await fetch(`${app.serviceOrigin}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":',
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'http.malformed' })
  })

  test('another content type is refused', async () => {
    const answer = await fetch(`${app.serviceOrigin}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: '<a/>',
    })
    expect(answer.status).toBe(415)
    expect(await answer.json()).toMatchObject({ code: 'http.content-type' })
  })

  test('whoever is not signed in learns so before the body is looked at', async () => {
    expect(await app.anybody().post(`${customer.path}/subscribers`, { nonsense: true })).toMatchObject({
      status: 401,
      body: { code: 'auth.not-signed-in' },
    })
  })

  test('a cursor of another list is refused and not guessed at', async () => {
    for (const cursor of [
      'x',
      Buffer.from('[1,2,3,4]').toString('base64url'),
      Buffer.from('{}').toString('base64url'),
    ]) {
      expect(await ada.get(`${customer.path}/subscribers?cursor=${cursor}`), cursor).toMatchObject({
        status: 422,
        body: { code: 'http.cursor' },
      })
    }
  })

  test('a known path with a wrong method says which ones it takes', async () => {
    const known: Array<[method: string, path: string, allow: string]> = [
      ['DELETE', '/accounts', 'GET, HEAD, POST'],
      ['POST', customer.path, 'GET, HEAD, PATCH'],
      ['PUT', `${customer.path}/subscribers/${newId()}`, 'GET, HEAD, PATCH, DELETE'],
      ['DELETE', `${customer.path}/subscribers/count`, 'GET, HEAD'],
      ['GET', `${customer.path}/deployments`, 'POST'],
    ]
    for (const [method, path, allow] of known) {
      const answer = await fetch(`${app.serviceOrigin}/api/v1${path}`, { method })
      expect(answer.headers.get('content-type'), path).toContain('application/problem+json')
      expect([answer.status, answer.headers.get('allow')], path).toEqual([405, allow])
      expect(await answer.json()).toMatchObject({ code: 'http.method', title: 'Wrong method' })
    }
  })

  test('a version tag that a proxy weakened is the same version', async () => {
    const path = `${customer.path}/subscribers/${(await aSubscriber(ada, customer)).id}`
    const changed = await ada.patch(path, { firstName: 'Anne' }, { 'if-match': 'W/"1"' }).expect(200)
    expect(changed.version).toBe(2)
    expect((await ada.patch(path, { firstName: 'Änne' }, { 'if-match': 'W/"1"' })).status).toBe(412)
  })

  test('operations and events are counted', async () => {
    const other = await aCustomer(ada, { name: 'Counted' })
    expect(await ada.get(`${other.path}/operations/count`).expect(200)).toEqual({ count: 0 })
    const events = await ada.get(`${other.path}/events`).expect(200)
    expect(await ada.get(`${other.path}/events/count`).expect(200)).toEqual({
      count: events.items.length,
      isMore: false,
    })
  })

  test.each([
    ['/accounts', { kind: 'customer', name: 'Acme\nInc', country: 'DE' }, 'name'],
    ['/accounts', { kind: 'customer', name: 'Acme\u0085', country: 'DE' }, 'name'],
    ['/set-ups', { token: 'x', password: 'carla counts the stairs', firstName: 'Ca\trla' }, 'firstName'],
    ['/set-ups', { token: 'x', password: 'carla counts the stairs', lastName: 'Ro\u2028ssi' }, 'lastName'],
  ])('a name for %s holds no line break and no control character: %j', async (path, body, field) => {
    const answer = await ada.post(path, body)
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    expect(answer.body.errors).toMatchObject([
      { path: field, message: 'Leave out line breaks and control characters.' },
    ])
  })

  test('a cursor whose parts are no key of the list is refused, not a fault', async () => {
    const made = Buffer.from(JSON.stringify(['Kühn', 'no id'])).toString('base64url')
    for (const list of ['subscribers?', 'subscribers?sort=deployedAt&', 'subscribers?sort=profile&']) {
      const answer = await ada.get(`${customer.path}/${list}cursor=${made}`)
      expect(answer.status, list).toBe(422)
    }
  })
})

describe('the pages of error codes', () => {
  const page = (code: string) => fetch(`${app.serviceOrigin}/docs/errors/${code}`)

  test('the type of a problem is the address of a page that explains its code', async () => {
    const { body } = await ada.post(`${customer.path}/subscribers`, { hobby: 'chess' })
    const answer = await fetch(`${app.serviceOrigin}${body.type}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await answer.text()
    expect(html).toContain('<h1>http.invalid</h1>')
    expect(html).toContain('<p><strong>What to do.</strong>')
    expect(html).not.toMatch(/<script|<pre|\*\*/)
  })

  test('one page explains a family of codes', async () => {
    expect(await (await page('field.too-small')).text()).toContain('<h1>field</h1>')
  })

  test('what the pages hold is text, never markup', async () => {
    expect(await (await page('deployment-profiles.in-use')).text()).toContain('<code>DELETE …?replacementId=')
    expect(await (await page('http.cursor')).text()).not.toMatch(/<[^/!a-z]/)
  })

  test.each([
    'http.nothing',
    'README',
    '..%2f..%2fpackage',
    'constructor',
  ])('there is none for %s', async (code) => {
    expect((await page(code)).status).toBe(404)
  })

  test('nothing of a page runs, and its style is the one it was sent with', async () => {
    const policy = (await page('http.cursor')).headers.get('content-security-policy')
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'none';/)
  })
})

describe('the log', () => {
  test('has a line for each request with the pattern of its route, and never a token', async () => {
    const anna = await aSubscriber(ada, customer)
    const token = await aLink(app, ada, customer, anna.id)
    await openPage(`${app.serviceOrigin}/d/${token}`)
    const phone = await aPhone(app, token)
    await fetchAsPhone(phone.url)
    await useLink(app, token, { client: 'generic' })
    await fetch(`${app.serviceOrigin}/d/${token}/nothing/there`)
    const lines = await waitUntil(
      () => {
        const requests = app.logged.map((line) => JSON.parse(line)).filter((line) => line.msg === 'request')
        return requests.some(({ route }) => route === '/client/v1/:credential') ? requests : undefined
      },
      { what: 'the last request is logged' },
    )
    expect(lines).toContainEqual({
      level: 30,
      time: expect.any(String),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: 'GET',
      route: '/d/:token',
      status: 200,
      ms: expect.any(Number),
      msg: 'request',
    })
    expect(lines.map(({ route }) => route)).toEqual(expect.arrayContaining(['/c/:ticket', 'unknown']))
    const whole = app.logged.join('')
    for (const secret of [token, phone.ticketUrl, phone.url, ada.cookie(), 's3cret-Anna']) {
      const [, last = secret] = /([^/=]+)$/.exec(secret) ?? []
      expect(whole).not.toContain(last)
    }
  })

  test('a request that cannot be read at all is logged without its path', async () => {
    const { hostname, port } = new URL(app.serviceOrigin)
    const socket = connect(Number(port), hostname)
    socket.end('GET /d/AaIAwKOjcWCTZncSosYHEQ.secretsecretsecretsecret HTTP/9\r\n\r\n')
    expect(await text(socket)).toContain('400')
    expect(app.logged.join('')).not.toContain('secretsecret')
  })
})

describe('health', () => {
  test('alive and ready are told without signing in', async () => {
    expect((await fetch(`${app.serviceOrigin}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${app.serviceOrigin}/readyz`)).json()).toEqual({ status: 'ready' })
  })
})
