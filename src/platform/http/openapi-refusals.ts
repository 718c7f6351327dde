import { takesKey } from './idempotency.ts'
import { foreignCursor } from './paging.ts'
import { titles } from './problem.ts'
import { notFound, type Refusal, stale } from './refusal.ts'
import type { Route } from './route.ts'

/** A code that a route may refuse with, and the sentence where it is always the same. */
export interface Refused {
  status: number
  code: string
  sentence?: string
}

/** A response of the document, or where it stands. */
export type Answer = Record<string, unknown>

/**
 * Every status a route can refuse with, as the document shows it: its codes, each with its page, and an example.
 * @param byGuard what the guard refuses of this route
 * @param shared what operations answer alike, by name: said once, because all of them say most of it; added to
 */
export function refusalAnswers(
  route: Route,
  byGuard: Refused[],
  shared: Record<string, Answer>,
): Record<string, Answer> {
  const named = Object.entries(route.refuses ?? {}).flatMap(([status, codes]) =>
    codes.map((code) => ({ status: Number(status), code })),
  )
  const byStatus = Map.groupBy([...byServer(route), ...byGuard, ...named], ({ status }) => status)
  const answers = [...byStatus].map(([status, refused]) => {
    // By whole codes: two slices may have one of the same ending.
    const name = [status, ...codesOf(refused).map((code) => code.replace(/^http\./, ''))].join('.')
    shared[name] ??= refusalAnswer(refused)
    return [status, { $ref: `#/components/responses/${name}` }]
  })
  return Object.fromEntries(answers)
}

const codesOf = (refused: Refused[]) => [...new Set(refused.map(({ code }) => code))]

/** One status in the document. @param refused what is refused with it, the most likely first */
export function refusalAnswer(refused: Refused[]): Answer {
  const codes = codesOf(refused)
  const example = refused.find(({ sentence }) => sentence !== undefined)
  return {
    description: `${titles[(refused[0] as Refused).status]}: ${codes.map((code) => `[\`${code}\`](/docs/errors/${code})`).join(', ')}.`,
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        ...(example ? { example: problemOf(example) } : {}),
      },
    },
  }
}

/** What a refusal is, where its code alone does not tell. */
export const refusedAs = ({ status, code, message }: Refusal): Refused => ({
  status,
  code,
  sentence: message,
})

/** What the server refuses before a route is asked, by what the route takes. */
function byServer(route: Route): Refused[] {
  const takesBody = route.body !== undefined || route.upload !== undefined
  const queryFields = Object.keys((route.query as { shape?: object } | undefined)?.shape ?? {})
  return [
    ...(takesBody ? [malformed, tooLarge, contentTypeWrong] : []),
    ...(route.method === 'GET' ? [] : [{ status: 403, code: 'http.foreign-origin' }]),
    ...(route.params ? [refusedAs(notFound())] : []),
    ...(route.versioned ? [refusedAs(stale('Ada Byron'))] : []),
    ...(takesBody || queryFields.length > 0 ? [fieldsWrong] : []),
    ...(queryFields.includes('cursor') ? [refusedAs(foreignCursor())] : []),
    ...(takesKey(route) ? keyRefusals(route) : []),
  ]
}

const malformed: Refused = {
  status: 400,
  code: 'http.malformed',
  sentence: 'The request could not be read. Check that its body is valid JSON.',
}

const tooLarge: Refused = {
  status: 413,
  code: 'http.too-large',
  sentence: 'That is too large to send. Send less at once.',
}

const contentTypeWrong: Refused = {
  status: 415,
  code: 'http.content-type',
  sentence: 'Send JSON: Content-Type: application/json.',
}

const fieldsWrong: Refused = { status: 422, code: 'http.invalid', sentence: 'Correct the marked fields.' }

function keyRefusals({ upload, secretAnswer }: Route & { secretAnswer?: boolean }): Refused[] {
  if (upload) return [{ status: 422, code: 'http.key-not-taken' }]
  return [
    { status: 422, code: 'http.key-reused' },
    ...(secretAnswer ? [{ status: 409, code: 'http.answer-not-kept' }] : []),
  ]
}

/** What every operation may answer. */
export const fault = refusalAnswer([
  {
    status: 503,
    code: 'http.unavailable',
    sentence: 'The database does not answer at the moment. Nothing was changed; try again.',
  },
  { status: 503, code: 'http.undecided' },
  { status: 500, code: 'http.fault' },
])

function problemOf({ status, code, sentence }: Refused): Answer {
  return {
    type: `/docs/errors/${code}`,
    title: titles[status],
    status,
    code,
    detail: sentence,
    requestId: '0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
  }
}
