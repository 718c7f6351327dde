import { isShape } from './openapi-examples.ts'

type Shape = Record<string, unknown>

const byFormat: Record<string, string> = {
  uuid: '0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
  'date-time': '2026-03-02T09:30:00.000Z',
  date: '2026-03-02',
}

/**
 * Gives every field of a document's shapes that says nothing itself the example of its name, else one of its format. Changes the document.
 * @param byName what fields hold: of every shape (`name`) or of one alone (`Location.name`); and whole shapes (`NewOrder`)
 */
export function addExamples(
  document: { components?: { schemas?: Shape } },
  byName: Record<string, unknown>,
): void {
  for (const [name, shape] of Object.entries(document.components?.schemas ?? {})) {
    // What is sent and what is answered are two shapes where they differ.
    const plain = name.replace(/Input$/, '')
    if (isShape(shape) && plain in byName) shape.examples = [byName[plain]]
    const own = Object.entries(byName).filter(([field]) => field.startsWith(`${plain}.`))
    addWithin(shape, { ...byName, ...Object.fromEntries(own.map(([field, of]) => [afterDot(field), of])) })
  }
  const { components: _done, ...rest } = document
  addWithin(rest, byName)
}

/** The same for one value with a name of its own, such as a parameter. */
export function addExample(name: string, field: unknown, byName: Record<string, unknown>): void {
  if (!isShape(field) || ['$ref', 'enum', 'const', 'default', 'examples'].some((word) => word in field))
    return
  const choices = choicesOf(field)
  if (choices.some((choice) => 'enum' in choice)) return
  const example = [
    byName[name],
    ...choices.map(({ format }) => byFormat[String(format)]),
    wholeNumber(field),
  ].find((each) => each !== undefined && choices.some((choice) => fits(each, choice)))
  if (example !== undefined) field.examples = [example]
}

function addWithin(part: unknown, byName: Record<string, unknown>): void {
  if (Array.isArray(part)) {
    for (const each of part) addWithin(each, byName)
  } else if (isShape(part)) {
    if (isShape(part.properties)) {
      for (const [name, field] of Object.entries(part.properties)) addExample(name, field, byName)
    }
    // A list's items are told by the name of the list's own example, or by their format.
    if (isShape(part.items)) addExample('', part.items, {})
    for (const each of Object.values(part)) addWithin(each, byName)
  }
}

const afterDot = (field: string) => field.slice(field.indexOf('.') + 1)

/** Without one a number's example is the smallest that its type can hold. */
function wholeNumber({ type, minimum }: Shape): number | undefined {
  return type === 'integer' || type === 'number' ? Math.max(1, Number(minimum ?? 1)) : undefined
}

/** The field, and all that it may be instead. */
function choicesOf(field: Shape): Shape[] {
  const within = [field.anyOf, field.oneOf].flat().filter(isShape)
  return [field, ...within.flatMap(choicesOf)]
}

/** One name may mean several things, such as `to` of a time and of a page. */
function fits(example: unknown, choice: Shape): boolean {
  if (
    typeof example === 'string' &&
    typeof choice.pattern === 'string' &&
    !new RegExp(choice.pattern, 'u').test(example)
  )
    return false
  return isOfType(example, choice)
}

function isOfType(example: unknown, { type, ...rest }: Shape): boolean {
  // What may be anything takes every example.
  if (type === undefined) return !['anyOf', 'oneOf', 'not'].some((word) => word in rest)
  return typesOf(example).some((each) => [type].flat().includes(each))
}

/** How JSON Schema calls what the example is. */
function typesOf(example: unknown): string[] {
  if (example === null) return ['null']
  if (Array.isArray(example)) return ['array']
  return typeof example === 'number' ? ['integer', 'number'] : [typeof example]
}
