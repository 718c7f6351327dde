/** One thing wrong with one field of what was sent; `path` names it as in the request (`email`, `rows.3.deploymentPin`). */
export interface FieldError {
  path: string
  code: string
  message: string
}

/**
 * An expected "no". It becomes `application/problem+json` with a stable code (each has a page in docs/errors/) and a sentence that says what
 * to do. What the caller may not know is always a 404, equal to the answer for what does not exist.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly errors: FieldError[]
  /** Further members of the problem document, such as `attemptsLeft`. */
  readonly members: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    sentence: string,
    more: { errors?: FieldError[]; members?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(sentence)
    this.status = status
    this.code = code
    this.errors = more.errors ?? []
    this.members = more.members ?? {}
    this.headers = more.headers ?? {}
  }
}

/** There is no such thing, or the caller may not know of it. */
export function notFound(): Refusal {
  return new Refusal(404, 'http.not-found', 'There is nothing here, or you may not see it.')
}

/** There is something here, and it takes other methods. */
export function wrongMethod(allowed: readonly string[]): Refusal {
  return new Refusal(405, 'http.method', `This path takes ${allowed.join(', ')}. Use one of these methods.`, {
    headers: { allow: allowed.join(', ') },
  })
}

/** The request's fields are wrong. */
export function invalid(errors: FieldError[], sentence?: string): Refusal {
  return new Refusal(422, 'http.invalid', sentence ?? errors[0]?.message ?? 'Correct the marked fields.', {
    errors,
  })
}

/** Somebody else saved a change in between. @param changedBy their name, where it is known */
export function stale(changedBy?: string | null): Refusal {
  return new Refusal(
    412,
    'http.stale',
    `${changedBy ?? 'Somebody else'} has changed this since you opened it. Load it again, look at the change, and save yours.`,
    { members: changedBy ? { changedBy } : {} },
  )
}
