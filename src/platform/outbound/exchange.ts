import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { tooLarge, unreachable, unreadable } from './errors.ts'

export interface Sent {
  method: string
  headers: Record<string, string>
  body: string | Buffer | undefined
}

export interface OutboundAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** Unpacked, at most `maxBytes` long. */
  body: Buffer
}

/** Of all headers of an answer together. */
const headerBytesMax = 16_384

const unpack = promisify(gunzip)

/**
 * One request and its whole answer, on a connection of its own to one of the addresses and no other.
 * @param maxBytes of the answer's body, before and after unpacking
 * @throws OutboundError; the signal's reason once that is aborted
 */
export async function exchange(
  url: URL,
  addresses: string[],
  sent: Sent,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<OutboundAnswer> {
  try {
    const response = await answerTo(url, addresses, sent, signal)
    const bytes = await readWhole(response, url.host, maxBytes)
    const body = await unpacked(bytes, response.headers['content-encoding'], url.host, maxBytes)
    return { status: response.statusCode ?? 0, headers: response.headers, body }
  } catch (error) {
    signal.throwIfAborted()
    throw meaningOf(error, url.host, maxBytes)
  }
}

function answerTo(url: URL, addresses: string[], sent: Sent, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, {
      method: sent.method,
      headers: {
        ...sent.headers,
        host: url.host,
        'accept-encoding': 'gzip',
        // Said here, because Node would say nothing of the body of a DELETE.
        ...(sent.body !== undefined && { 'content-length': Buffer.byteLength(sent.body) }),
      },
      lookup: lookupAmong(addresses),
      // A connection of its own: one kept open for a name would outlive the judgement of its address. And no agent of the
      // process, which may have taken a proxy from the environment.
      agent: false,
      maxHeaderSize: headerBytesMax,
      signal,
    })
    request.on('response', resolve)
    request.on('error', reject)
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      reject(unreadable(url.host))
    })
    request.end(sent.body)
  })
}

/** Gives the connection the addresses that were judged, instead of asking for the name again (threats.md "SSRF"). */
function lookupAmong(addresses: string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, done) => {
    if (options.all) done(null, known)
    else done(null, known[0]?.address ?? '', known[0]?.family)
  }
}

/** Leaving the loop closes the connection: what is too large is not read to its end. */
async function readWhole(response: IncomingMessage, host: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(host, maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function unpacked(
  body: Buffer,
  encoding: string | undefined = 'identity',
  host: string,
  maxBytes: number,
): Promise<Buffer> {
  if (encoding === 'identity' || body.length === 0) return body
  if (encoding !== 'gzip') throw unreadable(host)
  // A thousandth of what it becomes may arrive: the bound holds while it is unpacked, not after.
  return await unpack(body, { maxOutputLength: maxBytes })
}

function meaningOf(error: unknown, host: string, maxBytes: number): unknown {
  if (!(error instanceof Error) || error.name === 'OutboundError') return error
  const code = String((error as NodeJS.ErrnoException).code)
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(host, maxBytes)
  if (code === 'HPE_HEADER_OVERFLOW') return tooLarge(host, headerBytesMax)
  if (/^(HPE|Z)_/.test(code)) return unreadable(host, error)
  // What the caller gave cannot be sent: our mistake, not the host's.
  if (error instanceof TypeError) return error
  return unreachable(host, error)
}
