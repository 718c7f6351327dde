import { z } from 'zod'
import { newPassword } from './schema.ts'

/** How the caller signs in. */
export const OwnSignIn = z
  .object({
    hasPassword: z.boolean(),
    passwordChangedAt: z.iso.datetime().nullable(),
    singleSignOn: z
      .object({ name: z.string() })
      .nullable()
      .describe('The identity provider with which people of the account sign in.'),
    localPasswords: z.boolean().describe('false: the account signs in with its identity provider alone.'),
    secondFactor: z
      .object({ enrolledAt: z.iso.datetime(), recoveryCodesLeft: z.int().min(0) })
      .nullable()
      .describe('The authenticator app.'),
    secondFactorNeeded: z.boolean().describe('The account asks its administrators for one.'),
  })
  .meta({ id: 'OwnSignIn' })
export type OwnSignIn = z.infer<typeof OwnSignIn>

/** A new password of one's own. */
export const OwnPassword = z
  .object({
    currentPassword: z
      .string()
      .min(1, 'Enter your current password.')
      .max(200)
      .optional()
      .describe('Needed of who has a password.'),
    newPassword,
  })
  .strict()
  .meta({ id: 'OwnPassword' })
export type OwnPassword = z.infer<typeof OwnPassword>

/** A browser in which the caller is signed in. */
export const OwnSession = z
  .object({
    id: z.uuid(),
    isCurrent: z.boolean(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().describe('Exact to five minutes.'),
    userAgent: z.string().nullable().describe('As the browser named itself, cut at 300 characters.'),
    address: z.string().nullable().describe('IP address from which it was opened.'),
    signedInBy: z.enum(['password', 'single-sign-on', 'link']),
    hasSecondFactor: z.boolean().describe('A second factor was given for it.'),
  })
  .meta({ id: 'OwnSession' })
export type OwnSession = z.infer<typeof OwnSession>

export const OwnSessions = z.object({ items: z.array(OwnSession) }).meta({ id: 'OwnSessions' })

/** What an administrator sees of how a person signs in. */
export const PersonSignIn = z
  .object({
    hasPassword: z.boolean(),
    secondFactorSince: z.iso.datetime().nullable(),
    singleSignOnLinkedAt: z.iso.datetime().nullable(),
    sessions: z.int().min(0).describe('Browsers in which the person is signed in now.'),
    lockedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PersonSignIn' })
export type PersonSignIn = z.infer<typeof PersonSignIn>
