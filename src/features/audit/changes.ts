import { isDeepStrictEqual } from 'node:util'
import type { FieldChange } from './schema.ts'

/** So much of a text is kept; the record itself has all of it. */
const keptLetters = 200

/**
 * What an act made different, for the details of its event: `{ name, changes: changesBetween(before, given) }`. Fields that `after` lacks stay as
 * they are; one that is equal is no change.
 * @param secrets fields whose values are never kept, only that they changed; each one that `after` names counts, because secrets are not compared
 * @returns plain values as JSON has them: a moment as ISO 8601, a long text cut at 200 letters, nothing as null
 */
export function changesBetween(
  before: object,
  after: object,
  { secrets = [] }: { secrets?: readonly string[] } = {},
): FieldChange[] {
  const earlier = before as { [field: string]: unknown }
  return Object.entries(after).flatMap(([field, value]): FieldChange[] => {
    if (value === undefined) return []
    if (secrets.includes(field)) return [{ field, before: null, after: null, secret: true }]
    const was = plain(Object.hasOwn(earlier, field) ? earlier[field] : null)
    const is = plain(value)
    return isDeepStrictEqual(was, is) ? [] : [{ field, before: shortened(was), after: shortened(is) }]
  })
}

/** Texts, which a bulk act has by the thousand, are what JSON makes of them. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value
  return value === undefined ? null : JSON.parse(JSON.stringify(value))
}

function shortened(value: unknown): unknown {
  // A letter is one or two units: so few units cannot be too many letters.
  if (typeof value !== 'string' || value.length <= keptLetters) return value
  const letters = [...value]
  return letters.length > keptLetters ? `${letters.slice(0, keptLetters).join('')}…` : value
}
