import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { packageRoot } from '../config/package-root.ts'

/**
 * `/api/docs`: the OpenAPI document as a page, for everybody, as the program's source is. It comes under the content security policy of all pages
 * and loads nothing from elsewhere; "Try it out" acts as whoever is signed in.
 */
export async function documentationPage(app: FastifyInstance): Promise<void> {
  const sign = await readFile(join(packageRoot, 'src/web/favicon.svg'), 'utf8')
  const [css, script] = await Promise.all(
    ['documentation.css', 'documentation.js'].map((name) =>
      readFile(join(packageRoot, 'src/platform/http', name), 'utf8'),
    ),
  )
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    logo: { type: 'image/svg+xml', content: sign },
    theme: {
      title: 'Rollcall API',
      css: [{ filename: 'rollcall.css', content: css as string }],
      js: [{ filename: 'rollcall.js', content: script as string }],
      favicon: [{ filename: 'favicon.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: sign }],
    },
    uiConfig: {
      // By `urls`, because the plugin sets `url` itself, to a copy of the document.
      urls: [{ name: 'Rollcall', url: '/api/v1/openapi.json' }],
      docExpansion: 'none',
      filter: true,
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      validatorUrl: null,
    },
  })
}
