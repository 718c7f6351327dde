import { z } from 'zod'
import { type Outbound, type OutboundAnswer, OutboundError } from '#platform/outbound/index.ts'
import {
  type EmailDefaults,
  emailDefaults,
  linksPerCallMax,
  type RedirectState,
  redirectState,
} from './schema.ts'

/** `hash` is the base64url SHA-256 of the whole token. */
export type PushedLink = { hash: string; expiresAt: Date }

export type RedirectChannel = {
  /** Makes this service's origin known; needed once per store, before links. */
  register(): Promise<void>
  /** Pushes any number of links; a repeat changes nothing. */
  pushLinks(links: PushedLink[]): Promise<void>
  /** Removes those of the links that are this service's. */
  removeLinks(hashes: string[]): Promise<void>
  /** What it holds. A `storeId` not seen before means that all was lost: register, and push everything again. */
  state(): Promise<RedirectState>
  /** Pushes default e-mail content; refused with `redirect.email-defaults-older` where newer content is held. */
  pushEmailDefaults(content: EmailDefaults): Promise<void>
  /** The default e-mail content, or undefined where none was pushed yet. */
  emailDefaults(): Promise<EmailDefaults | undefined>
}

/** No answer: nobody there, a broken connection, or none within the time. Worth a retry. */
export class RedirectUnreachable extends Error {
  override name = 'RedirectUnreachable'
  readonly code = 'redirect.unreachable'
  constructor(redirectOrigin: string, options?: ErrorOptions) {
    super(
      `The redirect server at ${redirectOrigin} does not answer. Check that it runs and can be reached.`,
      options,
    )
  }
}

/** An answer, but not the wanted one. `code` is the redirect server's, or `redirect.unexpected-answer`. */
export class RedirectRefused extends Error {
  override name = 'RedirectRefused'
  readonly code: string
  readonly status: number
  constructor({ code, status, sentence }: { code: string; status: number; sentence: string }) {
    super(sentence)
    this.code = code
    this.status = status
  }
}

/** Default e-mail content is the longest answer; a redirect server takes 1 MiB of it. */
const answerBytesMax = 2_097_152

/**
 * The service's end of the channel to a redirect server. Every call throws `RedirectUnreachable` or `RedirectRefused`.
 * Redirects are never followed, so that the secret goes to no other host.
 */
export function redirectChannel({
  redirectOrigin,
  secret,
  serviceOrigin,
  outbound,
  timeoutMs = 5_000,
}: {
  redirectOrigin: string
  secret: string
  serviceOrigin: string
  outbound: Outbound
  timeoutMs?: number
}): RedirectChannel {
  async function call(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<string> {
    const answer = await exchange(method, path, body)
    const { status } = answer
    const text = answer.body.toString()
    if (status >= 200 && status < 300) return text
    throw refusalOf(status, text)
  }

  async function exchange(
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<OutboundAnswer> {
    try {
      return await outbound.request(new URL(`/service/v1/${path}`, redirectOrigin), {
        method,
        timeoutMs,
        maxBytes: answerBytesMax,
        headers: {
          authorization: `Bearer ${secret}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error
      throw new RedirectUnreachable(redirectOrigin, { cause: error })
    }
  }

  function refusalOf(status: number, text: string): RedirectRefused {
    const problem = parsedAs(z.object({ code: z.string(), detail: z.string() }), text)
    return problem
      ? new RedirectRefused({ status, code: problem.code, sentence: problem.detail })
      : unexpectedAnswer(status)
  }

  function unexpectedAnswer(status: number): RedirectRefused {
    return new RedirectRefused({
      status,
      code: 'redirect.unexpected-answer',
      sentence: `What answers at ${redirectOrigin} is not a redirect server. Check ROLLCALL_REDIRECT_ORIGIN.`,
    })
  }

  function expectedAs<Shape extends z.ZodType>(shape: Shape, text: string): z.infer<Shape> {
    const answer = parsedAs(shape, text)
    if (answer === undefined) throw unexpectedAnswer(200)
    return answer
  }

  return {
    async register() {
      await call('PUT', 'origins', { origin: serviceOrigin })
    },
    async pushLinks(links) {
      for (const part of partsOf(links)) {
        const body = part.map(({ hash, expiresAt }) => ({ hash, expiresAt: expiresAt.toISOString() }))
        await call('PUT', 'links', { origin: serviceOrigin, links: body })
      }
    },
    async removeLinks(hashes) {
      for (const part of partsOf(hashes))
        await call('DELETE', 'links', { origin: serviceOrigin, hashes: part })
    },
    async state() {
      return expectedAs(redirectState, await call('GET', 'state'))
    },
    async pushEmailDefaults(content) {
      await call('PUT', 'email-defaults', content)
    },
    async emailDefaults() {
      const text = await call('GET', 'email-defaults')
      return text === '' ? undefined : expectedAs(emailDefaults, text)
    },
  }
}

function* partsOf<Item>(items: Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += linksPerCallMax) {
    yield items.slice(start, start + linksPerCallMax)
  }
}

function parsedAs<Shape extends z.ZodType>(shape: Shape, text: string): z.infer<Shape> | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
