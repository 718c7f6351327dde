import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isUnreadableValue, mayBeRepeated, UndecidedError } from '../database/index.ts'
import { messageOf } from './field-messages.ts'
import { foreignCursor } from './paging.ts'
import { type FieldError, notFound, Refusal } from './refusal.ts'

z.config({ customError: messageOf })

/** RFC 9457. */
export const Problem = z
  .looseObject({
    type: z.string().describe('Where this code is explained.'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; decide by this, never by a text.'),
    detail: z.string().describe('What happened and what to do, for a person.'),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

/** Answers every refusal and fault as a problem document. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(reply, request, refusalOf(error, request)),
  )
  app.setNotFoundHandler((request, reply) => sendProblem(reply, request, notFound()))
}

/** Sends a refusal as `application/problem+json`. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, refusal: Refusal): FastifyReply {
  return reply
    .code(refusal.status)
    .headers(refusal.headers)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      type: `/docs/errors/${refusal.code}`,
      title: titles[refusal.status] ?? 'Refused',
      status: refusal.status,
      code: refusal.code,
      detail: refusal.message,
      requestId: request.id,
      ...(refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
      ...refusal.members,
    })
}

function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    // An id in the path that is none leads nowhere, like one that is unknown.
    if (error.validationContext === 'params' && error.validation.every(isNoId)) return notFound()
    const errors = error.validation.flatMap(fieldErrorsOf)
    return new Refusal(422, 'http.invalid', errors[0]?.message ?? 'Correct the marked fields.', { errors })
  }
  if (error.statusCode === 413)
    return new Refusal(413, 'http.too-large', 'That is too large to send. Send less at once.')
  if (error.statusCode === 415)
    return new Refusal(415, 'http.content-type', 'Send JSON: Content-Type: application/json.')
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
    return new Refusal(
      400,
      'http.malformed',
      'The request could not be read. Check that its body is valid JSON.',
    )
  }
  // A made-up cursor of the right shape: its parts reach the database, which cannot read them as the list's keys.
  if (isUnreadableValue(error) && (request.query as { cursor?: string })?.cursor !== undefined)
    return foreignCursor()
  // The pattern and not the URL: links and credentials stand in URLs.
  request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed')
  const headers = { 'retry-after': '2' }
  if (error instanceof UndecidedError) {
    return new Refusal(
      503,
      'http.undecided',
      'The database broke off before it said whether this was saved. Look before you repeat it.',
      { headers },
    )
  }
  if (mayBeRepeated(error)) {
    return new Refusal(
      503,
      'http.unavailable',
      'The database does not answer at the moment. Nothing was changed; try again.',
      { headers },
    )
  }
  return new Refusal(
    500,
    'http.fault',
    `Something went wrong on our side. Nothing was half-saved. Quote ${request.id} to your administrator.`,
  )
}

function isNoId({ keyword, params }: { keyword: string; params: Record<string, unknown> }): boolean {
  return keyword === 'invalid_format' && params.format === 'uuid'
}

/** What zod found wrong with something that is read by a handler itself (an upload's fields), as for a body. */
export function fieldErrors({ issues }: z.ZodError): FieldError[] {
  return issues.flatMap((issue) =>
    fieldErrorsOf({
      instancePath: issue.path.join('/'),
      message: issue.message,
      keyword: issue.code,
      params: { ...issue },
    }),
  )
}

function fieldErrorsOf(issue: {
  instancePath: string
  message?: string
  keyword: string
  params: Record<string, unknown>
}): FieldError[] {
  const path = issue.instancePath.replace(/^\//, '').replaceAll('/', '.')
  // A check of our own names what is wrong by `params: { code }`.
  const own = (issue.params.params as { code?: string } | undefined)?.code
  const code = `field.${own ?? issue.keyword.replaceAll('_', '-')}`
  const message = issue.message ?? 'Correct this field.'
  // Each field that does not exist is named by its own path, as a form marks it.
  if (issue.keyword !== 'unrecognized_keys') return [{ path, code, message }]
  return (issue.params.keys as string[]).map((key) => ({
    path: path === '' ? key : `${path}.${key}`,
    code,
    message,
  }))
}

/** What a status says, for people. */
export const titles: Record<number, string> = {
  400: 'Malformed request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Wrong method',
  409: 'Conflict',
  410: 'Gone',
  412: 'Changed in between',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Please correct',
  423: 'Locked',
  428: 'Precondition needed',
  429: 'Too many attempts',
  500: 'Fault',
  503: 'Not available',
}
