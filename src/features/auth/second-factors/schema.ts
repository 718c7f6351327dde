import { z } from 'zod'

/** What somebody types who is asked for their second factor. */
export const secondFactorGiven = z
  .string()
  .trim()
  .min(1, 'Enter the code from your authenticator app, or a recovery code.')
  .max(30, 'Enter six digits, or a recovery code.')
  .describe(
    'Six digits from the authenticator app, or a recovery code, in whatever case and with dashes or without.',
  )

/** An authenticator app that is being set up: shown once. It counts when its first code was given. */
export const NewSecondFactor = z
  .object({
    secret: z
      .string()
      .describe('160 bits in base32, for typing by hand (RFC 6238; SHA-1, six digits, 30 seconds).'),
    uri: z.string().describe('`otpauth://totp/…`, for a QR code.'),
  })
  .meta({ id: 'NewSecondFactor' })
export type NewSecondFactor = z.infer<typeof NewSecondFactor>

/** The first code of the authenticator app. */
export const SecondFactorConfirmation = z
  .object({ totp: z.string().trim().min(1, 'Enter the code from your authenticator app.').max(10) })
  .strict()
  .meta({ id: 'SecondFactorConfirmation' })

/** Shown once. */
export const RecoveryCodes = z
  .object({
    recoveryCodes: z
      .array(z.string())
      .describe('Ten, each good once in place of a code from the app: `7QK2M-9XBTZ`.'),
  })
  .meta({ id: 'RecoveryCodes' })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

/** A browser in which the caller is asked for the password only. */
export const RememberedDevice = z
  .object({
    id: z.uuid(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().describe('30 days after it was remembered.'),
    userAgent: z.string().nullable().describe('As the browser named itself, cut at 300 characters.'),
    address: z.string().nullable().describe('IP address of the last sign-in.'),
  })
  .meta({ id: 'RememberedDevice' })
export type RememberedDevice = z.infer<typeof RememberedDevice>

export const RememberedDevices = z
  .object({ items: z.array(RememberedDevice) })
  .meta({ id: 'RememberedDevices' })

/** What an account asks of those who sign in. */
export const SignInPolicy = z
  .object({
    adminsNeedSecondFactor: z
      .boolean()
      .describe(
        'Administrators who have none may sign in, and set one up; everything else waits until then. Who comes by single sign-on is not asked.',
      ),
  })
  .meta({ id: 'SignInPolicy' })
export type SignInPolicy = z.infer<typeof SignInPolicy>

export const SignInPolicyChanges = SignInPolicy.partial().strict().meta({ id: 'SignInPolicyChanges' })
export type SignInPolicyChanges = z.infer<typeof SignInPolicyChanges>
