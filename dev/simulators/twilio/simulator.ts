import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { type GivenAccount, openAccount, type SimulatedAccount } from './account.ts'
import { type Answer, answerTo } from './api.ts'
import { broken, describeProblem, notFound, tooManyRequests, unauthenticated } from './problems.ts'

/** What goes wrong with the next requests, so many times. */
export type Trouble =
  | { kind: 'broken'; times: number }
  | { kind: 'too-many-requests'; times: number; retryAfter: number }
  | { kind: 'slow'; times: number; ms: number }
  /** The connection breaks in the middle of the answer. */
  | { kind: 'cut'; times: number }
  /** Answers this instead, as it is. */
  | { kind: 'answers'; times: number; status: number; body: string }

/** Twilio's REST API for numbers, played on 127.0.0.1. What is bought or released stays so until it ends. */
export interface TwilioSimulator extends AsyncDisposable {
  origin: string
  /** By SID; what is written there is what is answered. */
  accounts: Map<string, SimulatedAccount>
  /** Every request, as method and path with query. */
  requests: string[]
  /** Adds trouble for requests to come; it is met in the order in which it was added. */
  trouble(trouble: Trouble): void
  stop(): Promise<void>
}

/** Starts it. @param port 0 takes a free one */
export async function startTwilioSimulator({
  port,
  accounts,
}: {
  port: number
  accounts: GivenAccount[]
}): Promise<TwilioSimulator> {
  const known = new Map(accounts.map((given) => [given.sid, openAccount(given)]))
  const troubles: Trouble[] = []
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    // A caller may have gone meanwhile.
    void answer(known, nextOf(troubles), request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  async function stop(): Promise<void> {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accounts: known,
    requests,
    trouble: (trouble) => void troubles.push(trouble),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function nextOf(troubles: Trouble[]): Trouble | undefined {
  const [first] = troubles
  if (first && --first.times <= 0) troubles.shift()
  return first
}

async function answer(
  known: Map<string, SimulatedAccount>,
  trouble: Trouble | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (trouble?.kind === 'slow') await delay(trouble.ms)
  if (trouble?.kind === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 })
    response.write('{')
    setImmediate(() => response.destroy())
    return
  }
  if (trouble?.kind === 'answers') {
    response.writeHead(trouble.status, { 'content-type': 'application/json' }).end(trouble.body)
    return
  }
  send(response, await answerOf(known, trouble, request))
}

async function answerOf(
  known: Map<string, SimulatedAccount>,
  trouble: Trouble | undefined,
  request: IncomingMessage,
): Promise<Answer> {
  if (trouble?.kind === 'broken') return broken
  if (trouble?.kind === 'too-many-requests') return tooManyRequests(trouble.retryAfter)
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const caller = callerOf(known, request.headers.authorization)
  if (!caller) return unauthenticated
  const [, sid] = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\//.exec(url.pathname) ?? []
  // Of other accounts Twilio says no more than that they are not one's own.
  if (sid !== caller.sid) return sid === undefined ? notFound(url.pathname) : unauthenticated
  const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '')
  return answerTo(caller, { method: request.method ?? 'GET', url, form })
}

/** Whose credentials these are (HTTP Basic): the account's own, or those of one of its API keys. */
function callerOf(known: Map<string, SimulatedAccount>, authorization = ''): SimulatedAccount | undefined {
  const [, encoded = ''] = /^Basic (\S+)$/.exec(authorization) ?? []
  const [, name = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  return [...known.values()].find(({ secrets }) => secrets.get(name) === secret)
}

function send(response: ServerResponse, given: Answer): void {
  if ('body' in given) {
    if (given.body === null) response.writeHead(given.status).end()
    else sendJson(response, given.status, given.body, {})
    return
  }
  const { retryAfter } = given
  sendJson(
    response,
    given.status,
    describeProblem(given),
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  )
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string>,
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}
