import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// biome-ignore lint/suspicious/noExplicitAny: JSON schemas, read as they come.
type Schema = any

/** A place for a text in a request. */
export interface TextField {
  /** As a refusal names it: `selection.filter.search`. */
  path: string
  /** What its shape says of texts: fields of one kind take and refuse the same ones. */
  kind: string
  /** Which form was chosen wherever a shape above it has several: fields of other forms cannot stand beside it. */
  forms: Record<string, number>
}

/** Texts by the paths of their fields. */
export type Texts = Map<TextField, string>

/** A route that takes texts. */
export interface TextRoute {
  method: string
  /** Below `/api/v1`, as in `/accounts/{accountId}/users`. */
  path: string
  inBody: TextField[]
  inQuery: TextField[]
  /** A body with these texts, and of everything else that is required an example. */
  bodyWith(texts: Texts, examples: Record<string, unknown>): unknown
}

const document = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8'))

/** Every route that takes JSON or a query, as the document describes it: a new route, and a new field, is there by itself. */
export function textRoutes(): TextRoute[] {
  return Object.entries<Schema>(document.paths)
    .filter(([path]) => path.startsWith('/api/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries<Schema>(methods).map(([method, route]) => {
        const body: Schema = route.requestBody?.content['application/json']?.schema ?? {}
        const query = (route.parameters ?? []).filter((one: Schema) => one.in === 'query')
        return {
          method: method.toUpperCase(),
          path: path.slice('/api/v1'.length),
          inBody: textsIn(body, '', {}),
          inQuery: query.flatMap(({ name, schema }: Schema) => textsIn(schema, name, {})),
          bodyWith: (texts: Texts, examples: Record<string, unknown>) => built(body, '', texts, examples),
        }
      }),
    )
    .filter(({ inBody, inQuery }) => inBody.length + inQuery.length > 0)
}

export const nameOf = ({ method, path }: TextRoute) => `${method} ${path}`

/** Where a record can be read that a route has written, and which parameter of the path is its id. */
export function readerOf({ method, path }: TextRoute): { path: string; itsId: string } | undefined {
  const isRead = (one: string) => document.paths[`/api/v1${one}`]?.get !== undefined
  const itsId = /\{(\w+)\}$/.exec(path)?.[1] ?? ''
  if (method !== 'POST') return isRead(path) ? { path, itsId } : undefined
  const ofOne = Object.keys(document.paths)
    .map((one) => one.slice('/api/v1'.length))
    .find((one) => one.startsWith(`${path}/{`) && one.endsWith('Id}') && isRead(one))
  return ofOne === undefined ? undefined : { path: ofOne, itsId: ofOne.slice(path.length + 2, -1) }
}

/**
 * Deals texts out, so that each meets every kind of field, and the fields of one kind share them.
 * @param few of these fields each gets only the first six: what is sent there costs much
 */
export function dealt(
  fields: TextField[],
  texts: readonly string[],
  few: (field: TextField) => boolean = () => false,
): Map<TextField, string[]> {
  const kinds = Map.groupBy(fields, ({ kind }) => kind)
  return new Map(
    [...kinds.values()].flatMap((alike) => {
      const sharing = alike.some((field) => !few(field)) ? alike.filter((field) => !few(field)) : alike
      return alike.map((field): [TextField, string[]] => {
        const at = sharing.indexOf(field)
        return [
          field,
          at < 0 ? texts.slice(0, 6) : texts.filter((_text, index) => index % sharing.length === at),
        ]
      })
    }),
  )
}

function resolved(given: Schema): Schema {
  if (!given.$ref) return given
  const steps: string[] = given.$ref.slice('#/'.length).split('/')
  return steps.reduce((at: Schema, step) => at[step], document)
}

/** The forms of a shape, those of its forms among them, without *none*, which is no place for a text. */
function formsOf(schema: Schema): Schema[] | undefined {
  const forms: Schema[] | undefined = schema.oneOf ?? schema.anyOf
  return forms
    ?.map(resolved)
    .flatMap((form) => formsOf(form) ?? [form])
    .filter(({ type }) => type !== 'null')
}

/** A record of any names: a column of an import stands for them. */
function propertiesOf(schema: Schema): Array<[string, Schema]> {
  if (typeof schema.additionalProperties === 'object') return [['lastName', schema.additionalProperties]]
  return Object.entries(schema.properties ?? {})
}

const below = (path: string, name: string) => (path === '' ? name : `${path}.${name}`)
const types = ({ type }: Schema): string[] => [type].flat()

function textsIn(given: Schema, path: string, forms: TextField['forms']): TextField[] {
  const schema = resolved(given)
  const branches = formsOf(schema)
  if (branches?.length === 1) return textsIn(branches[0], path, forms)
  if (branches) return branches.flatMap((branch, at) => textsIn(branch, path, { ...forms, [path]: at }))
  if (types(schema).includes('array')) return textsIn(schema.items, below(path, '0'), forms)
  if (types(schema).includes('object'))
    return propertiesOf(schema).flatMap(([name, shape]) => textsIn(shape, below(path, name), forms))
  return types(schema).includes('string') ? [{ path, kind: kindOf(schema), forms }] : []
}

/** Of every letter and sign that a free text may hold. */
const freeText = 'Zoë O’Neil <b> "x" & 漢字'

function kindOf({ enum: choices, format, minLength, maxLength, pattern }: Schema): string {
  if (choices) return 'a choice'
  if (format === 'uuid') return 'an id'
  if (pattern && !new RegExp(pattern, 'u').test(freeText)) return 'of few letters'
  if (minLength === undefined && maxLength === undefined)
    return 'with a rule that the document cannot express'
  const length = maxLength <= 60 ? 'short' : maxLength <= 255 ? 'of a line' : 'long'
  return `${length} ${pattern ? 'of letters that a line can hold' : 'of any letters'}`
}

function built(given: Schema, path: string, texts: Texts, examples: Record<string, unknown>): unknown {
  const schema = resolved(given)
  const name = path.split('.').at(-1) ?? ''
  for (const [field, text] of texts) if (field.path === path) return text
  const isOnTheWay = (child: string) =>
    [...texts.keys()].some((field) => field.path === child || field.path.startsWith(`${child}.`))
  if (!isOnTheWay(path) && name in examples) return examples[name]
  const branches = formsOf(schema)
  if (branches) return built(branches[formAt(path, texts)], path, texts, examples)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (types(schema).includes('array')) {
    const item = below(path, '0')
    return isOnTheWay(item) || schema.minItems > 0 ? [built(schema.items, item, texts, examples)] : []
  }
  if (types(schema).includes('object')) {
    const given = propertiesOf(schema)
      .map(([property, shape]) => ({ property, shape, child: below(path, property) }))
      .filter(
        ({ property, child }) =>
          schema.required?.includes(property) || isOnTheWay(child) || `${name}.${property}` in examples,
      )
    return Object.fromEntries(
      given.map(({ property, shape, child }) => {
        const example = isOnTheWay(child) ? undefined : examples[`${name}.${property}`]
        return [property, example ?? built(shape, child, texts, examples)]
      }),
    )
  }
  if (types(schema).some((type) => type === 'integer' || type === 'number')) return schema.minimum ?? 1
  if (types(schema).includes('boolean')) return false
  return schema.format === 'uuid' ? '00000000-0000-7000-8000-000000000000' : 'x'
}

function formAt(path: string, texts: Texts): number {
  for (const { forms } of texts.keys()) if (forms[path] !== undefined) return forms[path]
  return 0
}
