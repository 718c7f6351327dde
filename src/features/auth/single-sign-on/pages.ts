import type { FastifyInstance } from 'fastify'
import { cookieOf, privatePage, sessionCookieNames } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { arrive } from './arrival.ts'
import { browserOf } from './sign-on.ts'

const hidden = { schema: { hide: true }, exposeHeadRoute: false }

/**
 * Where the identity providers send browsers back to. It answers with a redirect and shows nothing; the log has its path alone, because code and
 * state stand behind it.
 */
export function singleSignOnPages(platform: Platform): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    app.get('/sso/callback/:accountId', hidden, async (request, reply) => {
      const { accountId } = request.params as { accountId: string }
      const at = request.url.indexOf('?')
      const { headers, ip } = request
      const { to, sessionToken } = await arrive(platform, {
        accountId,
        query: at < 0 ? '' : request.url.slice(at),
        browser: browserOf(platform, request),
        sessionToken: cookieOf(request, sessionCookieNames, platform.origins.service),
        client: { address: ip, userAgent: headers['user-agent'] },
      })
      if (sessionToken !== undefined) {
        const isSecure = platform.origins.service.startsWith('https:')
        reply.setCookie(sessionCookieNames[isSecure ? 'secure' : 'plain'], sessionToken, {
          path: '/',
          httpOnly: true,
          sameSite: 'lax',
          secure: isSecure,
        })
      }
      return privatePage(reply).redirect(inHeader(to), 303)
    })
  }
}

/** A path as a header can bear it: a browser may have written what is beyond ASCII as it is. */
function inHeader(path: string): string {
  return path.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
