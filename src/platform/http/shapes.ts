import { z } from 'zod'

// Browser-safe: zod only, because the slices' schema.ts files build on it.

/** `?limit&cursor` of every list. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2_000).optional(),
}

/** Text on one line: no control characters, no line or paragraph separators. */
export const onOneLine = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u

/** A name as people give it, which may be empty: up to 100 characters on one line, outer spaces taken off. */
export const nameOrNone = z
  .string()
  .trim()
  .max(100, 'Use at most 100 characters.')
  .regex(onOneLine, 'Leave out line breaks and control characters.')

/** The same where a name is needed. @param missing what to say to an empty one */
export const nameOf = (missing: string) => nameOrNone.min(1, missing)

/** The shape of a page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Pass as `cursor` for the next page; null on the last.'),
  })
}

/** How many there are; asked for apart, because counting costs more than a page. */
export const Count = z.object({ count: z.int() }).meta({ id: 'Count' })
