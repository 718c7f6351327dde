import { z } from 'zod'
import { nameOf, nameOrNone, Paging } from '#platform/http/shapes.ts'
import { Account, Language } from '../accounts/schema.ts'
import { selectionOf } from '../operations/schema.ts'
import { UserFilter, UserInvitation } from '../users/schema.ts'
import { secondFactorGiven } from './second-factors/schema.ts'

/** Characters of a password that stands alone, and of one beside a second factor (docs/decisions/0028-passwords.md). */
export const passwordLengthMin = 15
export const passwordLengthMinWithSecondFactor = 8

/**
 * A password somebody chooses. What depends on the person and what needs dictionaries is judged by `password-policy.ts`; here stands what is true
 * for everybody.
 */
export const newPassword = z
  .string()
  .min(
    passwordLengthMinWithSecondFactor,
    `Use at least ${passwordLengthMin} characters, such as a few words; beside a second factor ${passwordLengthMinWithSecondFactor} are enough.`,
  )
  .max(200, 'Use at most 200 characters.')

/** Who is signed in. */
export const Session = z
  .object({
    user: z.object({ id: z.uuid(), name: z.string(), email: z.string(), role: z.enum(['user', 'admin']) }),
    account: Account,
    expiresAt: z.iso.datetime(),
    steppedUpUntil: z.iso.datetime().describe('Until then delicate acts need no further password.'),
    signedInBy: z.enum(['password', 'single-sign-on', 'link']),
    hasPassword: z.boolean().describe('The person has a password, with which a step-up can be made.'),
    hasSecondFactor: z
      .boolean()
      .describe('The person has a second factor, with which a step-up can be made.'),
    mustEnrolSecondFactor: z
      .boolean()
      .describe(
        'The account asks its administrators for a second factor: everything in it waits until the person has one.',
      ),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

/** A password or a second factor given again for delicate acts: one of the two. */
export const StepUp = z
  .object({
    password: z.string().min(1, 'Enter your password.').max(200).optional(),
    totp: secondFactorGiven.optional(),
  })
  .strict()
  .refine(({ password, totp }) => (password === undefined) !== (totp === undefined), {
    path: ['password'],
    message: 'Enter your password or a code, one of the two.',
    params: { code: 'one-of-two' },
  })
  .meta({ id: 'StepUp' })
export type StepUp = z.infer<typeof StepUp>

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
    language: Language.nullable().describe(
      'In which the page speaks: that of the person, or else of the account. null: nobody is known yet.',
    ),
    person: z
      .object({ firstName: z.string(), lastName: z.string(), email: z.string() })
      .nullable()
      .describe('null: whoever finishes the link becomes the first admin, and gives a name.'),
    signInBy: z
      .enum(['password', 'single-sign-on'])
      .describe('`single-sign-on`: no password is chosen; the account signs in with its identity provider.'),
    singleSignOn: z
      .object({ accountId: z.uuid(), name: z.string() })
      .nullable()
      .describe('Where to sign in instead, as `POST /single-sign-ons` takes it.'),
    passwordLengthMin: z
      .int()
      .describe('Characters that the password has at least: fewer where the person has a second factor.'),
  })
  .meta({ id: 'SetUpLink' })
export type SetUpLink = z.infer<typeof SetUpLink>

/** In which state an invitation is. */
export const InvitationState = z
  .enum([...UserInvitation.shape.state.options, 'used'])
  .describe(
    '`failed`: the mail server refused the e-mail; `not-sent`: `answer` says why; `expired`: its link; `used`: the person has registered.',
  )
export type InvitationState = z.infer<typeof InvitationState>

/** What became of a person's newest welcome e-mail. */
export const Invitation = z
  .object({
    state: z
      .enum(['none', ...InvitationState.options])
      .describe('As in the list of invitations; `none`: no welcome e-mail, or its link was ended.'),
    recipient: z.string().nullable(),
    sentAt: z.iso.datetime().nullable().describe('When the mail server accepted it.'),
    expiresAt: z.iso.datetime().nullable(),
    answer: z.string().nullable().describe('What the mail server said last, or why the e-mail has to wait.'),
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof Invitation>

/** A person who was invited, and what became of their newest welcome e-mail. */
export const InvitationOfPerson = Invitation.omit({ recipient: true })
  .extend({
    userId: z.uuid(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    state: InvitationState,
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'InvitationOfPerson' })
export type InvitationOfPerson = z.infer<typeof InvitationOfPerson>

const searched = UserFilter.shape.search

/** Query of the counts of invitations. */
export const InvitationSearch = z.strictObject({ search: searched })

/** By what invitations are filtered. */
export const InvitationFilterQuery = z.strictObject({
  search: searched,
  state: InvitationState.optional().describe('Without it: of everybody who has not registered.'),
})

/** Query of the list of invitations. */
export const InvitationQuery = InvitationFilterQuery.extend(Paging)

/** How many invitations are in a state. */
export const InvitationCount = z
  .object({
    state: InvitationState,
    count: z.int().describe('Of `used` at most 10,000, however many there are.'),
  })
  .meta({ id: 'InvitationCount' })
export type InvitationCount = z.infer<typeof InvitationCount>

/** Whom a welcome e-mail is for: people of the list of invitations, or of the list of people. */
export const WelcomeFilter = z
  .discriminatedUnion('invitation', [
    z.strictObject({
      invitation: z
        .enum(['open', ...InvitationState.options])
        .describe('The state of their invitation; `open`: any, as long as they have not registered.'),
      search: searched,
    }),
    UserFilter.safeExtend({ invitation: z.undefined().optional().meta({ not: {} }) }),
  ])
  .meta({ id: 'WelcomeFilter' })
export type WelcomeFilter = z.infer<typeof WelcomeFilter>

/** Send welcome e-mails: to whom. */
export const NewWelcomeEmails = z
  .object({ selection: selectionOf(WelcomeFilter) })
  .strict()
  .meta({ id: 'NewWelcomeEmails' })

/** Finishes a set-up link: a name where the link is for a new admin, and a password. */
export const SetUp = z
  .object({
    token: z.string().max(100),
    password: newPassword,
    firstName: nameOrNone.optional(),
    lastName: nameOf('Enter your last name.').optional(),
    email: email.optional(),
  })
  .strict()
  .meta({ id: 'SetUp' })
export type SetUp = z.infer<typeof SetUp>
