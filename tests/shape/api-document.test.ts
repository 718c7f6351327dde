import { glob, readdir, readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { beforeAll, expect, test } from 'vitest'
import { buildOpenApiDocument } from '#cli/openapi.ts'
import { features } from '#features/index.ts'
import type { Platform } from '#platform/platform.ts'
import { callsOf, webCalls } from './web-calls.ts'

interface Media {
  schema: object
  example?: unknown
}
interface Answer {
  $ref?: string
  description?: string
  content?: Record<string, Media>
}
interface Parameter {
  name: string
  in: string
  schema: { examples?: unknown[]; enum?: unknown[]; default?: unknown }
  example?: unknown
}
interface Operation {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Answer>
}
interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; responses: Record<string, Answer> }
}

let document: Document
let operations: Array<Operation & { path: string; method: string }>
/** Where a part stands that has a schema and an example, as a JSON pointer, and whose it is. */
let examples: Array<{ of: string; at: string; example: unknown }>

// Routes are only declared here, never called, so nothing of the platform is touched.
const routes = features.flatMap((feature) => feature.routes({} as Platform))

beforeAll(async () => {
  document = (await buildOpenApiDocument()) as Document
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })),
  )
  const ofOperations = operations.flatMap(({ path, method, operationId, requestBody, responses }) => [
    ...placed(`${operationId} body`, `#/paths/${pointer(path)}/${method}/requestBody`, requestBody),
    ...Object.entries(responses).flatMap(([status, answer]) =>
      placed(`${operationId} ${status}`, `#/paths/${pointer(path)}/${method}/responses/${status}`, answer),
    ),
  ])
  const ofShared = Object.entries(document.components.responses).flatMap(([name, answer]) =>
    placed(name, `#/components/responses/${name}`, answer),
  )
  examples = [...ofOperations, ...ofShared]
})

function placed(of: string, at: string, { content = {} }: Answer = {}): typeof examples {
  return Object.entries(content).map(([type, { example }]) => ({
    of,
    at: `${at}/content/${pointer(type)}/schema`,
    example,
  }))
}

const pointer = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))

test('every body that is sent, and every one that is answered with success, stands there as an example', () => {
  const lacking = examples.filter(({ of, example }) => / (body|2\d\d)$/.test(of) && example === undefined)
  expect(lacking.map(({ of }) => of)).toEqual([])
  const silent = operations.filter(
    ({ responses }) => !Object.keys(responses).some((status) => /^2\d\d$/.test(status)),
  )
  expect(silent.map(({ operationId }) => operationId)).toEqual([])
  expect(examples.length).toBeGreaterThan(operations.length)
})

test('every example is valid by the schema beside it', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addFormat('binary', true)
  ajv.addSchema(document, 'document')
  const wrong = examples.flatMap(({ of, at, example }) => {
    if (example === undefined) return []
    const fits = ajv.compile({ $ref: `document${at}` })
    return fits(example)
      ? []
      : (fits.errors ?? []).map((error) => `${of}${error.instancePath} ${error.message}`)
  })
  expect(wrong).toEqual([])
})

test('every example of a field, of a choice and of a parameter is valid by its own schema', () => {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  ajv.addFormat('binary', true)
  ajv.addSchema(document, 'document')
  const wrong = shapesWithExamples(document, '#').filter(({ at, examples }) => {
    const fits = ajv.compile({ $ref: `document${at}` })
    return !examples.every((example) => fits(example))
  })
  expect(wrong.map(({ at }) => at)).toEqual([])
})

/** Every schema within a part of the document that has examples, and where it stands. */
function shapesWithExamples(part: unknown, at: string): Array<{ at: string; examples: unknown[] }> {
  if (typeof part !== 'object' || part === null) return []
  const own = 'examples' in part && Array.isArray(part.examples) ? [{ at, examples: part.examples }] : []
  const within = Object.entries(part).filter(([name]) => name !== 'examples' && name !== 'example')
  return [...own, ...within.flatMap(([name, each]) => shapesWithExamples(each, `${at}/${pointer(name)}`))]
}

test('every example of a request is taken as it is by the route that it is of', () => {
  const bodies = new Map(
    operations.map(({ operationId, requestBody }) => [operationId, requestBody?.content]),
  )
  const refused = routes.flatMap(({ operation, body }) => {
    if (!body) return []
    const taken = body.safeParse(bodies.get(operation)?.['application/json']?.example)
    return taken.success ? [] : [`${operation}: ${taken.error.message}`]
  })
  expect(refused).toEqual([])
})

test('every text in a shape has an example of its own, and so has every parameter', () => {
  const without = Object.entries(document.components.schemas).flatMap(([name, shape]) =>
    textsWithoutExample(shape).map((field) => `${name}.${field}`),
  )
  expect(without).toEqual([])
  const parameters = operations.flatMap(({ operationId, parameters = [] }) =>
    parameters
      .filter(({ schema, example }) => example === undefined && !says(schema))
      .map(({ name }) => `${operationId} ${name}`),
  )
  expect(parameters).toEqual([])
})

test('every operation says with which statuses and codes it may be refused, and each code has a page', async () => {
  const pages = new Set((await readdir('docs/errors')).map((name) => name.replace(/\.md$/, '')))
  const codes = operations.flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, answer]) => {
      if (!/^[45]/.test(status)) return []
      const { description = '' } = resolved(answer)
      const named = [...description.matchAll(/\(\/docs\/errors\/([^)]+)\)/g)].map(
        ([, code]) => code as string,
      )
      expect(named, `${operationId} ${status}`).not.toEqual([])
      return named
    }),
  )
  expect([...new Set(codes)].filter((code) => !pages.has(code))).toEqual([])
  const inSource = await statusesInSource()
  // Why something may not be done now (`whyNot` of an allowance) is refused with 403, whatever its code is refused with elsewhere.
  const wrong = routes.flatMap(({ operation, refuses: { 403: _allowances, ...refuses } = {} }) =>
    Object.entries(refuses).flatMap(([status, named]) =>
      named.filter((code) => (inSource.get(code) ?? status) !== status).map((code) => `${operation} ${code}`),
    ),
  )
  expect(wrong).toEqual([])
  const unguarded = routes.filter(({ may, operation }) => {
    const statuses = Object.keys(operations.find((each) => each.operationId === operation)?.responses ?? {})
    return may === 'anybody' ? false : !['401', '403', '5XX'].every((status) => statuses.includes(status))
  })
  expect(unguarded.map(({ operation }) => operation)).toEqual([])
})

test('every code that a route names stands at that route, also where another route names one of the same ending', () => {
  const lacking = routes.flatMap(({ operation, refuses = {} }) =>
    Object.entries(refuses).flatMap(([status, codes]) => {
      const { responses } = operations.find(({ operationId }) => operationId === operation) as Operation
      const { description = '' } = resolved(responses[status] as Answer)
      return codes
        .filter((code) => !description.includes(`[\`${code}\`]`))
        .map((code) => `${operation} ${code}`)
    }),
  )
  expect(lacking).toEqual([])
})

test('a route heeds If-Match where it says so, and nowhere else', () => {
  const wrong = routes.filter(
    ({ versioned = false, ...route }) =>
      [route.handle, 'askOutside' in route && route.askOutside].some((step) =>
        `${step}`.includes('expectedVersion'),
      ) !== versioned,
  )
  expect(wrong.map(({ operation }) => operation)).toEqual([])
  const heeding = operations.filter(({ parameters = [] }) =>
    parameters.some(({ name }) => name === 'if-match'),
  )
  expect(heeding.length).toBe(routes.filter(({ versioned }) => versioned).length)
})

test('every address that the web UI asks for is in the document, with that method', async () => {
  const calls = await webCalls()
  expect(calls.length).toBeGreaterThan(100)
  const unknown = calls.filter(
    ({ method, path }) => !operations.some((each) => isAskedBy(each, method, path)),
  )
  expect(unknown).toEqual([])
})

test('addresses are found in calls, through the functions that put them together, and nothing else is', () => {
  const found = callsOf({
    'src/a/web/paths.ts': `export const thingOf = (id: string) => \`/things/\${id}\``,
    'src/a/web/api.ts': `import { thingOf } from './paths.ts'
      export const one = (id: string) => api.get<Thing>(\`\${thingOf(id)}/parts\`)
      export function act(id: string) { const path = \`/acts/\${id}\`; return api.post(\`\${path}/runs\`) }
      export const list = pagesQuery<Thing>(['x'], '/things', {})
      export const any = (path: string) => api.get(path)
      other.get('/elsewhere')`,
  })
  expect(found.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /things/*/parts',
    'POST /acts/*/runs',
    'GET /things',
  ])
})

/** With which status a code is refused, where the source says both together. */
async function statusesInSource(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const path of glob('src/{platform,features}/**/*.ts')) {
    const refusals = (await readFile(path, 'utf8')).matchAll(/new Refusal\(\s*(\d{3}),\s*'([^']+)'/g)
    for (const [, status = '', code = ''] of refusals) found.set(code, status)
  }
  return found
}

/** `*` may stand for any segment, an id or a word that is chosen by what is clicked; within a segment, and at the start, for whatever is put in. */
function isAskedBy(operation: { path: string; method: string }, method: string, path: string): boolean {
  const parts = path.split('/').map((part) => {
    if (part === '*') return '[^/]+'
    return part.includes('*') ? part.replace('*', '.*') : `(${part}|\\{\\w+\\})`
  })
  const pattern = path.startsWith('*')
    ? ['.*', ...parts.slice(1)].join('/')
    : `/api/v1/${parts.slice(1).join('/')}`
  return operation.method === method.toLowerCase() && new RegExp(`^${pattern}$`).test(operation.path)
}

function resolved(answer: Answer): Answer {
  if (answer.$ref === undefined) return answer
  return document.components.responses[answer.$ref.split('/').at(-1) as string] as Answer
}

type Field = { type?: string | string[]; properties?: Record<string, Field>; anyOf?: Field[] } & Record<
  string,
  unknown
>

/** Whether a reader sees what stands in a field. */
function says(field: Field): boolean {
  const choices = [field, ...(field.anyOf ?? [])]
  return ['examples', 'enum', 'default', 'const', '$ref'].some((word) =>
    choices.some((choice) => word in choice),
  )
}

function textsWithoutExample(shape: unknown): string[] {
  if (typeof shape !== 'object' || shape === null) return []
  const { properties = {} } = shape as Field
  const here = Object.entries(properties).filter(([, field]) => {
    const types = [field, ...(field.anyOf ?? [])].flatMap(({ type = [] }) => type)
    return types.includes('string') && !says(field)
  })
  return [...here.map(([name]) => name), ...Object.values(shape).flatMap(textsWithoutExample)]
}
