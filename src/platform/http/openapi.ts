import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { addExamples } from './examples.ts'
import { completeOperations, type Document } from './openapi-operations.ts'
import type { Refused } from './openapi-refusals.ts'
import type { Route } from './route.ts'

/** What the document says that no route does. */
export interface ApiDocument {
  /** Its sections, in order. */
  tags: Array<{ name: string; description: string }>
  /** What fields hold, by their name (`addExamples`). */
  examples: Record<string, unknown>
  /** What the guard refuses of a route. */
  refusedByGuard(route: Route): Refused[]
}

/** What the document says of an address that is no `Route`, as JSON Schema; it checks nothing. Stands in the address's `config.documented`. */
export interface Documented {
  params?: object
  querystring?: object
  body?: object
  response: Record<string, object>
}

/** Collects every route into one OpenAPI 3.1 document, served at `/api/v1/openapi.json`. */
export async function describeApi(
  app: FastifyInstance,
  { tags, examples, refusedByGuard }: ApiDocument,
  routes: Route[],
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rollcall',
        version: '1',
        description: introduction,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags,
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-rollcall',
            description:
              'Set by signing in (`POST /api/v1/sessions`); a browser sends it by itself. Without the prefix on plain-http localhost.',
          },
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description:
              'For programs: `Authorization: Bearer rc_…`. Each operation names the scope that its key needs; those that name none are for people alone.',
          },
        },
      },
      security: [{ session: [] }, { apiKey: [] }],
    },
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given)
      const { documented } = (given.route.config ?? {}) as { documented?: Documented }
      return { schema: { ...schema, ...documented }, url }
    },
    transformObject: (given) => {
      const document = withUsedSchemas(jsonSchemaTransformObject(given))
      addExamples(document as Document, examples)
      completeOperations(document as Document, { routes, byName: examples, byGuard: refusedByGuard })
      return document
    },
  })
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

const introduction = `Gets every person of a telephony estate onto a working softphone.

- **Errors** are \`application/problem+json\` (RFC 9457). Decide by \`code\`; \`detail\` is a sentence for people, \`errors\` names the fields. What one may not see is 404.
- **Programs** bear an API key, \`Authorization: Bearer rc_…\`, that an admin makes in the settings with the scopes it needs. A partner's key opens its customers too.
- **Lists** take \`limit\` and \`cursor\` and answer \`{items, nextCursor}\`; of those that grow with the estate \`…/count\` says how many there are.
- **Writes** take an \`Idempotency-Key\`: within 24 hours a repeat gets the answer of the first and does nothing again.
- **Changes** in between are noticed with \`If-Match\`: a record's version is its \`ETag\`, and an older one is refused with 412.
- **Bulk acts** take a selection, \`{"ids": […]}\` or \`{"all": true, "filter": {…}, "except": […], "expectedCount": 1200}\`, and answer 202 with an operation.
`

/**
 * The shapes that something in the document leads to, by name: of each there are two, as it is sent and as it is answered, and most are only one of these.
 * Without an order they would stand as modules happen to be loaded.
 */
function withUsedSchemas(document: ReturnType<typeof jsonSchemaTransformObject>): typeof document {
  const { components, ...rest } = document as Document
  const schemas = components?.schemas ?? {}
  const used = new Set<string>(['Problem'])
  const look = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      look(schemas[name])
    }
  }
  look(rest)
  const kept = [...used].sort().map((name) => [name, schemas[name]])
  return { ...rest, components: { ...components, schemas: Object.fromEntries(kept) } } as typeof document
}
