import { z } from 'zod'
import { Paging } from '#platform/http/shapes.ts'
import { Account, Language } from '../accounts/schema.ts'
import { User } from '../users/schema.ts'

/** What is known of the caller in their account. */
export const OwnDetails = User.pick({
  id: true,
  firstName: true,
  lastName: true,
  email: true,
  mobile: true,
  extension: true,
  smsNumber: true,
  licences: true,
})
  .extend({
    language: Language.nullable().describe('null: that of the account.'),
    location: z.string().nullable(),
    account: Account.pick({
      name: true,
      language: true,
      supportContactName: true,
      supportContactEmail: true,
      supportContactPhone: true,
    }).describe('Whom to ask for what only an administrator can change.'),
    directory: Account.shape.directory,
  })
  .meta({ id: 'OwnDetails' })
export type OwnDetails = z.infer<typeof OwnDetails>

/** What people change of themselves: in which language Rollcall speaks and writes to them. */
export const OwnDetailsChanges = z
  .strictObject({ language: Language.nullable() })
  .partial()
  .meta({ id: 'OwnDetailsChanges' })
export type OwnDetailsChanges = z.infer<typeof OwnDetailsChanges>

/** A number under which somebody is called. */
const DirectoryNumber = z.object({
  kind: z.enum(['extension', 'sms', 'mobile']),
  number: z.string().describe('An extension as it is dialled; the others in E.164.'),
  uri: z.string().describe('What a softphone is opened with: `sip:` or `tel:` (RFC 3261, RFC 3966).'),
})

/** Somebody of the caller's account (UA-1). */
export const DirectoryEntry = z
  .object({
    id: z.uuid(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    location: z.string().nullable(),
    numbers: z.array(DirectoryNumber),
  })
  .meta({ id: 'DirectoryEntry' })
export type DirectoryEntry = z.infer<typeof DirectoryEntry>

/** Query of the directory, which is sorted by last and first name. */
export const DirectoryQuery = z.strictObject({
  ...Paging,
  search: z
    .string()
    // Control characters are in no name, and PostgreSQL takes no NUL.
    .overwrite((needle) => needle.replace(/\p{Cc}/gu, ' '))
    .trim()
    .max(200)
    .optional()
    .describe(
      'Words that must all occur in the name, e-mail address, location or a number; case and accents do not count.',
    ),
})
export type DirectoryQuery = z.infer<typeof DirectoryQuery>
