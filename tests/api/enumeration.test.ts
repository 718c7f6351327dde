import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSecondPartner, aSubscriber, timelineOf } from '#tests/harness/people.ts'
import { aLink } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
const password = 'carla counts the stairs'

beforeAll(async () => {
  app = await startTestApp({ trustProxy: true })
  ada = await app.ada()
  acme = await aCustomer(ada)
})
afterAll(() => app.stop())

let networks = 0
const newAddress = () => `10.2.0.${++networks}`

/** What somebody can tell answers apart by: everything but the number of the request and the time. */
interface Seen {
  status: number
  headers: Record<string, string>
  body: string
  bytes: number
}

async function see(path: string, init: RequestInit = {}): Promise<Seen> {
  const answer = await fetch(`${app.serviceOrigin}${path}`, { redirect: 'manual', ...init })
  const text = await answer.text()
  const told = Object.fromEntries(answer.headers)
  const requestId = told['x-request-id'] ?? ''
  return {
    status: answer.status,
    headers: { ...told, 'x-request-id': '', date: '' },
    body: text.replaceAll(requestId, ''),
    bytes: Buffer.byteLength(text),
  }
}

/** The one answer that all of them got. */
function sameAnswer(answers: Record<string, Seen>): Seen {
  const [first, ...others] = Object.entries(answers)
  if (!first) throw new Error('There is nothing to compare.')
  for (const [name, seen] of others) expect(seen, `${name} like ${first[0]}`).toEqual(first[1])
  return first[1]
}

async function seeEach(asked: Record<string, () => Promise<Seen>>): Promise<Record<string, Seen>> {
  const seen: Record<string, Seen> = {}
  for (const [name, ask] of Object.entries(asked)) seen[name] = await ask()
  return seen
}

const asJson = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

describe('Enumeration at sign-in', () => {
  /** One person of each kind; the first five may not sign in with this password, for different reasons. */
  async function everyKind(): Promise<Record<string, string>> {
    const closed = await aCustomer(ada, { name: 'Closed' })
    const people = { known: acme, locked: acme, inactive: acme, invited: acme, closed }
    for (const [kind, account] of Object.entries(people)) {
      await anAdminOf(app, account, { email: `${kind}@acme.example`, password })
    }
    await asSuperuser(
      app.database,
      `update app.users set status = split_part(email, '@', 1)
        where email in ('locked@acme.example', 'inactive@acme.example', 'invited@acme.example')`,
    )
    await asSuperuser(app.database, "update app.accounts set status = 'deactivated' where account_id = $1", [
      closed.id,
    ])
    return Object.fromEntries(
      [...Object.keys(people), 'unknown'].map((kind) => [kind, `${kind}@acme.example`]),
    )
  }

  test('known with a wrong password, locked, inactive, invited, of a closed account and unknown answer alike, before a pause and in it', async () => {
    const people = await everyKind()
    const places = Object.fromEntries(Object.keys(people).map((kind) => [kind, newAddress()]))
    const round = () =>
      seeEach(
        Object.fromEntries(
          Object.entries(people).map(([kind, email]) => {
            const given = { email, password: kind === 'known' ? 'not the password' : password }
            const headers = { 'x-forwarded-for': places[kind] as string }
            return [kind, () => see('/api/v1/sessions', asJson(given, headers))]
          }),
        ),
      )
    for (let failure = 1; failure <= 5; failure++) {
      expect(sameAnswer(await round())).toMatchObject({ status: 401 })
    }
    const limited = await round()
    // The seconds run on while one asks after the other; what is compared is all but them.
    for (const seen of Object.values(limited)) {
      const seconds = seen.headers['retry-after'] ?? ''
      expect(Number(seconds)).toBeGreaterThan(9)
      expect(Number(seconds)).toBeLessThanOrEqual(30)
      expect(seen.body).toContain(`Try again in ${seconds} seconds.`)
      seen.body = seen.body.replace(`in ${seconds} seconds`, 'in n seconds')
      seen.headers['retry-after'] = 'n'
    }
    expect(sameAnswer(limited)).toMatchObject({ status: 429 })
  })

  test('an account that one does not belong to answers like one that does not exist', async () => {
    const mine = await aCustomer(ada, { name: 'Mine' })
    await anAdminOf(app, mine, { email: 'mine@acme.example', password })
    const choose = (account: string) => () =>
      see('/api/v1/sessions', asJson({ email: 'mine@acme.example', password, account }))
    const answers = await seeEach({ foreign: choose(acme.id), unknown: choose(newId()) })
    expect(sameAnswer(answers)).toMatchObject({ status: 401 })
  })
})

describe('Enumeration of links', () => {
  /** Links that lead nowhere, each for another reason. */
  async function strangeTokens(): Promise<Record<string, string>> {
    const { id } = await aSubscriber(ada, acme)
    const token = await aLink(app, ada, acme, id)
    const last = token.at(-1) === 'A' ? 'Q' : 'A'
    return {
      'of an account with links': randomCredential(acme.id, 16).text,
      'of no account': randomCredential(newId(), 16).text,
      'one letter off': token.slice(0, -1) + last,
      'cut off': token.slice(0, -1),
      malformed: 'x'.repeat(45),
      'a session, not a link': randomCredential(acme.id, 32).text,
    }
  }

  test.each<[string, RequestInit]>([
    ['opened', { headers: { accept: 'text/html' } }],
    ['asked for by HEAD', { method: 'HEAD' }],
    ['used as data, with a PIN', asJson({ client: 'generic', pin: '1234' })],
    ['used as data, without', asJson({ client: 'generic' })],
  ])('unknown, foreign and malformed links answer alike when %s', async (_how, init) => {
    const tokens = await strangeTokens()
    const asked = Object.entries(tokens).map(([name, token]) => [name, () => see(`/d/${token}`, init)])
    expect(sameAnswer(await seeEach(Object.fromEntries(asked)))).toMatchObject({ status: 404 })
  })

  test('*Send me a new link* answers alike for expired, open, unknown and malformed links, and for a network that has pressed too often, whose presses do nothing', async () => {
    const [first, second, open] = await Promise.all([expiring(), expiring(), aSubscriber(ada, acme)])
    app.clock.advance({ hours: 24 * 8 })
    ada = await app.ada()
    const openToken = await aLink(app, ada, acme, open.id)
    const nosy = newAddress()
    const answers: Record<string, Seen> = {
      sent: await pressRenewal(first.token, nosy),
      'not sent: one has just been': await pressRenewal(first.token, nosy),
      open: await pressRenewal(openToken, nosy),
      unknown: await pressRenewal(randomCredential(acme.id, 16).text, nosy),
      malformed: await pressRenewal('x'.repeat(45), nosy),
    }
    expect(await asksOf(first.id)).toBe(1)
    for (let press = 1; press < 20; press++) await pressRenewal(first.token, nosy)
    answers['too often'] = await pressRenewal(second.token, nosy)
    expect(await asksOf(second.id)).toBe(0)
    answers['from elsewhere'] = await pressRenewal(second.token, newAddress())
    expect(await asksOf(second.id)).toBe(1)
    expect(sameAnswer(answers)).toMatchObject({ status: 200 })
  })

  async function expiring(): Promise<{ id: string; token: string }> {
    const { id } = await aSubscriber(ada, acme)
    return { id, token: await aLink(app, ada, acme, id) }
  }

  const asksOf = async (id: string) =>
    (await timelineOf(ada, acme, id)).filter((kind) => kind === 'link.asked-anew').length

  async function pressRenewal(token: string, address: string): Promise<Seen> {
    const page = await see(`/d/${token}`)
    return see(`/d/${token}/renewal`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        'x-forwarded-for': address,
      },
      body: new URLSearchParams({
        nonce: /name="nonce" value="([^"]+)"/.exec(page.body)?.[1] ?? '',
      }).toString(),
    })
  }
})

describe('Enumeration of records', () => {
  test('foreign ids answer like unknown and malformed ones, whoever asks', async () => {
    const { admin: nadia } = await aSecondPartner(app)
    const theirs = await aCustomer(nadia, { name: 'Theirs' })
    const mine = await aCustomer(ada, { name: 'Ours' })
    const { id: foreign } = await aSubscriber(nadia, theirs)
    const kinds: Array<(id: string) => string> = [
      (id) => `${mine.path}/subscribers/${id}`,
      (id) => `${mine.path}/subscribers/${id}/timeline`,
      (id) => `${mine.path}/deployment-profiles/${id}`,
      (id) => `${mine.path}/operations/${id}`,
      (id) => `/accounts/${id}`,
      (id) => `/accounts/${id}/subscribers`,
      (id) => `/accounts/${id}/subscribers/${foreign}`,
    ]
    for (const pathOf of kinds) {
      const ask = (id: string) => () => see(`/api/v1${pathOf(id)}`, { headers: { cookie: ada.cookie() } })
      const ids = { foreign, 'of a foreign account': theirs.id, unknown: newId() }
      const asked = Object.entries({ ...ids, 'of a foreign profile': theirs.profileId, malformed: 'x' })
      const answers = await seeEach(Object.fromEntries(asked.map(([name, id]) => [name, ask(id)])))
      expect(sameAnswer(answers), pathOf(':id')).toMatchObject({ status: 404 })
    }
  })
})
