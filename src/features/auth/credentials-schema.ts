import { z } from 'zod'
import { secondFactorGiven } from './second-factors/schema.ts'

// Apart from the other shapes, whose rules for people and phone numbers the sign-in page need not load.

/** What signing in takes. `account` chooses when the address is known in several; `totp` is asked for where a second factor is enrolled. */
export const Credentials = z
  .object({
    email: z.string().min(1, 'Enter your e-mail address.').max(254),
    password: z.string().min(1, 'Enter your password.').max(200),
    account: z.uuid().optional(),
    totp: secondFactorGiven.optional(),
    rememberDevice: z
      .boolean()
      .optional()
      .describe('After a right second factor: ask for the password only in this browser, for 30 days.'),
  })
  .strict()
  .meta({ id: 'Credentials' })
export type Credentials = z.infer<typeof Credentials>
