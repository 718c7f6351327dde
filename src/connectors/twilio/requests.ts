import { setTimeout as pauseMs } from 'node:timers/promises'
import { type Outbound, type OutboundAnswer, OutboundError } from '#platform/outbound/index.ts'
import { ConnectorError, type NumberAccount } from '../kit/index.ts'
import {
  insecureAddress,
  refusedByTwilio,
  tooManyRequests,
  unauthorised,
  unavailable,
  unknownAccount,
  unreadableAnswer,
} from './errors.ts'

/** Waits; given by tests, so that they need not. */
export type Pause = (ms: number) => Promise<unknown>

/** A page of a thousand numbers has about 1.5 MB. */
const answerBytesMax = 8_388_608
const answerTimeMaxMs = 20_000
/** Longer nobody waits for one request; who wants us to is left, and the next synchronisation asks again. */
const waitMaxSeconds = 10

/** Asks one account at Twilio for what is at this path. */
type Ask = (path: string) => Promise<Buffer>

/**
 * Prepares requests to an account: HTTP Basic (the account, or its API key), TLS unless the operator allows the host without, no redirects, and
 * patience that ends.
 * @param triesMax so often one request is sent, at most
 * @throws ConnectorError `twilio.insecure-address`; those of the request from what is returned
 */
export function askerOf(
  outbound: Outbound,
  account: NumberAccount,
  { pause = pauseMs, triesMax }: { pause?: Pause | undefined; triesMax: number },
): Ask {
  const origin = new URL(account.origin)
  if (origin.protocol !== 'https:' && !outbound.isAllowed(origin)) throw insecureAddress()
  const credentials = Buffer.from(`${account.keySid ?? account.accountSid}:${account.secret}`)
  const headers = {
    authorization: `Basic ${credentials.toString('base64')}`,
    accept: 'application/json',
  }

  async function ask(path: string): Promise<Buffer> {
    // Twilio says where the next page is; told to go elsewhere, we would take the secret there.
    if (!URL.canParse(path, origin.href) || new URL(path, origin).origin !== origin.origin) {
      throw unreadableAnswer('its list goes on elsewhere')
    }
    const url = new URL(path, origin)
    for (let tries = 1; ; tries++) {
      const answer = await answerOf(url)
      if (!(answer instanceof OutboundError) && answer.status === 200) return answer.body
      const waitSeconds = secondsBefore(answer, tries)
      if (tries === triesMax || waitSeconds > waitMaxSeconds) throw meaningOf(answer)
      await pause(waitSeconds * 1_000)
    }
  }

  async function answerOf(url: URL): Promise<OutboundAnswer | OutboundError> {
    try {
      return await outbound.request(url, { headers, maxBytes: answerBytesMax, timeoutMs: answerTimeMaxMs })
    } catch (error) {
      if (error instanceof OutboundError) return error
      throw error
    }
  }

  return ask
}

/** @returns until it is worth another try: 1, 2, 4, or what Twilio says; without end where it never is */
function secondsBefore(answer: OutboundAnswer | OutboundError, tries: number): number {
  const usual = 2 ** (tries - 1)
  // A connection that broke may hold the next time; a host that is silent has had its time already.
  if (answer instanceof OutboundError) {
    return answer.code === 'outbound.unreachable' ? usual : Number.POSITIVE_INFINITY
  }
  const { status, headers } = answer
  if (status !== 429 && status < 500) return Number.POSITIVE_INFINITY
  return secondsIn(headers['retry-after']) ?? usual
}

/** The sentences of an `OutboundError` name the host alone, so that they can be told as they are. */
function meaningOf(answer: OutboundAnswer | OutboundError): ConnectorError {
  if (answer instanceof OutboundError) {
    return new ConnectorError(answer.code, answer.message, { cause: answer })
  }
  const { status, headers } = answer
  if (status === 401 || status === 403) return unauthorised()
  if (status === 404) return unknownAccount()
  if (status === 429) return tooManyRequests(secondsIn(headers['retry-after']))
  return status >= 500 ? unavailable() : refusedByTwilio(status)
}

/** Of `Retry-After` in seconds (RFC 9110 §10.2.3); Twilio sends no dates there. */
function secondsIn(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : undefined
}
