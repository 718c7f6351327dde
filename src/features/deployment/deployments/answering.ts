import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal, sendProblem } from '#platform/http/index.ts'
import { pickLanguage } from '../landing/language.ts'
import { expired, type NoticeName, notice } from '../landing/outcomes.tsx'
import type { HandedDocument } from './documents.ts'
import { linkUnknown } from './errors.ts'
import type { Nonces } from './nonce.ts'

/** Sends a page. */
export function html(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page)
}

/** Sends a configuration document, to be saved as a file or read by the softphone itself. */
export function handOver(reply: FastifyReply, handed: HandedDocument, asFile: boolean): FastifyReply {
  if (asFile) reply.header('content-disposition', `attachment; filename="${handed.fileName}"`)
  return reply.type(handed.contentType).send(handed.body)
}

/** A refusal as a page: one sentence, and whom to ask. What is no refusal is a fault and goes on its way. */
export function explain(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  about: { token: string; nonces: Nonces },
): FastifyReply {
  if (!(error instanceof Refusal)) throw error
  const language = languageOf(request)
  if (error.code === 'deployment.link-expired') {
    const form = { askAnewAction: `/d/${about.token}/renewal`, nonce: about.nonces.of(about.token) }
    return html(reply, expired({ language, ...form }), error.status)
  }
  const name = notices[error.code]
  return name === undefined
    ? sendProblem(reply, request, error)
    : html(reply.headers(error.headers), notice(name, { language }), error.status)
}

const notices: Record<string, NoticeName> = {
  'deployment.link-unknown': 'unknownOrExpired',
  'deployment.link-revoked': 'revoked',
  'deployment.link-used': 'used',
  'deployment.locked': 'locked',
  'deployment.no-app-offered': 'noApp',
  'deployment.network-stopped': 'stopped',
  'deployment.ticket-gone': 'unknownOrExpired',
}

/** A request of a browser for a page, and HEAD, which only asks what is there: they get a page, never a document. */
export function navigates(request: FastifyRequest): boolean {
  return (
    request.method === 'HEAD' ||
    request.headers['sec-fetch-mode'] === 'navigate' ||
    (request.headers.accept ?? '').includes('text/html')
  )
}

/** The page that such a request gets. */
export function notForBrowsers(request: FastifyRequest): string {
  return notice('notForBrowsers', { language: languageOf(request) })
}

/** Who fetches, as far as they say. */
export function fetcherOf(request: FastifyRequest) {
  return { userAgent: request.headers['user-agent'], address: request.ip }
}

/** In which language to answer: the record's, the browser's, the account's. */
export function languageOf(
  request: FastifyRequest,
  recordLanguage?: string | null,
  accountLanguage?: string,
) {
  return pickLanguage(recordLanguage, request.headers['accept-language'], accountLanguage)
}

/** An id in a path that is no id is as unknown as one that does not exist. */
export function wellFormedId(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw linkUnknown()
  return id
}
