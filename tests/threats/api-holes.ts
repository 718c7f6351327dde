import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// biome-ignore lint/suspicious/noExplicitAny: JSON schemas, read as they come.
type Schema = any

/** One route of the API, with every place in it where an id can be put. */
export interface ApiRoute {
  method: string
  /** Below `/api/v1`, as in `/accounts/{accountId}/users`. */
  path: string
  idsInPath: string[]
  idsInQuery: string[]
  /** A body with everything that is required; undefined where the route takes none. */
  body: unknown
  /** Bodies that hold the id in one place each: a field, a selection, a filter. */
  bodiesWith: Array<(id: string) => unknown>
  hasCursor: boolean
}

const document = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8'))

/** Values by the name of the field, where a schema alone does not say what is sensible. */
const examples: Record<string, unknown> = {
  country: 'DE',
  email: 'eve@attacker.example',
  timeZone: 'Europe/Berlin',
  // A selection of everything that matches nobody: only the id in question may make a difference.
  filter: { search: 'nobody is called this' },
}

/** Every route of the API, as its document describes it: a new route is there by itself. */
export function apiRoutes(): ApiRoute[] {
  return Object.entries<Schema>(document.paths)
    .filter(([path]) => path.startsWith('/api/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries<Schema>(methods).map(([method, route]) =>
        routeOf(method.toUpperCase(), path.slice('/api/v1'.length), route),
      ),
    )
}

function routeOf(method: string, path: string, route: Schema): ApiRoute {
  const parameters: Schema[] = route.parameters ?? []
  const namesOf = (place: string) => parameters.filter((one) => one.in === place).map(({ name }) => name)
  const body = route.requestBody?.content['application/json']?.schema
  return {
    method,
    path,
    idsInPath: namesOf('path').filter((name) => name.endsWith('Id')),
    idsInQuery: parameters
      .filter((one) => one.in === 'query' && one.schema.format === 'uuid')
      .map(({ name }) => name),
    body: body === undefined ? undefined : smallest(body),
    bodiesWith: body === undefined ? [] : holesIn(body),
    hasCursor: namesOf('query').includes('cursor'),
  }
}

function resolved(schema: Schema): Schema {
  if (!schema.$ref) return schema
  return schema.$ref
    .slice('#/'.length)
    .split('/')
    .reduce((at: Schema, step: string) => at[step], document)
}

/** The smallest value of a shape. */
function smallest(given: Schema, name = ''): unknown {
  const schema = resolved(given)
  if (name in examples) return examples[name]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const branch = schema.oneOf ?? schema.anyOf
  if (branch) return smallest(branch[0])
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([field]) => schema.required?.includes(field) || field === 'filter')
          .map(([field, shape]) => [field, smallest(shape, field)]),
      )
    case 'array':
      return schema.minItems > 0 ? [smallest(schema.items)] : []
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return false
    default:
      return schema.format === 'uuid' ? '00000000-0000-7000-8000-000000000000' : 'x'
  }
}

/** For each place of an id in a shape: how to make the smallest value that holds one there. */
function holesIn(given: Schema): Array<(id: string) => unknown> {
  const schema = resolved(given)
  const branches: Schema[] | undefined = schema.oneOf ?? schema.anyOf
  if (branches) return branches.flatMap((branch) => holesIn(branch))
  if (schema.format === 'uuid') return [(id) => id]
  if (schema.type === 'array') return holesIn(schema.items).map((hole) => (id) => [hole(id)])
  if (schema.type !== 'object') return []
  return Object.entries(schema.properties ?? {}).flatMap(([field, shape]) =>
    holesIn(shape).map((hole) => (id: string) => ({ ...(smallest(schema) as object), [field]: hole(id) })),
  )
}
