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

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** A host name of at least two labels. The last is never all digits: 300.1.1.1 is a mistyped address, not a host name. */
export const fullHostName = new RegExp(`^(?=.{1,253}$)(?:${label}\\.)+(?!\\d+$)${label}$`)

const EMAIL = 'Enter one e-mail address of at most 254 characters, for example anna.kuehn@example.com.'
const mailbox = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i

/**
 * One address, RFC 5321 dot-atom at a full host name, at most 254 characters. Only the domain is lower-cased: the
 * part before the @ belongs to the receiving server (RFC 5321, 2.4).
 */
export const emailAddress = z
  .string({ error: EMAIL })
  .trim()
  .max(254, EMAIL)
  .overwrite(lowerCaseDomain)
  .refine(isEmailAddress, { error: EMAIL, params: { code: 'email-address' } })

function lowerCaseDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, at + 1) + address.slice(at + 1).toLowerCase()
}

function isEmailAddress(address: string): boolean {
  const at = address.lastIndexOf('@')
  return at >= 1 && at <= 64 && mailbox.test(address.slice(0, at)) && fullHostName.test(address.slice(at + 1))
}

/** The shape of a page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Pass as `cursor` for the next page; null on the last.'),
  })
}

/** How many there are; asked for apart, because counting costs more than a page. */
export const Count = z.object({ count: z.int() }).meta({ id: 'Count' })

/** A file that is sent as it is made: the document names its type. @param example its first lines */
export function csvAnswer(example: string): z.ZodType {
  return z.any().meta({
    type: 'string',
    contentMediaType: 'text/csv',
    description: 'CSV in UTF-8, sent as it is made. Its name stands in `Content-Disposition`.',
    examples: [example],
  })
}
