import type { FastifyReply } from 'fastify'
import type { ZodError } from 'zod'

const problems = {
  'redirect.unauthorised': [
    401,
    'The secret of the service channel is missing or wrong. Compare ROLLCALL_REDIRECT_SECRET on both sides.',
  ],
  'redirect.bad-input': [400, 'The request is not what this call takes. See errors for each place.'],
  'redirect.too-large': [413, 'The request is too large. Send fewer links in one call.'],
  'redirect.origin-not-registered': [
    409,
    'This origin is not registered here. Register it and push all its links again.',
  ],
  'redirect.email-defaults-older': [
    409,
    'The redirect server holds newer default e-mail content. Fetch it instead.',
  ],
  'redirect.failed': [500, 'The redirect server could not do this. Its log says why.'],
} satisfies Record<string, [status: number, sentence: string]>

export type ProblemCode = keyof typeof problems
type ProblemPlace = { path: string; code: string; message: string }

/** Answers with `application/problem+json` (RFC 9457): a stable code and a sentence that says what to do. */
export function sendProblem(reply: FastifyReply, code: ProblemCode, errors?: ProblemPlace[]): FastifyReply {
  const [status, detail] = problems[code]
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: 'about:blank', status, code, detail, ...(errors && { errors }) }))
}

/** The places of a body that are wrong. zod's messages name what is expected, never what was sent. */
export function placesOf(error: ZodError): ProblemPlace[] {
  return error.issues.slice(0, 20).map(({ path, code, message }) => ({ path: path.join('.'), code, message }))
}
