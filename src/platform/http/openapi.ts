import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { addExamples } from './examples.ts'

/** What the document says that no route does. */
export interface ApiDocument {
  /** Its sections, in order. */
  tags: Array<{ name: string; description: string }>
  /** What fields hold, by their name. */
  examples: Record<string, unknown>
}

/** Collects every route into one OpenAPI 3.1 document, served at `/api/v1/openapi.json`. */
export async function describeApi(app: FastifyInstance, { tags, examples }: ApiDocument): Promise<void> {
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
    transform: jsonSchemaTransform,
    transformObject: (given) => {
      const document = withSortedSchemas(jsonSchemaTransformObject(given))
      addExamples(document, examples)
      return document
    },
  })
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

const introduction = `Gets every person of a telephony estate onto a working softphone.

- **Errors** are \`application/problem+json\` (RFC 9457). Decide by \`code\`; \`detail\` is a sentence for people, \`errors\` names the fields. What one may not see is 404.
- **Programs** bear an API key, \`Authorization: Bearer rc_…\`, that an admin makes in the settings with the scopes it needs. A partner's key opens its customers too.
- **Lists** take \`limit\` and \`cursor\` and answer \`{items, nextCursor}\`; how many there are is said at \`…/count\`.
- **Writes** take an \`Idempotency-Key\`: within 24 hours a repeat gets the answer of the first and does nothing again.
- **Changes** in between are noticed with \`If-Match\`: a record's version is its \`ETag\`, and an older one is refused with 412.
- **Bulk acts** take a selection, \`{"ids": […]}\` or \`{"all": true, "filter": {…}, "except": […], "expectedCount": 1200}\`, and answer 202 with an operation.
`

/** The shapes by name: otherwise they stand in the order in which modules happen to be loaded. */
function withSortedSchemas(document: ReturnType<typeof jsonSchemaTransformObject>): typeof document {
  const components = 'components' in document ? document.components : undefined
  if (!components?.schemas) return document
  const schemas = Object.fromEntries(Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...document, components: { ...components, schemas } } as typeof document
}
