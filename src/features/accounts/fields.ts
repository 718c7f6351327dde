import { z } from 'zod'
import { onOneLine } from '#platform/http/shapes.ts'

// The rules of single fields of an account and its locations. Browser-safe: zod only.

/** ISO 3166-1 alpha-2. */
export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'Give the country as two capital letters, for example DE.')
  .describe('ISO 3166-1 alpha-2.')

/** Text on one line, outer spaces taken off; an empty one is none. */
export const lineOrNone = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `Use at most ${longest} characters.`)
    .regex(onOneLine, 'Leave out line breaks and control characters.')
    .transform((text) => (text === '' ? null : text))
    .nullable()

/** What is typed into a search box. Control characters are in no name, and PostgreSQL takes no NUL. */
export const search = z
  .string()
  .overwrite((needle) => needle.replace(/\p{Cc}/gu, ' '))
  .trim()
  .max(200)
  .optional()
