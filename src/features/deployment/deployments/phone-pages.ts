import type { FastifyInstance, FastifyRequest } from 'fastify'
import { oneLine } from '#platform/mailer/layout/inert.ts'
import type { Platform } from '#platform/platform.ts'
import { done, notice } from '../landing/outcomes.tsx'
import { explain, html, languageOf, wellFormedId } from './answering.ts'
import type { Nonces } from './nonce.ts'
import { blockPhone, type PhoneOfTicket, phoneOfTicket } from './phones.ts'

type Path = { Params: { token: string; ticketId: string }; Body: Record<string, unknown> }

/** `/d/<token>/phones/<ticket id>`: what became of a ticket, and *Not my phone: block it*. */
export function phonePages(app: FastifyInstance, platform: Platform, nonces: Nonces): void {
  app.get<Path>('/d/:token/phones/:ticketId', async (request, reply) => {
    const { token, ticketId } = request.params
    try {
      const phone = await phoneOfTicket(platform, token, wellFormedId(ticketId))
      const { client, account } = phone
      const frame = frameOf(request, phone)
      if (!client) return html(reply, notice('unknownOrExpired', frame))
      if (client.revokedAt !== null) return html(reply, notice('blocked', frame))
      return html(
        reply,
        done({
          ...frame,
          kindLabel: client.name,
          at: client.downloadedAt ?? client.createdAt,
          timeZone: account.timeZone,
          blockAction: `/d/${token}/phones/${ticketId}`,
          nonce: nonces.of(token),
        }),
      )
    } catch (error) {
      return explain(error, request, reply, { token, nonces })
    }
  })

  app.post<Path>('/d/:token/phones/:ticketId', async (request, reply) => {
    const { token, ticketId } = request.params
    try {
      const id = wellFormedId(ticketId)
      // Looking changes nothing: only a press on a page of ours blocks.
      if (!nonces.fits(token, request.body?.nonce)) return reply.redirect(`/d/${token}/phones/${id}`, 303)
      return html(reply, notice('blocked', frameOf(request, await blockPhone(platform, token, id))))
    } catch (error) {
      return explain(error, request, reply, { token, nonces })
    }
  })

  app.get<Path>('/d/:token/phones/:ticketId/status', async (request, reply) => {
    const { token, ticketId } = request.params
    const { client, open } = await phoneOfTicket(platform, token, wellFormedId(ticketId))
    if (!client && !open) return reply.code(410).send({ done: false })
    return { done: client !== undefined && client.downloadedAt !== null }
  })
}

function frameOf(request: FastifyRequest, { account, subscriber }: PhoneOfTicket) {
  return {
    language: languageOf(request, subscriber.language, account.language),
    accountName: oneLine(account.name),
  }
}
