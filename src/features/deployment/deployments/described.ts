import type { FastifyInstance } from 'fastify'
import { type Documented, refusalAnswer, refusedAs } from '#platform/http/index.ts'
import {
  clientNotOffered,
  clientRevoked,
  clientUnknown,
  linkGone,
  linkUnknown,
  networkStopped,
  noAppOffered,
  pinLocked,
  pinNeeded,
  pinWrong,
  ticketGone,
} from './errors.ts'

const secret = { type: 'string', examples: ['AZjA3hors3xNPo5fanuMnQ.3yWqz0rLkX2cU8bT1mVfPg'] }
const address = { type: 'string', format: 'uri' }

/** The generic document is the example: those of other kinds are formats of their makers. */
const configuration = {
  description:
    'The document, in the format of its kind, and in `x-rollcall-configuration-url` where to fetch the next.',
  headers: {
    'x-rollcall-configuration-url': { schema: address },
    'x-rollcall-configuration-version': { schema: { type: 'string' } },
  },
  content: {
    'application/json': {
      schema: { type: 'object', required: ['reset', 'accounts'] },
      example: {
        reset: false,
        version: '3q2-7wUAAAAAAAAAAAAAAA',
        displayName: 'Anna Kühn',
        language: 'de',
        configUri: 'https://rollcall.example.com/client/v1/AZjA3hors3xNPo5fanuMnQ.3yWqz0rLkX2cU8bT1mVfPg',
        refreshHours: 24,
        accounts: [
          {
            role: 'pbx',
            host: 'pbx.example.com',
            port: 5061,
            domain: 'example.com',
            realm: 'example.com',
            transport: 'tls',
            mediaSecurity: 'sdes',
            userName: '1001',
            secret: { clear: 'a password of the telephone system' },
            registrationExpirySeconds: 3600,
          },
        ],
        codecs: ['opus', 'pcma'],
        voicemailNumber: '1099',
      },
    },
    'application/xml': {
      schema: { type: 'string', description: 'For Linphone.' },
      example:
        '<?xml version="1.0" encoding="UTF-8"?>\n<config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">…</config>\n',
    },
    'text/plain': {
      schema: { type: 'string', description: 'For baresip, and in UTF-16 for MicroSIP.' },
      example: '"Anna Kühn" <sip:1001@example.com;transport=tls>;auth_user=1001\n',
    },
  },
}

/** What of these addresses is for programs, as the API document shows it; `docs/client-api.md` has the whole. */
const forPrograms: Record<
  string,
  { operationId: string; summary: string; description: string; documented: Documented }
> = {
  'POST /d/:token': {
    operationId: 'useLink',
    summary: 'Uses the link of a mail: checks the PIN, and says where the configuration is.',
    description:
      'The PIN is left out where none is set. The answer is the address to fetch from, once, within ten minutes. A wrong PIN is refused with ' +
      '`attemptsLeft`.',
    documented: {
      params: { type: 'object', properties: { token: secret }, required: ['token'] },
      body: { $ref: '#/components/schemas/LinkUse' },
      response: {
        200: {
          type: 'object',
          description: 'The PIN was right.',
          properties: { url: address, expiresAt: { type: 'string', format: 'date-time' } },
          required: ['url', 'expiresAt'],
          examples: [
            {
              url: 'https://rollcall.example.com/c/AZjA3hors3xNPo5fanuMnQ.3yWqz0rLkX2cU8bT1mVfPg',
              expiresAt: '2026-03-02T09:40:00.000Z',
            },
          ],
        },
        403: refusalAnswer([refusedAs(pinWrong(4))]),
        404: refusalAnswer([refusedAs(linkUnknown())]),
        409: refusalAnswer([refusedAs(noAppOffered())]),
        410: refusalAnswer((['expired', 'revoked', 'used'] as const).map((why) => refusedAs(linkGone(why)))),
        422: refusalAnswer([refusedAs(pinNeeded()), refusedAs(clientNotOffered('not-in-profile'))]),
        423: refusalAnswer([refusedAs(pinLocked())]),
        429: refusalAnswer([refusedAs(networkStopped(3600))]),
      },
    },
  },
  'GET /c/:ticket': {
    operationId: 'fetchFirstConfiguration',
    summary: 'The configuration for a softphone that is set up now, in the format of its kind.',
    description: 'The document names the own address of the client, where it fetches from then on.',
    documented: {
      params: { type: 'object', properties: { ticket: secret }, required: ['ticket'] },
      response: { 200: configuration, 410: refusalAnswer([refusedAs(ticketGone())]) },
    },
  },
  'GET /client/v1/:credential': {
    operationId: 'fetchConfiguration',
    summary: 'The configuration as it is now; the reset document for a client that was ended.',
    description: 'Send the `ETag` of the last answer as `If-None-Match`: 304 says that nothing has changed.',
    documented: {
      params: { type: 'object', properties: { credential: secret }, required: ['credential'] },
      response: {
        200: configuration,
        404: refusalAnswer([refusedAs(clientUnknown())]),
        410: refusalAnswer([refusedAs(clientRevoked())]),
      },
    },
  },
  'GET /client/v1/changes': {
    operationId: 'awaitChanges',
    summary: 'Waits until the configuration is due, and says so at once.',
    description:
      'The credential of the own address goes into `Authorization: Bearer`. 204 where nothing came while it waited: ask again.',
    documented: {
      querystring: {
        type: 'object',
        properties: {
          since: {
            type: 'string',
            maxLength: 100,
            description: 'The version that the client has.',
            examples: ['3q2-7wUAAAAAAAAAAAAAAA'],
          },
          wait: {
            type: 'integer',
            minimum: 0,
            maximum: 25,
            default: 25,
            description: 'Seconds.',
          },
        },
      },
      response: {
        200: {
          type: 'object',
          description: 'Fetch `url` now, once.',
          properties: {
            version: { type: ['string', 'null'], description: 'null: the client was removed.' },
            due: { type: 'string', enum: ['configuration', 'reset'] },
            url: address,
          },
          required: ['version', 'due', 'url'],
          examples: [
            {
              version: '9kT1-7wUAAAAAAAAAAAAAA',
              due: 'configuration',
              url: 'https://rollcall.example.com/client/v1/AZjA3hors3xNPo5fanuMnQ.3yWqz0rLkX2cU8bT1mVfPg',
            },
          ],
        },
        204: { type: 'null', description: 'Nothing came while it waited.' },
        404: refusalAnswer([refusedAs(clientUnknown())]),
        422: refusalAnswer([{ status: 422, code: 'http.invalid' }]),
      },
    },
  },
}

/** Shows in the API document what is for programs, and leaves out the pages for people. */
export function describeForPrograms(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const found = forPrograms[`${route.method} ${route.url}`]
    if (!found) {
      route.schema = { hide: true }
      return
    }
    const { documented, ...described } = found
    route.schema = { ...described, tags: ['softphones'], security: [] }
    route.config = Object.assign(route.config ?? {}, { documented })
  })
}
