import { z } from 'zod'
import { addExample } from './examples.ts'
import { exampleOf, isShape } from './openapi-examples.ts'
import { type Answer, fault, type Refused, refusalAnswers } from './openapi-refusals.ts'
import type { Route } from './route.ts'

/** One operation as it stands in the document. */
interface Operation {
  operationId?: string
  parameters?: Array<{ name: string; schema: unknown }>
  requestBody?: { required: boolean; content: Record<string, Media> }
  responses: Record<string, Answer & { description?: string; content?: Record<string, Media> }>
}

interface Media {
  schema: unknown
  example?: unknown
}

/** The document as far as it is completed here. */
export interface Document {
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, unknown>; responses?: Record<string, Answer> }
}

/**
 * Completes what a program's types say with what a reader needs: an example of all that is sent and answered, every status a request can be refused
 * with, and answers without a body. Changes the document.
 * @param routes those the document has; what else stands in it says itself what it refuses
 * @param byName examples by the names of fields (`addExamples`)
 * @param byGuard what the guard refuses of a route
 */
export function completeOperations(
  document: Document,
  {
    routes,
    byName,
    byGuard,
  }: {
    routes: Route[]
    byName: Record<string, unknown>
    byGuard: (route: Route) => Refused[]
  },
): void {
  const routeOf = new Map(routes.map((route) => [route.operation, route]))
  const named = document.components?.schemas ?? {}
  const shared: Record<string, Answer> = { Fault: fault }
  if (document.components) document.components.responses = shared
  for (const operation of Object.values(document.paths ?? {}).flatMap((path) => Object.values(path))) {
    const route = routeOf.get(operation.operationId ?? '')
    if (route) addAnswers(operation, route, refusalAnswers(route, byGuard(route), shared))
    if (route?.upload) operation.requestBody = formOf(route.upload)
    operation.responses['5XX'] = { $ref: '#/components/responses/Fault' }
    for (const { name, schema } of operation.parameters ?? []) addExample(name, schema, byName)
    const bodies = [operation.requestBody, ...Object.values(operation.responses)]
    for (const { content = {} } of bodies.filter(isShape) as Array<{ content?: Record<string, Media> }>) {
      for (const media of Object.values(content)) {
        media.example ??= exampleOf(media.schema, named)
      }
    }
  }
}

function addAnswers(operation: Operation, route: Route, refusals: Record<string, Answer>): void {
  const { '4XX': _any, ...answers } = operation.responses
  for (const [status, shape] of Object.entries(route.answers)) {
    const answer = answers[status]
    answers[status] = { ...answer, description: meanings[status] ?? 'Done.' }
    if (shape === null || answer?.content === undefined) continue
    answers[status].content = inItsFormat(answer.content)
  }
  operation.responses = { ...answers, ...refusals }
}

/** An upload is read as a stream and checked by its handler, so that the server itself knows no body of it. One example is of the whole: few fields go together. */
function formOf(form: z.ZodType): Operation['requestBody'] {
  const { $schema: _draft, ...schema } = z.toJSONSchema(form, { target: 'draft-2020-12', io: 'input' })
  return { required: true, content: { 'multipart/form-data': { schema } } }
}

const meanings: Record<string, string> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Accepted: it is done later.',
  204: 'Done. The answer has no body.',
}

/** A file says by `contentMediaType` what it is; everything else is JSON. */
function inItsFormat(content: Record<string, Media>): Record<string, Media> {
  const media = content['application/json'] as Media
  if (!isShape(media.schema) || typeof media.schema.contentMediaType !== 'string') return content
  return { [media.schema.contentMediaType]: media }
}
