import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { packageRoot } from '#platform/config/package-root.ts'

/** Where the router in the browser has pages. */
const paths = [
  '/',
  '/sign-in',
  '/forgot',
  '/setup/*',
  '/welcome/*',
  '/reset/*',
  '/portal',
  '/portal/*',
  '/me/*',
  '/accounts',
  '/accounts/*',
]

/**
 * The web UI: hashed assets that browsers may keep, and one page for every path that the router in the browser knows, and
 * for people at any other. Serves nothing where the UI was not built. `folder`: what the build made.
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
  const sendPage = (reply: FastifyReply) =>
    reply
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex, nofollow')
      .type('text/html; charset=utf-8')
      .send(page)
  for (const path of paths) {
    app.get(path, { schema: { hide: true } }, (_request, reply) => sendPage(reply))
  }
  // The router in the browser tells a person that there is nothing here.
  app.get('/*', { schema: { hide: true } }, (request, reply) =>
    isForPerson(request) ? sendPage(reply.code(404)) : reply.callNotFound(),
  )
}

/** Whether somebody typed the address. Programs ask for JSON or for anything, and below `/api` they are told so in JSON. */
function isForPerson({ headers, url }: FastifyRequest): boolean {
  return (headers.accept ?? '').includes('text/html') && !/^\/api([/?]|$)/.test(url)
}
