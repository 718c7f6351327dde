/**
 * A request to outside that came to nothing. Each code has a page in docs/errors/. The sentence names the host and nothing after it,
 * because paths and queries may hold secrets, and no address the name led to, which would tell a stranger about our network.
 */
export class OutboundError extends Error {
  override name = 'OutboundError'
  readonly code: string
  constructor(code: string, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.code = code
  }
}

export const refusedUrl = (because: string) => new OutboundError('outbound.refused-url', because)

export const refusedAddress = (host: string) =>
  new OutboundError(
    'outbound.refused-address',
    `${host} is not on the public internet, so it is not reached from here. The operator can allow it in ROLLCALL_OUTBOUND_ALLOW.`,
  )

export const unresolved = (host: string, cause?: unknown) =>
  new OutboundError('outbound.unresolved', `No address is known for ${host}. Check the name.`, { cause })

export const timedOut = (host: string, timeoutMs: number) =>
  new OutboundError('outbound.timeout', `${host} did not answer in full within ${timeoutMs / 1000} seconds.`)

export const tooLarge = (host: string, maxBytes: number) =>
  new OutboundError('outbound.too-large', `${host} answers with more than the ${maxBytes} bytes allowed.`)

export const tooManyRedirects = (host: string, redirects: number) =>
  new OutboundError(
    'outbound.too-many-redirects',
    `${host} leads on more than ${redirects} times. Give the address it leads to.`,
  )

export const unreadable = (host: string, cause?: unknown) =>
  new OutboundError('outbound.unreadable', `What ${host} answers is not HTTP that can be read here.`, {
    cause,
  })

export const unreachable = (host: string, cause: unknown) =>
  new OutboundError(
    'outbound.unreachable',
    `No connection to ${host} came about, or it broke. Check that it runs, and its certificate.`,
    { cause },
  )
