import { z } from 'zod'
import { Language } from '../../accounts/schema.ts'
import { selectionOf } from '../../operations/schema.ts'
import { UserFilter } from '../../users/schema.ts'
import { newPassword } from '../schema.ts'

/** Who asks for the e-mail with which a password is reset. Any text is an address: what nobody has is answered like what somebody has. */
export const PasswordResetRequest = z
  .object({ email: z.string().trim().min(1, 'Enter your e-mail address.').max(254) })
  .strict()
  .meta({ id: 'PasswordResetRequest' })

const token = z.string().max(100)

/** Which link. In a body, because addresses are written to logs. */
export const PasswordResetToken = z.object({ token }).strict().meta({ id: 'PasswordResetToken' })

/** Where a link leads, and how far its person has come. */
export const PasswordReset = z
  .object({
    accountName: z.string(),
    language: Language.describe('That of the person, or else of the account: in which the page speaks.'),
    state: z.enum(['unopened', 'open']).describe('`open`: the ten minutes of the code have begun.'),
    codeEndsAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PasswordReset' })
export type PasswordReset = z.infer<typeof PasswordReset>

/** Until when the confirmation code of the e-mail is taken. */
export const PasswordResetOpening = z
  .object({ codeEndsAt: z.iso.datetime() })
  .meta({ id: 'PasswordResetOpening' })
export type PasswordResetOpening = z.infer<typeof PasswordResetOpening>

/** Link, confirmation code and the new password. */
export const PasswordResetCompletion = z
  .object({
    token,
    code: z
      .string()
      // Pasted with the blanks of the mail around it, or in two groups.
      .overwrite((code) => code.replace(/\s/g, ''))
      .regex(/^[0-9]{6}$/, 'Enter the six digits of the e-mail.'),
    password: newPassword,
  })
  .strict()
  .meta({ id: 'PasswordResetCompletion' })
export type PasswordResetCompletion = z.infer<typeof PasswordResetCompletion>

/** Reset passwords: whose (UA-61). */
export const NewPasswordResets = z
  .object({ selection: selectionOf(UserFilter) })
  .strict()
  .meta({ id: 'NewPasswordResets' })
