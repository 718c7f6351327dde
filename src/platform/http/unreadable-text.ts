import type { FieldError } from './refusal.ts'

/** A body made of nothing else, or nested deeply, must not make a long answer. */
const errorsMax = 20
const pathLengthMax = 200

/**
 * Texts that JSON can spell and PostgreSQL cannot hold: halves of surrogate pairs (`"\ud800"`), and NUL. Found here once, because each would
 * otherwise be a fault of ours in whichever field it stands.
 * @param body any value out of JSON; nesting of any depth costs no stack
 */
export function unreadableTexts(body: unknown): FieldError[] {
  const errors: FieldError[] = []
  const left: Array<{ path: string; value: unknown }> = [{ path: '', value: body }]
  for (let each = left.pop(); each !== undefined && errors.length < errorsMax; each = left.pop()) {
    const { path, value } = each
    if (typeof value === 'string' && isUnreadable(value)) errors.push(errorAt(path))
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      if (isUnreadable(key)) errors.push(errorAt(path))
      else left.push({ path: path === '' ? key : `${path}.${key}`, value: inner })
    }
  }
  return errors
}

function isUnreadable(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

function errorAt(path: string): FieldError {
  return {
    path: path.slice(0, pathLengthMax),
    code: 'field.unreadable-text',
    message:
      'This text holds characters that are no letters or signs (NUL, or half of an emoji). Enter it again.',
  }
}
