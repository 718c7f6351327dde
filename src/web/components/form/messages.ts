import type { z } from 'zod'
import { saidToReader } from '#web/lib/i18n/said.ts'

/** One message per field, the first one, in the language of the page; the name of the field is its key. */
export function messagesByField(error: z.ZodError | undefined): Record<string, string> {
  const messages: Record<string, string> = {}
  for (const issue of error?.issues ?? []) {
    const field = String(issue.path[0] ?? '')
    messages[field] ??= saidToReader({ message: messageOf(issue) })
  }
  return messages
}

/** A union that has no sentence of its own speaks with that of its first branch. */
function messageOf(issue: z.core.$ZodIssue): string {
  const branch = issue.code === 'invalid_union' ? issue.errors[0]?.[0] : undefined
  return branch && issue.message === 'Invalid input' ? branch.message : issue.message
}

/** A text field as the API takes it: empty means nothing is stored. */
export function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text
}

/** A number field as the API takes it; what is no number goes on as it is, so that the shape's own sentence is shown. */
export function numberOrNull(value: string | number): number | string | null {
  if (value === '') return null
  const number = Number(value)
  return Number.isNaN(number) ? value : number
}
