import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts'
import { type NameServer, startNameServer } from '#tests/harness/name-server.ts'
import { anAdminOf, anOrder } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { userImportsOf } from '#tests/harness/user-imports.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { fourAtATime, naughtyStrings } from './naughty-strings.ts'
import { dealt, nameOf, readerOf, type TextRoute, type Texts, textRoutes } from './text-fields.ts'
import { aWorld, everythingOf } from './two-worlds.ts'

/** Who may call a route, and what they have there. */
interface Place {
  caller: ApiClient
  ids: Record<string, string>
}

let app: TestApp
let provider: IdentityProvider
let nameServer: NameServer
let customerId: string
let partnerId: string
/** Somebody whose password is guessed at: sessions of others stay as they are. */
let guessed: Place
let places: Place[]
let examples: Record<string, unknown>

const routes = textRoutes().filter(({ inBody }) => inBody.length > 0)
/** Where a password is hashed or a mail is sent, which costs as much as fifty other requests. */
const costly = new Set(
  routes.flatMap((route) => {
    const isDear =
      ['POST /sessions', 'PUT /me/password'].includes(nameOf(route)) || route.path.endsWith('/test-messages')
    const isStepUp = nameOf(route) === 'POST /sessions/current/step-ups'
    return route.inBody.filter(({ path }) => isDear || (isStepUp && path === 'password'))
  }),
)
const strings = dealt(
  routes.flatMap(({ inBody }) => inBody),
  naughtyStrings,
  (field) => costly.has(field),
)

/** What was refused, to be sent once more. */
const refused: Array<() => Promise<Answer>> = []
/** What the rule forbids, one line each. */
const broken: string[] = []
/** Fields that were taken and that no answer shows: secrets, and nothing else. */
const neverShown = new Set<string>()
let shownAgain = 0

beforeAll(async () => {
  nameServer = await startNameServer()
  app = await startTestApp({
    trustProxy: true,
    outboundAllow: ['127.0.0.1'],
    nameServers: [nameServer.address],
  })
  provider = await startIdentityProvider()
  const ada = await app.ada()
  const world = await aWorld(app, ada, 'Acme')
  customerId = world.ids.accountId
  partnerId = (await ada.get('/sessions/current').expect(200)).account.id
  const carla = await anAdminOf(app, { id: customerId }, { email: 'carla@world.example' })
  const owner = (await carla.get('/sessions/current').expect(200)).user.id
  await ada.patch(`${world.path}/subscribers/${world.ids.subscriberId}`, { userId: owner }).expect(200)
  const people = userImportsOf(ada, { id: customerId })
  const plan = await people.planned('First name,Last name,Email\nAnna,Kühn,anna@world.example\n')
  const order = await anOrder(ada)
  const { id: nowhere } = await ada.post(`${world.path}/locations`, { name: 'Nowhere' }).expect(201)
  const unused = await ada.post(`${world.path}/deployment-profiles`, { name: 'Unused' }).expect(201)
  const ids = { ...world.ids, userImportId: plan.id, orderId: order.id }
  places = [
    { caller: carla, ids },
    { caller: ada, ids },
    { caller: ada, ids: { ...ids, accountId: partnerId } },
  ]
  const dora = await anAdminOf(app, { id: customerId }, { email: 'dora@world.example' })
  guessed = { caller: dora, ids }
  examples = {
    country: 'DE',
    timeZone: 'Europe/Berlin',
    password: 'correct horse battery staple',
    newPassword: 'correct horse battery staples',
    currentPassword: 'wrong horse battery staple',
    code: '123456',
    startsOn: '2026-01-01',
    issuer: provider.issuer,
    to: '/',
    // Only who is nowhere is chosen, however much a search finds.
    'filter.locationId': nowhere,
    'filter.profileId': unused.id,
  }
}, 60_000)
afterAll(async () => {
  await app.stop()
  await provider[Symbol.asyncDispose]()
  await nameServer[Symbol.asyncDispose]()
})

describe('Naughty strings: every text of every body that the API takes', () => {
  test('is stored as it is and shown so again, or refused with its field named; nothing answers that it is our fault', async () => {
    // What is of one path is written by all its methods: one after the other, so that each reads what it wrote itself.
    const byPath = Map.groupBy(routes, ({ path }) => path)
    await fourAtATime([...byPath.values()], async (ofPath) => {
      for (const route of ofPath) await tryRoute(route)
    })
    expect(broken).toEqual([])
    expect(shownAgain).toBeGreaterThan(300)
    expect([...neverShown].filter((field) => !isSecret(field))).toEqual([])
  }, 180_000)

  test('leaves nothing half-written where it was refused', async () => {
    await everythingDone()
    const before = await everythingKept()
    await fourAtATime(refused, async (again) => {
      const { status } = await again()
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    })
    expect(refused.length).toBeGreaterThan(100)
    expect(await everythingKept()).toEqual(before)
  }, 60_000)
})

const isSecret = (field: string) => /(Password|Pin|clientSecret)(\.realm|\.ha1)?$/.test(field)

async function tryRoute(route: TextRoute): Promise<void> {
  const place = await placeFor(route)
  const together = Map.groupBy(route.inBody, ({ forms }) => JSON.stringify(forms))
  let kept = 0
  for (const fields of together.values()) {
    const rounds = Math.max(...fields.map((field) => strings.get(field)?.length ?? 0))
    for (let round = 0; round < rounds; round++) {
      const texts: Texts = new Map(
        fields.flatMap((field) => {
          const text = strings.get(field)?.[round]
          return text === undefined ? [] : [[field, text] as const]
        }),
      )
      const { answer, taken, send } = await sent(route, place, texts)
      if (answer.status >= 400 && kept++ < 4) refused.push(send)
      if (answer.status < 300) await lookAgain(route, place, taken, answer)
    }
  }
}

/** Who may call it: a customer’s admin where that is enough. */
async function placeFor(route: TextRoute): Promise<Place> {
  if (/^\/(sessions|me\/(password|second-factor))/.test(route.path)) return guessed
  for (const place of places) {
    const { status } = await ask(route, place, new Map())
    if (status !== 403 && status !== 404) return place
  }
  return places[0] as Place
}

/** Sends the texts, then without those whose fields the refusals name. @returns the last answer, and what was in its request */
async function sent(route: TextRoute, place: Place, texts: Texts) {
  const taken: Texts = new Map(texts)
  for (;;) {
    const inRequest: Texts = new Map(taken)
    const send = () => ask(route, place, inRequest)
    const answer = await send()
    const given = JSON.stringify([...taken].map(([{ path }, text]) => [path, text.slice(0, 100)]))
    if (answer.status >= 500) broken.push(`${answer.status} ${nameOf(route)} ${given}`)
    if (answer.status === 429) broken.push(`was not looked at: ${nameOf(route)}`)
    if (answer.status !== 422) return { answer, taken, send }
    const errors: Array<{ path: string }> = answer.body.errors ?? []
    const named = [...taken.keys()].filter(({ path }) => errors.some((error) => isAt(path, error.path)))
    if (errors.length === 0) broken.push(`names no field: ${nameOf(route)} ${given}`)
    for (const field of named) taken.delete(field)
    if (named.length === 0 || taken.size === 0) return { answer, taken, send }
  }
}

/** Does an error here speak of the field? Where a shape has several forms, of what holds it. */
const isAt = (field: string, error: string) => field === error || field.startsWith(`${error}.`)

let requests = 0

function ask(route: TextRoute, { caller, ids }: Place, texts: Texts): Promise<Answer> {
  requests += 1
  const email = `n${requests}@world.example`
  const body = route.bodyWith(texts, { email, recipientUserId: ids.userId, ...examples })
  // Each from a network of its own, so that no limit answers before the text is looked at.
  const headers = { 'x-forwarded-for': `2001:db8:0:${requests.toString(16)}::1` }
  const path = pathOf(route.path, ids)
  if (route.method === 'PATCH') return caller.patch(path, body, headers)
  return route.method === 'PUT' ? caller.put(path, body, headers) : caller.post(path, body, headers)
}

function pathOf(template: string, ids: Record<string, string>): string {
  const others: Record<string, string> = {
    language: 'en',
    row: '1',
    integration: 'micollab',
    domain: 'acme.example',
  }
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const kept = template.includes('/user-imports/') && name === 'importId' ? 'userImportId' : name
    return ids[kept] ?? others[kept] ?? kept
  })
}

/** Reads what was written, and compares it with what was given. */
async function lookAgain(
  route: TextRoute,
  { caller, ids }: Place,
  taken: Texts,
  answer: Answer,
): Promise<void> {
  // What answers 200 to a POST, or 202, has looked at texts and keeps none.
  if (route.method === 'POST' && answer.status !== 201) return
  const reader = readerOf(route)
  const shown = reader
    ? await caller
        .get(pathOf(reader.path, { ...ids, [reader.itsId]: answer.body.id ?? ids[reader.itsId] }))
        .expect(200)
    : answer.body
  for (const [{ path: field }, text] of taken) {
    const stored = valueAt(shown.identityProvider ?? shown, field)
    if (stored === undefined) neverShown.add(`${nameOf(route)} ${field}`)
    else if (isSame(text, stored)) shownAgain += 1
    else broken.push(`${nameOf(route)} ${field}: ${JSON.stringify([text, stored])}`)
  }
}

function valueAt(shown: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((at: unknown, name) => (at as Record<string, unknown> | undefined)?.[name], shown)
}

/** Outer spaces are taken off of what stands on one line, and an empty line is none; nothing else is changed. */
function isSame(given: string, stored: unknown): boolean {
  return stored === given || stored === given.trim() || (stored === null && given.trim() === '')
}

/** Every row of the customer and of its partner, but for when their admins were last seen. */
async function everythingKept(): Promise<string[]> {
  const rows = [...(await everythingOf(app, customerId)), ...(await everythingOf(app, partnerId))]
  return rows.filter((row) => !row.startsWith('app.sessions '))
}

/** Waits until no operation is under way and no mail is on its way. */
async function everythingDone(): Promise<void> {
  const under = `select (select count(*) from app.operations where finished_at is null)::int
                      + (select count(*) from app.outgoing_mails where status in ('queued', 'sending'))::int as way`
  await waitUntil(async () => (await asSuperuser(app.database, under))[0].way === 0, {
    what: 'everything that was begun is done',
    timeoutMs: 30_000,
  })
}
