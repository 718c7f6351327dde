import type { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Fastify, { type FastifyReply } from 'fastify'
import { bytesOf, framedHtml, type Mail } from './mail.ts'
import { listPage, mailPage, missingPage, views } from './pages.ts'

const folder = import.meta.dirname

/** Pages need their own files only; a mail shown in a frame needs nothing at all. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const framePolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'"

/**
 * The mailbox as web pages on loopback, which work without JavaScript; with it the list grows by itself.
 * @param arrivals emits `mail` for each that comes
 * @throws when the port is taken, with the code EADDRINUSE
 */
export async function startWeb(options: {
  port: number
  mails: readonly Mail[]
  arrivals: EventEmitter
}): Promise<{ origin: string; stop(): Promise<void> }> {
  const { mails, arrivals } = options
  const app = Fastify({ forceCloseConnections: true })

  app.addHook('onRequest', async (request, reply) => {
    // A page elsewhere may give its own name our address; mails hold links that are worth reading.
    if (!/^(localhost|127\.0\.0\.1):\d+$/.test(request.host))
      return reply.code(403).send('Open this as localhost.')
    reply.headers({
      'content-security-policy': pagePolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
  })

  app.get<{ Querystring: { search?: string } }>('/', async (request, reply) =>
    page(reply, listPage({ mails, search: String(request.query.search ?? '') })),
  )
  app.get<{ Params: { number: string }; Querystring: { search?: string; view?: string } }>(
    '/mails/:number',
    async (request, reply) => {
      const mail = mailOf(request.params.number)
      if (!mail) return page(reply.code(404), missingPage())
      const view = views.find((each) => each === request.query.view)
      return page(reply, mailPage({ mails, mail, search: String(request.query.search ?? ''), view }))
    },
  )
  app.get<{ Params: { number: string } }>('/mails/:number/body', async (request, reply) => {
    const mail = mailOf(request.params.number)
    const body = mail && framedHtml(mail)
    if (body === undefined) return reply.code(404).send('This mail has no HTML.')
    return page(reply.header('content-security-policy', framePolicy), body)
  })
  app.get<{ Params: { number: string; place: string } }>(
    '/mails/:number/attachments/:place',
    async (request, reply) => {
      const attachment = mailOf(request.params.number)?.content.attachments[Number(request.params.place)]
      if (!attachment) return reply.code(404).send('There is no such attachment.')
      // Never shown in place: whatever it is, it would run with the rights of this page.
      reply.header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename ?? 'attachment')}`,
      )
      return reply.type('application/octet-stream').send(bytesOf(attachment))
    },
  )
  app.get('/arrivals', (request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const tell = ({ number }: Mail) => reply.raw.write(`data: ${number}\n\n`)
    reply.raw.write(':\n\n')
    arrivals.on('mail', tell)
    request.raw.once('close', () => arrivals.off('mail', tell))
  })
  for (const [path, type] of [
    ['mailbox.css', 'text/css; charset=utf-8'],
    ['mailbox.js', 'text/javascript; charset=utf-8'],
    ['mailbox.svg', 'image/svg+xml'],
  ] as const) {
    app.get(`/${path}`, async (_request, reply) => reply.type(type).send(await readFile(join(folder, path))))
  }

  await app.listen({ host: '127.0.0.1', port: options.port })
  const { port } = app.server.address() as AddressInfo
  return { origin: `http://localhost:${port}`, stop: () => app.close() }

  function mailOf(number: string): Mail | undefined {
    return mails.find((mail) => String(mail.number) === number)
  }
}

function page(reply: FastifyReply, markup: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(markup)
}
