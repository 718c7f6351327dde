import { z } from 'zod'
import { nameOf } from '#platform/http/shapes.ts'
import { languages } from './choices.ts'

export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

const name = nameOf('Give the account a name.')
const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'Give the country as two capital letters, for example DE.')
  .describe('ISO 3166-1 alpha-2.')
const timeZone = z.string().refine(isTimeZone, 'Give a time zone such as Europe/Berlin.')

const PartnerAccess = z.object({
  mode: z.enum(['open', 'ask', 'closed']),
  until: z.iso.datetime().nullable(),
})

/** A tenant. */
export const Account = z
  .object({
    id: z.uuid(),
    kind: z.enum(['operator', 'partner', 'customer']),
    parentId: z.uuid().nullable(),
    name: z.string(),
    country: z.string(),
    language: Language,
    timeZone: z.string(),
    redirectBypass: z
      .boolean()
      .describe('Links point straight at the service and not at the redirect server.'),
    partnerAccess: PartnerAccess,
    status: z.enum(['active', 'deactivated']),
    version: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

/** A customer to be made by its partner. */
export const NewAccount = z
  .object({
    kind: z.literal('customer'),
    name,
    country,
    language: Language.default('en'),
    timeZone: timeZone.default('UTC'),
  })
  .strict()
  .meta({ id: 'NewAccount' })
export type NewAccount = z.infer<typeof NewAccount>

/** Changes to an account; what is absent stays. */
export const AccountChanges = z
  .object({ name, country, language: Language, timeZone, redirectBypass: z.boolean() })
  .partial()
  .strict()
  .meta({ id: 'AccountChanges' })
export type AccountChanges = z.infer<typeof AccountChanges>

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}
