import { refusedUrl, timedOut, tooManyRedirects } from './errors.ts'
import { exchange, type OutboundAnswer } from './exchange.ts'
import { type GuardOptions, openGuard } from './guard.ts'
import { createNames, type Names } from './names.ts'

export interface OutboundRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Buffer
  /** For everything together: the name, each redirect, the last byte. 10,000 where nothing is given. */
  timeoutMs?: number
  /** Of the answer's body. 1 MiB where nothing is given. */
  maxBytes?: number
  /** How many redirects are followed, by GET and HEAD only; 0 where nothing is given. One not followed is an answer like others. */
  redirects?: 0 | 1 | 2 | 3
}

export interface Outbound {
  /**
   * Sends a request to where it may go, and returns the whole answer, whatever its status.
   * @throws OutboundError, see docs/errors/ `outbound.…`
   */
  request(url: string | URL, request?: OutboundRequest): Promise<OutboundAnswer>
  /** Whether the operator has named the host in `ROLLCALL_OUTBOUND_ALLOW`, itself or by a network: what may be asked without TLS. */
  isAllowed(url: URL): boolean
  names: Names
}

/** What another origin may be told: nothing that a caller's key could stand in, under whatever name. */
const headersForEverybody = ['accept', 'accept-language', 'user-agent']

/**
 * The one way out for requests of the server, because addresses come from tenants (threats.md "SSRF"): public addresses only,
 * besides what the operator allows. Other clients are forbidden by biome.json and .dependency-cruiser.mjs.
 */
export function createOutbound(options: GuardOptions & { nameServers?: string[] | undefined }): Outbound {
  const guard = openGuard(options)

  async function request(address: string | URL, given: OutboundRequest = {}): Promise<OutboundAnswer> {
    const { method = 'GET', body, timeoutMs = 10_000, maxBytes = 1_048_576 } = given
    const redirects = ['GET', 'HEAD'].includes(method) ? (given.redirects ?? 0) : 0
    const signal = AbortSignal.timeout(timeoutMs)
    const end = endOf(signal)
    let headers = given.headers ?? {}
    let url = readUrl(address)
    try {
      for (let followed = 0; ; followed++) {
        const addresses = await Promise.race([guard.admit(url), end])
        const answer = await exchange(url, addresses, { method, headers, body }, { maxBytes, signal })
        const next = redirects > 0 ? redirectOf(answer, url) : undefined
        if (next === undefined) return answer
        if (followed === redirects) throw tooManyRedirects(url.host, redirects)
        if (next.origin !== url.origin) headers = forEverybody(headers)
        url = next
      }
    } catch (error) {
      if (error !== signal.reason) throw error
      throw timedOut(url.host, timeoutMs)
    }
  }

  return { request, isAllowed: guard.isAllowed, names: createNames(options.nameServers) }
}

/**
 * Spellings of one host become one: the URL standard reads `0x7f.1`, `2130706433` and `①②⑦.0.0.1` as 127.0.0.1, writes
 * names in Punycode, and takes no zone (`fe80::1%eth0`).
 */
function readUrl(address: string | URL, base?: URL): URL {
  if (!URL.canParse(String(address), base?.href)) throw refusedUrl('This is not an address of the web.')
  const url = new URL(address, base)
  url.hostname = url.hostname.replace(/\.+$/, '')
  return url
}

function redirectOf({ status, headers }: OutboundAnswer, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return undefined
  const next = readUrl(headers.location, from)
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    throw refusedUrl(`${from.host} leads from https:// to http://, where anybody could answer.`)
  }
  return next
}

function forEverybody(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => headersForEverybody.includes(name.toLowerCase())),
  )
}

/** Rejects with the signal's reason: for waiting for what cannot be interrupted, only left, such as a name server. */
function endOf(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(signal.reason))
  // Nobody may be waiting by then.
  promise.catch(() => undefined)
  return promise
}
