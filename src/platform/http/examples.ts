type Shape = Record<string, unknown>

const byFormat: Record<string, string> = {
  uuid: '0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
  'date-time': '2026-03-02T09:30:00.000Z',
}

/** Gives every field of a document's shapes that says nothing itself the example of its name, else one of its format. Changes the document. */
export function addExamples(document: unknown, byName: Record<string, unknown>): void {
  if (Array.isArray(document)) {
    for (const each of document) addExamples(each, byName)
  } else if (isShape(document)) {
    if (isShape(document.properties)) {
      for (const [name, field] of Object.entries(document.properties)) addExample(name, field, byName)
    }
    for (const each of Object.values(document)) addExamples(each, byName)
  }
}

function addExample(name: string, field: unknown, byName: Record<string, unknown>): void {
  if (!isShape(field) || ['$ref', 'enum', 'const', 'default', 'examples'].some((word) => word in field))
    return
  const choices = choicesOf(field)
  if (choices.some((choice) => 'enum' in choice)) return
  const example = [
    byName[name],
    ...choices.map(({ format }) => byFormat[String(format)]),
    wholeNumber(field),
  ].find((each) => each !== undefined && choices.some((choice) => isOfType(each, choice)))
  if (example !== undefined) field.examples = [example]
}

/** Without one a number's example is the smallest that its type can hold. */
function wholeNumber({ type, minimum }: Shape): number | undefined {
  return type === 'integer' ? Math.max(1, Number(minimum ?? 1)) : undefined
}

/** The field, and all that it may be instead. */
function choicesOf(field: Shape): Shape[] {
  const within = [field.anyOf, field.oneOf].flat().filter(isShape)
  return [field, ...within.flatMap(choicesOf)]
}

function isOfType(example: unknown, { type }: Shape): boolean {
  return [type].flat().includes(typeof example === 'number' ? 'integer' : typeof example)
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
