import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isId } from '../database/index.ts'
import type { Actor, Caller, Gatekeeper, Permission } from './caller.ts'
import { refuseForeignOrigin, refuseSimpleContentType } from './forgery.ts'
import { actOnce, type IdempotencyOptions, KeyHeader, takesKey } from './idempotency.ts'
import { Problem } from './problem.ts'
import { notFound, Refusal, wrongMethod } from './refusal.ts'
import type { AccountRoute, CallerRoute, Incoming, Outcome, PublicRoute, Route } from './route.ts'

/** What a route needs of the server it stands in. */
export interface RoutingOptions extends IdempotencyOptions {
  routes: Route[]
  gatekeeper: Gatekeeper
  /** Scheme, host and port under which browsers reach us: the only origin state-changing requests may come from. */
  publicOrigin: () => string
}

/** Adds one route: guard, shapes, act, answer. */
export function addRoute(api: FastifyInstance, route: Route, options: RoutingOptions): void {
  api.route({
    method: route.method,
    url: route.path,
    schema: {
      operationId: route.operation,
      summary: route.summary,
      tags: [route.tag],
      security: securityOf(route),
      ...(route.upload ? { consumes: ['multipart/form-data'] } : {}),
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
      ...headersOf(route),
      response: {
        ...Object.fromEntries(Object.entries(route.answers).filter(([, shape]) => shape !== null)),
        '4xx': Problem,
      },
    },
    config: { permission: typeof route.may === 'string' ? route.may : route.may.name, form: route.upload },
    // Before the body is read: an unauthorised request costs no parsing and learns nothing from validation.
    onRequest: async (request) => {
      refuseForeignOrigin(request, options.publicOrigin(), false)
      refuseSimpleContentType(request, route.upload !== undefined)
      await admit(request, route, options)
    },
    handler: async (request, reply) => {
      const outcome = await act(route, request, reply, options)
      reply.code(outcome.status)
      if (outcome.headers) reply.headers(outcome.headers)
      return reply.send(outcome.body)
    },
  })
}

/** `If-Match` as the API takes it. A tag that is none of ours matches nothing, so that its shape is not asked. */
const VersionHeader = z.looseObject({
  'if-match': z
    .string()
    .optional()
    .describe(
      'The `ETag` of the record as you have read it: where somebody has changed it since, this is refused with 412 and nothing is written.',
    ),
})

function headersOf(route: Route): { headers?: z.ZodType } {
  const key = takesKey(route) && !route.upload ? KeyHeader.shape : undefined
  const version = route.versioned ? VersionHeader.shape : undefined
  return key || version ? { headers: z.looseObject({ ...key, ...version }) } : {}
}

/** Who may call, as the document says it: an API key where it can be given the permission, which stands as its scope. */
function securityOf(route: Route): Array<Record<string, string[]>> {
  if (route.may === 'anybody') return []
  const isForKeys =
    typeof route.may !== 'string' && route.may.forKeys && (route as AccountRoute).stepUp !== true
  return [{ session: [] }, ...(isForKeys ? [{ apiKey: [(route.may as Permission).name] }] : [])]
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** A path that exists answers every other method with 405, and with those that it takes (RFC 9110, 15.5.6). Which paths exist is public. */
export function refuseOtherMethods(api: FastifyInstance, { routes, publicOrigin }: RoutingOptions): void {
  const ofPath = Map.groupBy(routes, ({ path }) => path.replace(/:\w+/g, ':'))
  for (const [first, ...others] of ofPath.values()) {
    if (first === undefined) continue
    const taken = new Set<string>([first, ...others].map(({ method }) => method))
    if (taken.has('GET')) taken.add('HEAD')
    const allowed = methods.filter((method) => taken.has(method))
    api.route({
      method: methods.filter((method) => !taken.has(method)),
      url: first.path,
      schema: { hide: true },
      onRequest: async (request) => {
        refuseForeignOrigin(request, publicOrigin(), false)
        refuseSimpleContentType(request, false)
        throw wrongMethod(allowed)
      },
      handler: async () => undefined,
    })
  }
}

/** Who was admitted, and when. */
interface Admission {
  caller: Caller | undefined
  at: Date
}

const admissions = new WeakMap<FastifyRequest, Admission>()

/**
 * For so long an admission holds. Who may call is asked before the body is read, and a body may be minutes late, or somebody who is asked outside: what
 * takes longer is asked anew before the act, so that a right that was taken away opens nothing. Ordinary requests are asked once.
 */
const admissionHoldsMs = 250

/** Asks anew who calls and whether they may, where the last answer is too old for an act. */
async function admitAnew(request: FastifyRequest, route: Route, options: RoutingOptions): Promise<void> {
  const at = admissions.get(request)?.at.getTime() ?? 0
  if (options.clock.now().getTime() - at > admissionHoldsMs) await admit(request, route, options)
}

async function admit(request: FastifyRequest, route: Route, options: RoutingOptions): Promise<void> {
  const gatekeeper: Gatekeeper = options.gatekeeper
  const hasCookies = request.headers.cookie !== undefined
  const cookie = hasCookies ? cookieOf(request, sessionCookieNames, options.publicOrigin()) : undefined
  const bearer = bearerToken(request)
  const { accountId } = request.params as { accountId?: string }
  const isAsked = typeof route.may !== 'string' && (cookie ?? bearer) !== undefined
  // Two answers of the database are waited for at once.
  const ofPath =
    isAsked && accountId !== undefined && isId(accountId) ? gatekeeper.entering(accountId) : undefined
  const caller = await gatekeeper.identify({ cookie, bearer, address: request.ip })
  // From the answer on: in a crowd, those who wait for a connection would else all ask twice.
  admissions.set(request, { caller, at: options.clock.now() })
  if (route.may === 'anybody') return
  if (!caller) throw gatekeeper.unauthenticated()
  if (route.may === 'signed-in') {
    gatekeeper.requireSession(caller)
    if ((route as CallerRoute).stepUp) gatekeeper.requireStepUp(caller)
    return
  }
  // Routes without an account in the path act on the caller's own.
  const authorise =
    ofPath ?? gatekeeper.entering(accountId === undefined ? caller.homeAccountId : wellFormed(accountId))
  await authorise(caller, route.may)
  if ((route as AccountRoute).stepUp === true) gatekeeper.requireStepUp(caller)
}

function wellFormed(accountId: string): string {
  if (!isId(accountId)) throw notFound()
  return accountId
}

async function act(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  options: RoutingOptions,
): Promise<Outcome> {
  await admitAnew(request, route, options)
  return atAnyVersion(expectedVersions(request.headers['if-match']), (expectedVersion) =>
    actAt(route, request, reply, options, { ...incomingOf(request), expectedVersion }),
  )
}

async function actAt(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  options: RoutingOptions,
  incoming: Incoming<never, never, never>,
): Promise<Outcome> {
  const caller = admissions.get(request)?.caller
  if (route.may === 'anybody') {
    return declared(route, await (route as PublicRoute).handle({ ...incoming, reply, caller } as never))
  }
  if (route.may === 'signed-in') {
    return declared(route, await (route as CallerRoute).handle({ ...incoming, caller, reply } as never))
  }
  const actor = actorOf(route as AccountRoute, incoming, caller as Caller, options.gatekeeper)
  const requireStepUp = () => options.gatekeeper.requireStepUp(actor)
  const steps = {
    // Before the transaction of a key begins: the guard asks in its own.
    askOutside: async () => {
      const heard = await (route as AccountRoute).askOutside?.({ ...incoming, actor } as never)
      await admitAnew(request, route, options)
      return heard
    },
    handle: async (heard: unknown) =>
      declared(
        route,
        await (route as AccountRoute).handle({ ...incoming, actor, heard, requireStepUp } as never),
      ),
  }
  const key = request.headers['idempotency-key']
  if (key === undefined || !takesKey(route)) {
    const outcome = await steps.handle(await steps.askOutside())
    // The act reads the file itself. It makes a plan of it, which changes no record; who may not any more is not shown it.
    if (route.upload) await admitAnew(request, route, options)
    return outcome
  }
  const { method, url, body } = request
  const keyed = { key: String(key), actor, method, url, ifMatch: request.headers['if-match'], body }
  return actOnce(options, route, keyed, steps, (outcome) => {
    // By the route's shape: what is kept is what is sent.
    const json = reply.code(outcome.status).serialize(outcome.body)
    return typeof json === 'string' ? json : json.toString()
  })
}

function actorOf(
  { may, stepUp }: AccountRoute,
  incoming: Incoming<never, never, never>,
  caller: Caller,
  gatekeeper: Gatekeeper,
): Actor {
  if (typeof stepUp === 'function' && stepUp(incoming.body)) gatekeeper.requireStepUp(caller)
  const { accountId = caller.homeAccountId } = incoming.params as { accountId?: string }
  return {
    ...caller,
    accountId,
    permission: may.name,
    address: incoming.address,
    requestId: incoming.requestId,
  }
}

function declared(route: Route, outcome: Outcome): Outcome {
  if (outcome.status in route.answers) return outcome
  throw new Error(`${route.operation} answered ${outcome.status}, which it does not declare.`)
}

function incomingOf(request: FastifyRequest): Omit<Incoming<never, never, never>, 'expectedVersion'> {
  return {
    params: request.params as never,
    query: request.query as never,
    body: request.body as never,
    address: request.ip,
    requestId: request.id,
    raw: request,
  }
}

/** An entity tag (RFC 9110, 8.8.3), and a list of them (5.6.1): what stands in quotes may hold a comma. */
const tag = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/
const listOfTags = new RegExp(`^[\\s,]*${tag.source}(?:\\s*,[\\s,]*${tag.source})*[\\s,]*$`)
/** So many versions are looked at, the newest first, each by an attempt of its own. */
const versionsMax = 8

/**
 * `If-Match: "3"` → 3; each of a list (RFC 9110, 13.1.1), of which one may be the present one; `*` is whatever there is. A tag that is none of ours
 * matches nothing. A proxy that compresses answers weakens their tags to `W/"3"`, and what it was given comes back: our tags count versions, so the
 * weak one says the same.
 */
function expectedVersions(ifMatch: string | undefined): Array<number | undefined> {
  if (ifMatch === undefined || ifMatch.trim() === '*') return [undefined]
  if (!listOfTags.test(ifMatch)) return [-1]
  const tags = Array.from(ifMatch.matchAll(new RegExp(tag, 'g')), ([, opaque = '']) => opaque)
  const versions = tags.map((opaque) => (/^\d{1,9}$/.test(opaque) ? Number(opaque) : -1))
  return [...new Set(versions)].sort((one, other) => other - one).slice(0, versionsMax)
}

/** Acts on the first of these versions that is the present one; what was begun on another is rolled back. @throws Refusal `http.stale` */
async function atAnyVersion<Result>(
  [first, ...others]: Array<number | undefined>,
  act: (version: number | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    return await act(first)
  } catch (error) {
    if (others.length === 0 || !(error instanceof Refusal) || error.code !== 'http.stale') throw error
    return atAnyVersion(others, act)
  }
}

/** The session cookie bears the `__Host-` prefix wherever the browser allows it, that is everywhere but on plain-http localhost. */
export const sessionCookieNames = { secure: '__Host-rollcall', plain: 'rollcall' } as const

/**
 * The cookie that the browser brought. Behind https only the one with the prefix counts: without it, a host beside ours or somebody on the wire could
 * have planted a session of theirs (RFC 6265bis, 4.1.3.2).
 * @param serviceOrigin where browsers reach us
 */
export function cookieOf(
  { cookies }: Pick<FastifyRequest, 'cookies'>,
  names: { secure: string; plain: string },
  serviceOrigin: string,
): string | undefined {
  return cookies[serviceOrigin.startsWith('https:') ? names.secure : names.plain]
}

/** What follows the scheme, which is told from others without case (RFC 9110, 11.1). Other schemes are for a proxy before us. */
function bearerToken({ headers }: FastifyRequest): string | undefined {
  const [scheme = '', ...rest] = (headers.authorization ?? '').split(' ')
  return scheme.toLowerCase() === 'bearer' ? rest.join(' ').trim() : undefined
}
