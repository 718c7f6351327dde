type Shape = Record<string, unknown>

/**
 * A whole example of a shape, as a reader can copy it: the shape's own, else put together of those of its fields (`addExamples`).
 * @param named the shapes of the document, which `$ref`s lead to
 * @returns undefined where nothing may stand, or nothing is known that could
 */
export function exampleOf(shape: unknown, named: Record<string, unknown>): unknown {
  if (!isShape(shape)) return undefined
  if (typeof shape.$ref === 'string') return exampleOf(named[nameOf(shape.$ref)], named)
  if (Array.isArray(shape.examples)) return shape.examples[0]
  if ('default' in shape) return shape.default
  if ('const' in shape) return shape.const
  if (Array.isArray(shape.enum)) return shape.enum[0]
  for (const choice of [shape.anyOf, shape.oneOf].flat()) {
    const example = exampleOf(choice, named)
    if (example !== undefined) return example
  }
  if (shape.type === 'array') {
    const item = exampleOf(shape.items, named)
    return item === undefined ? [] : [item]
  }
  if (shape.type === 'object') return fieldsOf(shape, named)
  if (shape.type === 'boolean') return true
  return shape.type === 'null' ? null : undefined
}

function fieldsOf({ properties = {} }: Shape, named: Record<string, unknown>): Shape {
  const fields = Object.entries(properties as Shape).map(([name, field]) => [name, exampleOf(field, named)])
  return Object.fromEntries(fields.filter(([, example]) => example !== undefined))
}

/** `#/components/schemas/Subscriber` → `Subscriber`. */
function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

/** A part of the document that has names for its parts. */
export function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
