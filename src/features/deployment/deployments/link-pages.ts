import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { invalid, Refusal } from '#platform/http/index.ts'
import { oneLine } from '#platform/mailer/layout/inert.ts'
import type { Platform } from '#platform/platform.ts'
import { clientFormat } from '../configuration/formats.ts'
import { manualSettings } from '../configuration/generic.ts'
import { askPin, chooseApp, enterCode } from '../landing/ask.tsx'
import { linphoneStoreLinks } from '../landing/linphone-steps.tsx'
import { notice } from '../landing/outcomes.tsx'
import { platformOf } from '../landing/platform.ts'
import { ready } from '../landing/ready.tsx'
import { qrSvgDataUri } from '../mails/qr.ts'
import { ClientKind } from '../profiles/schema.ts'
import { explain, fetcherOf, html, languageOf } from './answering.ts'
import { fetchWithTicket } from './fetch.ts'
import { limitRenewals } from './guess-limits.ts'
import { appsOf, type LinkState, lookAtLink, redeemLink } from './link-use.ts'
import type { Nonces } from './nonce.ts'
import { askAnew } from './renewal.ts'
import { LinkUse } from './schema.ts'

type Redeemed = Awaited<ReturnType<typeof redeemLink>>

interface Again {
  error?: 'wrong' | 'malformed' | 'no-app'
  attemptsLeft?: number
  chosen?: ClientKind
}

/** `/d`: the link of a deployment as a page, as a form and as data. */
export function linkPages(app: FastifyInstance, platform: Platform, nonces: Nonces): void {
  app.get('/d', (request, reply) =>
    html(reply, enterCode({ language: languageOf(request), formAction: '/d' })),
  )
  app.post<{ Body: { code?: string } }>('/d', (request, reply) => {
    const code = String(request.body?.code ?? '').replace(/\s+/g, '')
    return reply.redirect(`/d/${encodeURIComponent(code.slice(0, 100) || '-')}`, 303)
  })

  app.get<{ Params: { token: string } }>('/d/:token', async (request, reply) => {
    const { token } = request.params
    try {
      const state = await lookAtLink(platform, token, request.method === 'GET')
      return html(reply, await askPage(request, token, state, {}))
    } catch (error) {
      return explain(error, request, reply, { token, nonces })
    }
  })

  app.post<{ Params: { token: string }; Body: Record<string, unknown> }>('/d/:token', (request, reply) =>
    request.headers['content-type']?.startsWith('application/json')
      ? redeemAsData(request, reply)
      : redeemAsForm(request, reply),
  )

  app.post<{ Params: { token: string }; Body: Record<string, unknown> }>(
    '/d/:token/renewal',
    async (request, reply) => {
      const { token } = request.params
      if (nonces.fits(token, request.body?.nonce)) {
        await limitRenewals(platform, { address: request.ip, pressId: request.id }, () =>
          askAnew(platform, token),
        )
      }
      return html(reply, notice('sent', { language: languageOf(request) }))
    },
  )

  async function redeemAsData(request: FastifyRequest, reply: FastifyReply) {
    const { token } = request.params as { token: string }
    const given = LinkUse.safeParse(request.body)
    if (!given.success) {
      throw invalid(
        given.error.issues.map((issue) => ({
          path: issue.path.join('.'),
          code: `field.${issue.code.replaceAll('_', '-')}`,
          message: issue.message,
        })),
      )
    }
    const { pin, client } = given.data
    const { ticket, expiresAt } = await redeemLink(platform, token, {
      pin,
      kind: client,
      address: request.ip,
    })
    return reply.send({ url: ticketUrl(ticket), expiresAt: expiresAt.toISOString() })
  }

  async function redeemAsForm(request: FastifyRequest, reply: FastifyReply) {
    const { token } = request.params as { token: string }
    const body = (request.body ?? {}) as Record<string, unknown>
    // A page that was open too long, or no page of ours: ask again, nothing is spent.
    if (!nonces.fits(token, body.nonce)) return reply.redirect(`/d/${encodeURIComponent(token)}`, 303)
    try {
      return await redeemOrAskAgain(request, reply, token, body)
    } catch (error) {
      return explain(error, request, reply, { token, nonces })
    }
  }

  async function redeemOrAskAgain(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    body: Record<string, unknown>,
  ) {
    const kind = ClientKind.safeParse(body.client)
    const pin = typeof body.pin === 'string' ? body.pin.trim() : undefined
    if (!kind.success) return html(reply, await askOnceMore(request, token, { error: 'no-app' }), 422)
    try {
      const redeemed = await redeemLink(platform, token, { pin, kind: kind.data, address: request.ip })
      return html(reply, await readyPage(request, token, kind.data, redeemed))
    } catch (error) {
      const again = againAfter(error, kind.data)
      if (again === undefined) throw error
      return html(reply, await askOnceMore(request, token, again), (error as Refusal).status)
    }
  }

  async function askOnceMore(request: FastifyRequest, token: string, again: Again): Promise<string> {
    return askPage(request, token, await lookAtLink(platform, token, false), again)
  }

  async function askPage(request: FastifyRequest, token: string, state: LinkState, again: Again) {
    const { account, subscriber } = state
    const common = {
      ...frameOf(request, state),
      serviceHost: new URL(platform.origins.service).host,
      formAction: `/d/${token}`,
      nonce: nonces.of(token),
      platform: platformOf(request.headers['user-agent']),
      offered: await appsOf(platform, state),
      accountName: oneLine(account.name),
    }
    if (subscriber.deploymentPinSecret !== null) return askPin({ ...common, ...again })
    return chooseApp({ ...common, ...(again.error === 'no-app' ? { error: again.error } : {}) })
  }

  async function readyPage(request: FastifyRequest, token: string, kind: ClientKind, redeemed: Redeemed) {
    const { ticket, ticketId, expiresAt, state } = redeemed
    const phone = `/d/${token}/phones/${ticketId}`
    const frame = frameOf(request, state)
    const common = { ...frame, expiresAt, timeZone: state.account.timeZone, doneUrl: phone }
    switch (kind) {
      case 'linphone': {
        const url = ticketUrl(ticket)
        return ready({
          ...common,
          kind,
          statusUrl: `${phone}/status`,
          platform: platformOf(request.headers['user-agent']),
          ticketUrl: url,
          qrDataUri: await qrSvgDataUri(url),
          storeLinks: linphoneStoreLinks,
        })
      }
      case 'microsip':
      case 'baresip': {
        const form = { fileAction: `/c/${ticket}`, nonce: nonces.of(ticket) }
        return ready({ ...common, ...form, kind, label: clientFormat(kind).label })
      }
      case 'generic': {
        // The page is the document: showing it is the download.
        const shown = await fetchWithTicket(platform, ticket, fetcherOf(request))
        return ready({ ...frame, kind, rows: manualSettings(JSON.parse(String(shown.body))) })
      }
    }
  }

  function ticketUrl(ticket: string): string {
    return `${platform.origins.service}/c/${ticket}`
  }
}

function frameOf(request: FastifyRequest, { account, subscriber }: LinkState) {
  return {
    language: languageOf(request, subscriber.language, account.language),
    accountName: oneLine(account.name),
  }
}

/** What was wrong, when the same page is to be shown once more with it beside the field. */
function againAfter(error: unknown, chosen: ClientKind | undefined): Again | undefined {
  if (!(error instanceof Refusal)) return undefined
  const kinds: Record<string, Again['error']> = {
    'deployment.pin-wrong': 'wrong',
    'deployment.pin-malformed': 'malformed',
    'deployment.client-not-offered': 'no-app',
  }
  const kind = kinds[error.code]
  if (kind === undefined) return undefined
  const attemptsLeft = error.members.attemptsLeft as number | undefined
  return {
    error: kind,
    ...(attemptsLeft === undefined ? {} : { attemptsLeft }),
    ...(chosen === undefined ? {} : { chosen }),
  }
}
