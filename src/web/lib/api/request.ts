import i18next from 'i18next'
import { saidToReader } from '../i18n/said.ts'
import { askForProof } from './step-up.ts'

/** One field the server refused; `path` names it as in the request. */
export interface FieldProblem {
  path: string
  code: string
  message: string
}

/** What the server (or the network) answered instead of what was asked for. `message` is a sentence for the reader. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  /** Stable: decide by this, never by the message. */
  readonly code: string
  readonly errors: FieldProblem[]
  /** Further members of the problem document, such as `accounts`. */
  readonly members: Record<string, unknown>

  constructor(status: number, document: ProblemDocument) {
    super(document.detail)
    this.status = status
    this.code = document.code
    this.errors = document.errors ?? []
    this.members = document
  }
}

/** What stands behind the `?`; a list is given value by value: `?property=admins&property=registered`. */
export type Query = Record<string, string | number | boolean | string[] | undefined>

interface Asked {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Query | undefined
  body?: unknown
  /** The version the change was made on: somebody else's newer one is answered 412 `http.stale`. */
  version?: number | undefined
  signal?: AbortSignal | undefined
  /** The answer is a file and not a document. */
  file?: boolean
}

/** The verbs of the API. Paths begin below `/api/v1`. @throws Problem for whatever is not a success */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    ask<T>({ method: 'GET', path, query, signal }),
  post: <T>(path: string, body?: unknown) => ask<T>({ method: 'POST', path, body }),
  put: <T>(path: string, body: unknown, version?: number) => ask<T>({ method: 'PUT', path, body, version }),
  patch: <T>(path: string, body: unknown, version?: number) =>
    ask<T>({ method: 'PATCH', path, body, version }),
  delete: <T = void>(path: string, query?: Query, version?: number) =>
    ask<T>({ method: 'DELETE', path, query, version }),
  /** Asks for a file that takes more than an address: it is in memory until the browser has saved it. */
  file: (path: string, body: unknown) => ask<FileAnswer>({ method: 'POST', path, body, file: true }),
}

/** A file as the server named it. */
export interface FileAnswer {
  content: Blob
  name: string
}

/** Whether the answer says that nobody is signed in any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.code === 'auth.not-signed-in'
}

async function ask<T>(asked: Asked): Promise<T> {
  try {
    return await send<T>(asked)
  } catch (error) {
    const delicate = error instanceof Problem && error.code === 'auth.step-up-required'
    if (!delicate || !(await askForProof())) throw error
    return send<T>(asked)
  }
}

async function send<T>({ method, path, query, body, version, signal, file }: Asked): Promise<T> {
  const form = body instanceof FormData
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined && !form) headers['content-type'] = 'application/json'
  if (version !== undefined) headers['if-match'] = `"${version}"`
  const answer = await fetch(`/api/v1${path}${queryText(query)}`, {
    method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, { code: 'web.network', detail: i18next.t('problem.network') })
  })
  if (!answer.ok) throw await problemOf(answer)
  if (answer.status === 204) return undefined as T
  if (file) return (await fileOf(answer)) as T
  const text = await answer.text()
  // What is accepted without a word, such as a reset that was asked for, has no body.
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function fileOf(answer: Response): Promise<FileAnswer> {
  const [, name = ''] = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? []
  return { content: await answer.blob(), name }
}

async function problemOf(answer: Response): Promise<Problem> {
  const document: unknown = await answer.json().catch(() => undefined)
  if (isProblemDocument(document)) return new Problem(answer.status, toldToReader(document, answer.headers))
  return new Problem(answer.status, {
    code: 'web.unreadable',
    detail: i18next.t('problem.unreadable', { status: answer.status }),
  })
}

interface ProblemDocument extends Record<string, unknown> {
  code: string
  detail: string
  errors?: FieldProblem[]
}

/** In the language of the page, what is wrong with the fields too. */
function toldToReader(document: ProblemDocument, headers: Headers): ProblemDocument {
  const { code, detail, errors, attemptsLeft } = document
  const count = typeof attemptsLeft === 'number' ? attemptsLeft : minutesToWait(headers)
  const told = (said: { message: string; code: string }) => saidToReader({ ...said, count })
  return {
    ...document,
    detail: told({ message: detail, code }),
    ...(errors && { errors: errors.map((error) => ({ ...error, message: told(error) })) }),
  }
}

function minutesToWait(headers: Headers): number | undefined {
  const waitSeconds = headers.get('retry-after')
  return waitSeconds === null ? undefined : Math.ceil(Number(waitSeconds) / 60)
}

function isProblemDocument(value: unknown): value is ProblemDocument {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value
}

function queryText(query: Query = {}): string {
  const given = Object.entries(query)
    .flatMap(([key, value]) => [value].flat().map((each) => [key, each]))
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => [String(key), String(value)])
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
