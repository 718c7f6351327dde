import { z } from 'zod'
import { nameOf, nameOrNone } from '#platform/http/shapes.ts'
import { Account } from '../accounts/schema.ts'

export const passwordLengthMin = 8

const password = z
  .string()
  .min(passwordLengthMin, `Use at least ${passwordLengthMin} characters; a few words make a good password.`)
  .max(200, 'Use at most 200 characters.')

/** What signing in takes. `account` chooses when the address is known in several. */
export const Credentials = z
  .object({
    email: z.string().min(1, 'Enter your e-mail address.').max(254),
    password: z.string().min(1, 'Enter your password.').max(200),
    account: z.uuid().optional(),
    totp: z.string().max(10).optional(),
  })
  .strict()
  .meta({ id: 'Credentials' })
export type Credentials = z.infer<typeof Credentials>

/** Who is signed in. */
export const Session = z
  .object({
    user: z.object({ id: z.uuid(), name: z.string(), email: z.string(), role: z.enum(['user', 'admin']) }),
    account: Account,
    expiresAt: z.iso.datetime(),
    steppedUpUntil: z.iso.datetime().describe('Until then delicate acts need no further password.'),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

/** A password given again for delicate acts. */
export const StepUp = z
  .object({ password: z.string().min(1, 'Enter your password.').max(200) })
  .strict()
  .meta({ id: 'StepUp' })

const email = z.email('Enter a valid e-mail address, such as anna@example.com.').max(254)

/** An admin to be added. */
export const NewAdmin = z.object({ email, firstName: nameOrNone, lastName: nameOf('Enter a last name.') })
export type NewAdmin = z.infer<typeof NewAdmin>

/** Which set-up link. In a body, because addresses are written to logs. */
export const SetUpLinkToken = z
  .object({ token: z.string().max(100) })
  .strict()
  .meta({ id: 'SetUpLinkToken' })

/** For whom a set-up link is. */
export const SetUpLink = z
  .object({
    accountName: z.string(),
    person: z
      .object({ firstName: z.string(), lastName: z.string(), email: z.string() })
      .nullable()
      .describe('null: whoever finishes the link becomes the first admin, and gives a name.'),
  })
  .meta({ id: 'SetUpLink' })
export type SetUpLink = z.infer<typeof SetUpLink>

/** What became of a person's newest welcome e-mail. */
export const Invitation = z
  .object({
    state: z
      .enum(['none', 'queued', 'sent', 'failed', 'not-sent', 'expired', 'used'])
      .describe(
        '`none`: no welcome e-mail, or its link was ended; `failed`: the mail server refused it; `not-sent`: `answer` says why; `used`: the person has registered with it.',
      ),
    recipient: z.string().nullable(),
    sentAt: z.iso.datetime().nullable().describe('When the mail server accepted it.'),
    expiresAt: z.iso.datetime().nullable(),
    answer: z.string().nullable().describe('What the mail server said last, or why the e-mail has to wait.'),
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof Invitation>

/** Finishes a set-up link: a name where the link is for a new admin, and a password. */
export const SetUp = z
  .object({
    token: z.string().max(100),
    password,
    firstName: nameOrNone.optional(),
    lastName: nameOf('Enter your last name.').optional(),
    email: email.optional(),
  })
  .strict()
  .meta({ id: 'SetUp' })
export type SetUp = z.infer<typeof SetUp>
