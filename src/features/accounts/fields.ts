import { z } from 'zod'
import { onOneLine } from '#platform/http/shapes.ts'
import { isCountryCode } from './country-choices.ts'

// The rules of single fields of an account and its locations. Browser-safe: zod only.

/** Of no country, by ISO 3166-1 for its users' own ends. */
const noCountry = 'ZZ'
const capitals = /^[A-Z]{2}$/
const COUNTRY = 'Give the country as two capital letters, for example DE.'

/** A code of ISO 3166-1 alpha-2 that a country has; or the one that stands for none yet, with which a first partner begins. */
export const country = z
  .string()
  .regex(capitals, COUNTRY)
  .refine(isCountry, { error: COUNTRY, params: { code: 'country' } })
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

function isCountry(code: string): boolean {
  // Another shape is told by its own rule.
  return code === noCountry || !capitals.test(code) || isCountryCode(code)
}
