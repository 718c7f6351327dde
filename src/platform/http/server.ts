import { readFileSync } from 'node:fs'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Database } from '../database/index.ts'
import { newId } from '../database/index.ts'
import type { Log } from '../log/log.ts'
import type { Caller, Gatekeeper } from './caller.ts'
import { refuseForeignOrigin, refuseSimpleContentType } from './forgery.ts'
import { describeApi } from './openapi.ts'
import { answerProblems, Problem } from './problem.ts'
import { invalid, notFound, wrongMethod } from './refusal.ts'
import type { AccountRoute, CallerRoute, Incoming, Outcome, PublicRoute, Route } from './route.ts'
import { unreadableTexts } from './unreadable-text.ts'

export interface ServerOptions {
  database: Database
  log: Log
  routes: Route[]
  gatekeeper: Gatekeeper
  /** Scheme, host and port under which browsers reach us: the only origin state-changing requests may come from. */
  publicOrigin: () => string
  trustProxy: boolean | string
  tls?: { certificateFile: string; keyFile: string }
  /** Pages outside the API (landing pages, the web UI): registered by the slices that own them. */
  pages: Array<(app: FastifyInstance) => Promise<void>>
}

/** Builds the HTTP server with every route of the product. Does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log,
    // One line of our own per request, with the route's pattern: Fastify's would hold URLs, and links are secrets.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => newId(),
    requestIdHeader: false,
    trustProxy: options.trustProxy,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    ...(options.tls
      ? { https: { cert: readFileSync(options.tls.certificateFile), key: readFileSync(options.tls.keyFile) } }
      : {}),
  } as object) as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  acceptJson(app)
  letConnectionsGo(app)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // Mantine sets its colours and sizes as style attributes and tags.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    hsts: options.publicOrigin().startsWith('https:') ? { maxAge: 31_536_000 } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  })
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: 64 * 1024 * 1024, files: 1, fields: 20 } })
  await describeApi(app)

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })

  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const ready = await options.database.answers()
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'the database does not answer' })
  })

  await app.register(
    async (api) => {
      api.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store')
      })
      for (const route of options.routes) addRoute(api, route, options)
      refuseOtherMethods(api, options)
    },
    { prefix: '/api/v1' },
  )
  for (const page of options.pages) await app.register(page)
  return app
}

/** A stop lets requests finish and takes at most this long (bars: within ten seconds). */
const drainTimeMaxMs = 8_000

/**
 * Stopping waits for connections, and one whose request ends after the stop began would stay open, idle, for as long as it is kept alive: those are
 * closed as they fall idle, and what still runs in the end is cut.
 */
function letConnectionsGo(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    const sweeping = setInterval(() => app.server.closeIdleConnections(), 50)
    const cutting = setTimeout(() => app.server.closeAllConnections(), drainTimeMaxMs)
    app.server.once('close', () => {
      clearInterval(sweeping)
      clearTimeout(cutting)
    })
  })
}

/** JSON as the product takes it: text that can be stored, or nothing, because clients say `application/json` out of habit also where an act takes no body. */
function acceptJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined)
    else {
      parse(request, body as string, (error, value) => {
        const errors = error ? [] : unreadableTexts(value)
        done(errors.length > 0 ? invalid(errors) : error, value)
      })
    }
  })
}

function addRoute(api: FastifyInstance, route: Route, options: ServerOptions): void {
  api.route({
    method: route.method,
    url: route.path,
    schema: {
      operationId: route.operation,
      summary: route.summary,
      tags: [route.tag],
      ...(route.upload ? { consumes: ['multipart/form-data'] } : {}),
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
      response: {
        ...Object.fromEntries(
          Object.entries(route.answers)
            .filter(([, shape]) => shape !== null)
            .map(([status, shape]) => [status, shape]),
        ),
        '4xx': Problem,
      },
    },
    config: { permission: typeof route.may === 'string' ? route.may : route.may.name },
    // Before the body is read: an unauthorised request costs no parsing and learns nothing from validation.
    onRequest: async (request) => {
      refuseForeignOrigin(request, options.publicOrigin(), false)
      refuseSimpleContentType(request, route.upload ?? false)
      await admit(request, route, options.gatekeeper)
    },
    handler: async (request, reply) => {
      const incoming = incomingOf(request)
      const outcome = await act(route, incoming, request, reply, options.gatekeeper)
      if (!(outcome.status in route.answers)) {
        throw new Error(`${route.operation} answered ${outcome.status}, which it does not declare.`)
      }
      reply.code(outcome.status)
      if (outcome.headers) reply.headers(outcome.headers)
      return reply.send(outcome.body)
    },
  })
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** A path that exists answers every other method with 405, and with those that it takes (RFC 9110, 15.5.6). Which paths exist is public. */
function refuseOtherMethods(api: FastifyInstance, { routes, publicOrigin }: ServerOptions): void {
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

const admitted = new WeakMap<FastifyRequest, Caller>()

async function admit(request: FastifyRequest, route: Route, gatekeeper: Gatekeeper): Promise<void> {
  const caller = await gatekeeper.identify({
    cookie: request.headers.cookie === undefined ? undefined : sessionCookie(request),
    bearer: /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1],
  })
  if (caller) admitted.set(request, caller)
  if (route.may === 'anybody') return
  if (!caller) throw gatekeeper.unauthenticated()
  if (route.may === 'signed-in') return
  const { accountId } = request.params as { accountId?: string }
  // Routes without an account in the path act on the caller's own.
  await gatekeeper.authorise(
    caller,
    accountId === undefined ? caller.homeAccountId : wellFormed(accountId),
    route.may,
  )
  if ((route as AccountRoute).stepUp === true) gatekeeper.requireStepUp(caller)
}

function wellFormed(accountId: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(accountId)) throw notFound()
  return accountId
}

async function act(
  route: Route,
  incoming: Incoming<never, never, never>,
  request: FastifyRequest,
  reply: FastifyReply,
  gatekeeper: Gatekeeper,
): Promise<Outcome> {
  const caller = admitted.get(request)
  if (route.may === 'anybody') return (route as PublicRoute).handle({ ...incoming, reply, caller } as never)
  if (route.may === 'signed-in') return (route as CallerRoute).handle({ ...incoming, caller } as never)
  const { stepUp } = route as AccountRoute
  if (typeof stepUp === 'function' && stepUp(incoming.body)) gatekeeper.requireStepUp(caller as Caller)
  const { accountId } = request.params as { accountId?: string }
  const actor = {
    ...(caller as Caller),
    accountId: accountId ?? (caller as Caller).homeAccountId,
    address: incoming.address,
    requestId: incoming.requestId,
  }
  return (route as AccountRoute).handle({ ...incoming, actor } as never)
}

function incomingOf(request: FastifyRequest): Incoming<never, never, never> {
  return {
    params: request.params as never,
    query: request.query as never,
    body: request.body as never,
    expectedVersion: expectedVersion(request.headers['if-match']),
    address: request.ip,
    requestId: request.id,
    raw: request,
  }
}

/**
 * `If-Match: "3"` → 3; a tag that is none of ours matches nothing. A proxy that compresses answers weakens their tags to `W/"3"`, and what it was
 * given comes back: our tags count versions, so the weak one says the same.
 */
function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined
  return Number(/^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim())?.[1] ?? -1)
}

/** The session cookie bears the `__Host-` prefix wherever the browser allows it, that is everywhere but on plain-http localhost. */
export const sessionCookieNames = { secure: '__Host-rollcall', plain: 'rollcall' } as const

function sessionCookie(request: FastifyRequest): string | undefined {
  return request.cookies?.[sessionCookieNames.secure] ?? request.cookies?.[sessionCookieNames.plain]
}
