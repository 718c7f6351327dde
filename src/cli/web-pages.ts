import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { packageRoot } from '#platform/config/package-root.ts'

/**
 * The web UI: hashed assets that browsers may keep, and one page for every path that the router in the browser knows. Serves nothing
 * where the UI was not built. `folder`: what the build made.
 */
export async function webPages(
  app: FastifyInstance,
  { folder = join(packageRoot, 'dist', 'web') }: { folder?: string } = {},
): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    // The build lays a `.br` and a `.gz` beside each text.
    preCompressed: true,
  })
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  for (const path of ['/', '/sign-in', '/setup/*', '/accounts', '/accounts/*']) {
    app.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .header('x-robots-tag', 'noindex, nofollow')
        .type('text/html; charset=utf-8')
        .send(page),
    )
  }
}
