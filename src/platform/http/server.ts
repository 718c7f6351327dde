import { readFileSync } from 'node:fs'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { newId } from '../database/index.ts'
import type { Log } from '../log/log.ts'
import { countRequests } from '../metrics/index.ts'
import { documentationPage } from './documentation.ts'
import { answerHealth } from './health.ts'
import { type ApiDocument, describeApi } from './openapi.ts'
import { answerProblems, sendProblem } from './problem.ts'
import { readQuery } from './query-text.ts'
import { invalid, notFound } from './refusal.ts'
import { addRoute, type RoutingOptions, refuseOtherMethods } from './routing.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { tellOfUnheededProxy } from './unheeded-proxy.ts'
import { unreadableTexts } from './unreadable-text.ts'

export interface ServerOptions extends RoutingOptions {
  log: Log
  /** How many proxies in a row are believed, 1 for `true`, or the addresses and networks of those that are, with commas between. */
  trustProxy: boolean | number | string
  tls?: { certificateFile: string; keyFile: string }
  apiDocument: ApiDocument
  /** Pages outside the API (landing pages, the web UI): registered by the slices that own them. */
  pages: Array<(app: FastifyInstance) => Promise<void>>
  /** How long a request may take to arrive, and how often that is looked at, where it is not as long as usual. */
  arrival?: { timeMaxMs: number; lookedAtMs: number }
}

/**
 * So long a request may take to arrive, from its first byte to the last of its body: the largest file at 3 Mbit/s. Then it is answered with 408, so that no
 * half request stands open for as long as its sender likes.
 */
const requestTimeMaxMs = 5 * 60_000

/** Builds the HTTP server with every route of the product. Does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log,
    // One line of our own per request, with the route's pattern: Fastify's would hold URLs, and links are secrets.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => newId(),
    requestIdHeader: false,
    trustProxy: trustOf(options),
    bodyLimit: 1024 * 1024,
    requestTimeout: options.arrival?.timeMaxMs ?? requestTimeMaxMs,
    ...(options.arrival ? { http: lookedAt(options.arrival) } : {}),
    // A path that cannot be decoded leads nowhere; Fastify's own answer would repeat it, and is no problem document.
    frameworkErrors: (_error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply.header('x-request-id', request.id), request, notFound())
    },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, querystringParser: readQuery },
    ...(options.tls
      ? { https: { cert: readFileSync(options.tls.certificateFile), key: readFileSync(options.tls.keyFile) } }
      : {}),
  } as object) as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  // First, so that what a later hook refuses is counted too.
  countRequests(app, 'service')
  answerInTime(app, options)
  if (options.trustProxy === false) tellOfUnheededProxy(app, options.log)
  acceptJson(app)
  letConnectionsGo(app)
  setSecurityHeaders(app, { https: options.publicOrigin().startsWith('https:') })
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: 64 * 1024 * 1024, files: 1, fields: 20 } })
  await describeApi(app, options.apiDocument, options.routes)
  await documentationPage(app)

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

  answerHealth(app, options.database)

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

/** Node gives the head a minute, and where that is longer than the whole it swaps the two: it is no longer here. */
function lookedAt({ timeMaxMs, lookedAtMs }: { timeMaxMs: number; lookedAtMs: number }) {
  return { headersTimeout: timeMaxMs, connectionsCheckingInterval: lookedAtMs }
}

/**
 * Each proxy appends whom it heard: the nearest so many entries of `X-Forwarded-For` are by proxies, and what stands before them by whoever sent the
 * request (threats.md "Password guessing"). Said as a function, because Fastify takes `true` for every entry and heeds no number.
 */
function trustOf({ trustProxy }: Pick<ServerOptions, 'trustProxy'>) {
  if (typeof trustProxy === 'string') return trustProxy
  const proxies = Number(trustProxy)
  return proxies > 0 && ((_address: string, hop: number) => hop < proxies)
}

/** What a request begins in the database is given up when the database is silent. Said again after the body, whose reading leaves that context. */
function answerInTime(app: FastifyInstance, { database }: Pick<ServerOptions, 'database'>): void {
  app.addHook('onRequest', (_request, _reply, done) => database.whileCallerWaits(done))
  app.addHook('preValidation', (_request, _reply, done) => database.whileCallerWaits(done))
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
