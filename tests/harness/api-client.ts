import { inspect } from 'node:util'

/** An answer of the API. */
export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the API answers and assert on it.
  body: any
}

/** An answer to come, on which a status can be demanded. */
export interface Asked extends Promise<Answer> {
  /** Resolves with the body when the status is this one, else fails showing the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  expect(status: number): Promise<any>
}

/** A caller with a cookie jar of its own, as a browser has, speaking JSON below `/api/v1`. */
export interface ApiClient {
  get(path: string, headers?: Record<string, string>): Asked
  post(path: string, body?: unknown, headers?: Record<string, string>): Asked
  patch(path: string, body: unknown, headers?: Record<string, string>): Asked
  put(path: string, body: unknown, headers?: Record<string, string>): Asked
  delete(path: string, headers?: Record<string, string>): Asked
  /** Sends a file as a form does, other fields first. */
  upload(
    path: string,
    file: { name: string; content: string | Buffer },
    fields?: Record<string, string>,
  ): Asked
  cookie(): string
}

/** Opens a caller against a running service. @param always headers of each of its requests */
export function openApiClient(serviceOrigin: string, always: Record<string, string> = {}): ApiClient {
  const cookies = new Map<string, string>()

  async function ask(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: string | FormData },
  ): Promise<Answer> {
    const answer = await fetch(`${serviceOrigin}/api/v1${path}`, {
      method,
      headers: { ...(cookies.size > 0 ? { cookie: jar() } : {}), ...always, ...init.headers },
      ...(init.body === undefined ? {} : { body: init.body }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const text = await answer.text()
    const json = answer.headers.get('content-type')?.includes('json') ?? false
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text }
  }
  const jar = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    asked(
      method,
      path,
      ask(method, path, {
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )

  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    put: (path, body, headers) => send('PUT', path, body, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
    upload(path, file, fields = {}) {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      form.set('file', new Blob([file.content as unknown as ArrayBuffer]), file.name)
      return asked('POST', path, ask('POST', path, { body: form }))
    },
    cookie: jar,
  }
}

function asked(method: string, path: string, answer: Promise<Answer>): Asked {
  return Object.assign(answer, {
    async expect(status: number) {
      const got = await answer
      if (got.status !== status) {
        throw new Error(
          `${method} ${path} answered ${got.status} and not ${status}: ${inspect(got.body, { depth: 4 })}`,
        )
      }
      return got.body
    },
  })
}
