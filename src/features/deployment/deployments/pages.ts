import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import { packageRoot } from '#platform/config/package-root.ts'
import { privatePage, refuseForeignOrigin } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { landingAssets } from '../landing/assets.ts'
import { describeForPrograms } from './described.ts'
import { documentRoutes } from './document-routes.ts'
import { linkPages } from './link-pages.ts'
import { formNonces } from './nonce.ts'
import { phonePages } from './phone-pages.ts'

/** The pages that end users see, and the addresses their softphones fetch from. */
export function deploymentPages(platform: Platform): (app: FastifyInstance) => Promise<void> {
  const nonces = formNonces(platform.masterKey, platform.clock)
  return async (app) => {
    await app.register(formbody, { bodyLimit: 16 * 1024 })
    describeForPrograms(app)
    app.addHook('onRequest', async (request, reply) => {
      privatePage(reply)
      refuseForeignOrigin(request, platform.origins.service, true)
    })
    for (const asset of Object.values(landingAssets)) {
      const content = readFileSync(join(packageRoot, 'src/features/deployment/landing', asset.fileName))
      app.get(asset.path, (_request, reply) =>
        reply.header('cache-control', 'public, max-age=3600').type(asset.contentType).send(content),
      )
    }
    linkPages(app, platform, nonces)
    phonePages(app, platform, nonces)
    documentRoutes(app, platform, nonces)
  }
}
