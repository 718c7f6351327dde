import type { FastifyRequest } from 'fastify'
import { Refusal } from './refusal.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses state-changing requests that another site's page made a browser send (threats.md "CSRF"). A browser says where a request comes from in
 * `Sec-Fetch-Site`, older ones in `Origin`; neither header means no browser, which cannot be tricked into sending our cookie.
 * `nonceForm` routes carry a nonce of their own and are sent from pages without referrer, whose older browsers say `Origin: null`.
 */
export function refuseForeignOrigin(request: FastifyRequest, publicOrigin: string, nonceForm: boolean): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const foreign =
    site !== undefined
      ? site !== 'same-origin' && site !== 'none'
      : origin !== undefined && origin !== publicOrigin && !(nonceForm && origin === 'null')
  if (foreign) {
    throw new Refusal(
      403,
      'http.foreign-origin',
      'This request came from another site, so it was not carried out.',
    )
  }
}

/** Forms of other sites can only send these types without asking the browser's leave; none of them is accepted for an act. */
export function refuseSimpleContentType(request: FastifyRequest, upload: boolean): void {
  if (safeMethods.has(request.method)) return
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const allowed = upload ? 'multipart/form-data' : 'application/json'
  const hasBody = request.headers['content-length'] !== undefined && request.headers['content-length'] !== '0'
  if (type === undefined && !hasBody && !request.headers['transfer-encoding']) return
  if (type !== allowed) {
    throw new Refusal(
      415,
      'http.content-type',
      `Send ${upload ? 'a file as multipart/form-data' : 'JSON: Content-Type: application/json'}.`,
    )
  }
}
