import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../clock/clock.ts'
import type { Database, Tx } from '../database/index.ts'
import type { MasterKey, Sealing } from '../secrets/index.ts'
import type { Actor } from './caller.ts'
import { forgetLater, forgottenUpTo } from './idempotency-expiry.ts'
import { findKeptAnswer, type KeptAnswer, keepAnswer, readKeptAnswer, takeKey } from './idempotency-store.ts'
import { Refusal } from './refusal.ts'
import type { AccountRoute, Outcome, Route } from './route.ts'

/** What a repeat is known by and answered from. */
export interface IdempotencyOptions {
  database: Database
  clock: Clock
  sealing: Sealing
  masterKey: MasterKey
}

/** A request that bears a key. */
export interface KeyedRequest {
  /** As given in the header. */
  key: string
  actor: Actor
  method: string
  /** Path and query. */
  url: string
  ifMatch: string | undefined
  /** As checked, so that two spellings of the same are the same. */
  body: unknown
}

/** What is done for a request. */
interface Steps {
  askOutside: () => Promise<unknown>
  handle: (heard: unknown) => Promise<Outcome>
}

/** `Idempotency-Key` as the API takes it: 1 to 255 visible characters of ASCII. Other headers stay. */
export const KeyHeader = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'Use 1 to 255 visible ASCII characters, for example a UUID.')
    .optional()
    .describe(
      'Makes a repeat safe: for 24 hours a request with the same key, by the same caller on the same route, is done once, and its repeats get the first answer with `Idempotency-Replayed: true`. Refused requests are not remembered.',
    ),
})

const replayed = { 'idempotency-replayed': 'true' }

/** Writes inside an account take a key. Public routes and sessions have no account yet, or end with a secret cookie. */
export function takesKey(route: Route): route is AccountRoute {
  return route.method !== 'GET' && typeof route.may !== 'string'
}

/**
 * Acts once for a key, and answers each repeat as the first time. Key and answer are committed with the act: a crash leaves both or neither. A repeat
 * that comes while the first is at work waits for it. A refusal undoes the key too, so that a corrected request may bear it again.
 * @param steps what asks outside, and what acts with what was heard; all transactions of the act become one
 * @param jsonOf the body of an outcome as it goes out
 * @throws Refusal `http.key-reused` when the key was used for another request
 */
export async function actOnce(
  options: IdempotencyOptions,
  route: AccountRoute,
  request: KeyedRequest,
  steps: Steps,
  jsonOf: (outcome: Outcome) => string,
): Promise<Outcome> {
  if (route.upload) throw keyNotTaken()
  const { accountId } = request.actor
  const macs = macsOf(options.masterKey, route, request)
  const { heard, answered } = await heardOrAnswered(options, route, accountId, macs, steps)
  if (answered) return answered
  const handle = () => steps.handle(heard)
  if (route.secretAnswer) return actOnceInSecret(options, route, accountId, macs, handle)
  return options.database.together(accountId, async (tx) => {
    if (!(await claimed(options, tx, macs, null))) {
      return replay(options, tx, macs, await readKeptAnswer(tx, macs.keyMac))
    }
    const outcome = await handle()
    const { status, headers = {} } = outcome
    const json = outcome.body === undefined ? undefined : jsonOf(outcome)
    const answer = await options.sealing.seal(tx, placeOf(macs), JSON.stringify({ headers, json }))
    await keepAnswer(tx, macs.keyMac, status, answer)
    return outgoing(status, headers, json)
  })
}

/**
 * Where the answer holds a secret, or is a stream: the key is written with the act, in the act's own transaction, because what follows its commit (a
 * link is told to the redirect server) may not come before. A repeat is told that it was done.
 */
function actOnceInSecret(
  options: IdempotencyOptions,
  route: AccountRoute,
  accountId: string,
  macs: Macs,
  handle: () => Promise<Outcome>,
): Promise<Outcome> {
  const status = Number(Object.keys(route.answers).find((answered) => answered.startsWith('2')))
  const claim = async (tx: Tx) => {
    if (await claimed(options, tx, macs, status)) return
    assertSame(await readKeptAnswer(tx, macs.keyMac), macs)
    throw answerNotKept(status)
  }
  return options.database.beginningWith(accountId, claim, handle)
}

/** Before anybody outside is asked it is looked whether this was answered already. Two that come at once may both ask; one of them acts. */
async function heardOrAnswered(
  options: IdempotencyOptions,
  route: AccountRoute,
  accountId: string,
  macs: Macs,
  steps: Steps,
): Promise<{ heard?: unknown; answered?: Outcome }> {
  if (!route.askOutside) return {}
  const answered = await options.database.inAccount(accountId, async (tx) => {
    const kept = await findKeptAnswer(tx, macs.keyMac, forgottenUpTo(options.clock.now()))
    return kept && replay(options, tx, macs, kept)
  })
  return answered ? { answered } : { heard: await steps.askOutside() }
}

async function replay(
  { sealing }: IdempotencyOptions,
  tx: Tx,
  macs: Macs,
  kept: KeptAnswer,
): Promise<Outcome> {
  assertSame(kept, macs)
  const { status, answer } = kept
  if (answer === null) throw answerNotKept(status as number)
  const { headers, json } = JSON.parse(await sealing.open(tx, placeOf(macs), answer))
  return outgoing(status as number, { ...headers, ...replayed }, json)
}

const placeOf = ({ keyMac }: Macs) => ({
  table: 'idempotency_keys',
  column: 'answer',
  id: keyMac.toString('hex'),
})

/** Its locks are the first that a transaction takes, in this order, so that no two keyed requests wait for each other. */
async function claimed({ clock }: IdempotencyOptions, tx: Tx, macs: Macs, status: number | null) {
  const now = clock.now()
  const key = { requestMac: macs.requestMac, status, now, expired: forgottenUpTo(now) }
  if (!(await takeKey(tx, macs.keyMac, key))) return false
  await forgetLater(tx, macs.keyMac, now)
  return true
}

/** Bytes, because Fastify would serialise a text once more. */
function outgoing(status: number, headers: Record<string, string>, json: string | undefined): Outcome {
  if (json === undefined) return { status, headers }
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(json, 'utf8'),
  }
}

interface Macs {
  keyMac: Buffer
  requestMac: Buffer
}

function macsOf(masterKey: MasterKey, route: Route, request: KeyedRequest): Macs {
  const secret = masterKey.deriveKey('idempotency keys')
  const mac = (...parts: unknown[]) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest()
  const { key, actor, method, url, ifMatch = null, body = null } = request
  return {
    // A key of the API is a caller of its own: it answers for what it did, not for what its maker did.
    keyMac: mac('key', actor.apiKey?.id ?? actor.userId, route.operation, key),
    requestMac: mac('request', method, url, ifMatch, sorted(body)),
  }
}

/** Fields by name, so that their order says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return fields.map(([name, inner]) => [name, sorted(inner)])
}

function assertSame(kept: KeptAnswer, { requestMac }: Macs): void {
  if (!kept.requestMac.equals(requestMac)) throw keyReused()
}

const keyReused = () =>
  new Refusal(
    422,
    'http.key-reused',
    'This Idempotency-Key was used for another request within the last 24 hours. Use a new key for a new request.',
  )

const keyNotTaken = () =>
  new Refusal(
    422,
    'http.key-not-taken',
    'An upload takes no Idempotency-Key. Send it without: a second upload changes no record.',
  )

const answerNotKept = (outcome: number) =>
  new Refusal(
    409,
    'http.answer-not-kept',
    'This was done already. Its answer held a secret and was not kept. Use a new key to do it again.',
    { members: { outcome }, headers: replayed },
  )
