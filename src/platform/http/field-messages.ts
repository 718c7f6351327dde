import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/**
 * What to do about a field, where its shape has no sentence of its own. zod's own texts speak to programmers ("expected
 * nonoptional, received undefined").
 * @returns undefined where zod's text stays
 */
export function messageOf(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'This is missing. Enter it.' : typed(issue)
    case 'invalid_value':
      return chosen(issue.values)
    case 'unrecognized_keys':
      return `There is no field ${issue.keys.map((key) => `"${key}"`).join(', ')} here. Leave it out.`
    case 'too_small':
      return `Use at least ${amount(issue.minimum, issue.origin)}.`
    case 'too_big':
      return `Use at most ${amount(issue.maximum, issue.origin)}.`
    case 'invalid_format':
      return formats[issue.format]
    case 'invalid_union':
      return 'This has none of the forms that are taken here. Compare it with the API description.'
    default:
      return undefined
  }
}

function chosen(values: readonly unknown[]): string {
  const [only] = values
  if (values.length > 1) return `Choose one of ${values.map(String).join(', ')}.`
  return `Give ${typeof only === 'string' ? `"${only}"` : String(only)} here: nothing else is taken.`
}

function typed({ expected }: Extract<Issue, { code: 'invalid_type' }>): string {
  return `Give ${types[expected] ?? `a value of type ${expected}`}.`
}

function amount(bound: number | bigint, origin: string): string {
  const unit = units[origin]
  if (unit === undefined) return String(bound)
  return `${bound} ${unit}${Number(bound) === 1 ? '' : 's'}`
}

const units: Record<string, string> = { string: 'character', array: 'element', set: 'element' }

const types: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object with named fields',
  array: 'a list',
  record: 'an object with named fields',
}

const formats: Record<string, string> = {
  uuid: 'Give an id as the API answers it, for example 0198c5f2-4a6e-7c3b-9d21-5e8f0a1b2c3d.',
  datetime: 'Give a date and time in UTC, for example 2026-03-01T10:00:00Z.',
  email: 'Give an e-mail address, for example anna@example.com.',
  url: 'Give an address, for example https://example.com.',
}
