import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Credentials } from './credentials.ts'
import { CommandEnd, exitCodeOf, exitCodes, tell } from './ends.ts'

/**
 * The API over HTTP. It is a thin `fetch` and not the generated client of `clients/typescript`: that one is for programs of others, and has neither
 * repeats nor files that are read as they come. Both stand on the same shapes (`schema.ts` of the slices), whose types are used here.
 */
export interface Service {
  credentials: Credentials
  get<Answer>(path: string, query?: Query): Promise<Answer>
  send<Answer>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer>
  /** A file that comes as it is made. */
  download(method: 'GET' | 'POST', path: string, body?: object): Promise<AsyncIterable<Uint8Array>>
  upload<Answer>(path: string, form: FormData): Promise<Answer>
}

/** Lists become one parameter for each value; what is undefined is left out. */
export type Query = Record<string, unknown>

interface Request {
  method: string
  path: string
  query?: Query
  body?: object | undefined
  form?: FormData
  /** It changes something, and a repeat of it is done once. */
  keyed?: boolean
}

/** As in RFC 9457, with the fields that are wrong. */
interface Problem {
  code?: string
  detail?: string
  errors?: Array<{ path: string; message: string }>
}

const tries = 5
/** Longer than this nobody is made to wait for an answer. */
const longestWaitSeconds = 120

/** Opens the service with a key. Nothing is asked yet. */
export function openService(credentials: Credentials): Service {
  const json = async (request: Request) => {
    const answer = await ask(credentials, request)
    const text = await answer.text().catch((error: unknown) => {
      throw unreachable(credentials, error)
    })
    if (text === '') return undefined
    if (!/\bjson\b/.test(answer.headers.get('content-type') ?? '')) throw notRollcall(credentials)
    try {
      return JSON.parse(text)
    } catch {
      throw notRollcall(credentials)
    }
  }
  return {
    credentials,
    get: (path, query) => json({ method: 'GET', path, ...(query ? { query } : {}) }),
    send: (method, path, body) => json({ method, path, body, keyed: true }),
    async download(method, path, body) {
      const answer = await ask(credentials, { method, path, body })
      if (answer.body === null) throw notRollcall(credentials)
      return whole(credentials, answer.body)
    },
    upload: (path, form) => json({ method: 'POST', path, form }),
  }
}

/** A file as it comes. @throws CommandEnd where it breaks off: what was read until then is not the file */
async function* whole(
  credentials: Credentials,
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw unreachable(credentials, error)
  }
}

/**
 * Sends a request, again where the service had no time for it (429, 503) or could not be reached. What changes something bears one `Idempotency-Key` for
 * all its tries, so that it is done once although an answer was lost; an upload takes none, and is sent once.
 * @throws CommandEnd with the service's own sentence
 */
async function ask(credentials: Credentials, request: Request): Promise<Response> {
  const { method, query = {}, body, form } = request
  const url = new URL(`/api/v1${request.path}`, credentials.url)
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) url.searchParams.append(name, String(one))
    }
  }
  const init: RequestInit = {
    method,
    // Followed, a redirect could carry the key to another host.
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${credentials.apiKey}`,
      'user-agent': 'rollcall-cli',
      ...(request.keyed ? { 'idempotency-key': randomUUID() } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(form === undefined ? {} : { body: form }),
  }
  const mayRepeat = form === undefined
  for (let tried = 1; ; tried += 1) {
    const again = mayRepeat && tried < tries
    const answer = await fetch(url, init).catch((error: unknown) => {
      if (!again) throw unreachable(credentials, error)
      return undefined
    })
    if (answer?.ok) return answer
    if (answer && !(again && (answer.status === 429 || answer.status === 503)))
      throw await refusedBy(answer, credentials)
    const waitSeconds = answer ? waitAskedFor(answer) : 2 ** (tried - 3)
    if (answer && waitSeconds > longestWaitSeconds) throw await refusedBy(answer, credentials)
    await answer?.body?.cancel()
    const why = answer ? 'has no time at the moment' : 'cannot be reached'
    if (waitSeconds >= 2) tell(`${credentials.url} ${why}. Trying again in ${waitSeconds} s.`)
    await delay(waitSeconds * 1_000)
  }
}

/** `Retry-After` in seconds; as a date it is rare, and counts as one second. */
function waitAskedFor(answer: Response): number {
  const asked = Number(answer.headers.get('retry-after') ?? 1)
  return Number.isFinite(asked) ? Math.max(asked, 0.1) : 1
}

async function refusedBy(answer: Response, credentials: Credentials): Promise<CommandEnd> {
  const { status } = answer
  if (status >= 300 && status < 400) {
    const location = answer.headers.get('location') ?? ''
    const to = URL.canParse(location, credentials.url) ? new URL(location, credentials.url).origin : location
    return new CommandEnd(
      exitCodes.unreachable,
      `${credentials.url} sends on to ${to}. Log in there, if that is the service.`,
    )
  }
  const text = await answer.text().catch(() => '')
  const problem = problemOf(text)
  if (problem === undefined && status < 500) return notRollcall(credentials)
  const sentence =
    problem?.detail ?? `${credentials.url} has a fault at the moment (${status}). Try again later.`
  const fields = (problem?.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`)
  const code = problem?.code === undefined ? '' : ` (${problem.code})`
  return new CommandEnd(exitCodeOf(status), [`${sentence}${code}`, ...fields].join('\n'))
}

function problemOf(text: string): Problem | undefined {
  try {
    const problem = JSON.parse(text)
    return typeof problem?.detail === 'string' ? problem : undefined
  } catch {
    return undefined
  }
}

const notRollcall = ({ url }: Credentials) =>
  new CommandEnd(exitCodes.unreachable, `What answers at ${url} is not Rollcall. Check the address.`)

function unreachable({ url }: Credentials, error: unknown): CommandEnd {
  const { cause } = error as { cause?: { code?: string } }
  const why = cause?.code === undefined ? '' : ` (${cause.code})`
  return new CommandEnd(
    exitCodes.unreachable,
    `${url} cannot be reached${why}. Check the address, the network, and that the service runs.`,
  )
}
