import { z } from 'zod'
import { emailAddress, nameOf, Paging } from '#platform/http/shapes.ts'
import { accountSorts, accountStatuses, directoryScopes, languages } from './choices.ts'
import { country, lineOrNone, search } from './fields.ts'

export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

const name = nameOf('Give the account a name.')
const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'Give a time zone such as Europe/Berlin.', params: { code: 'time-zone' } })

const PartnerAccess = z
  .object({
    mode: z.enum(['open', 'ask', 'closed']),
    until: z.iso.datetime().nullable(),
  })
  .describe(
    'Whether admins of the partner may enter: `open` until that moment, or without one; from then on as `closed`.',
  )

/** What a customer may say of its partner’s access. To be asked first is not offered yet, which is told to who wants it. */
const PartnerAccessChange = z
  .strictObject({
    mode: z.enum(['open', 'closed'], {
      error: ({ input }) =>
        input === 'ask'
          ? 'That the partner asks first is not offered yet. Choose open, open until a moment, or closed.'
          : 'Choose open or closed.',
    }),
    until: z.iso.datetime().nullable().describe('When it ends; only of `open`.'),
  })
  .refine(({ mode, until }) => mode === 'open' || until === null, {
    path: ['until'],
    error: 'Partner access that is closed has no end. Leave the end away.',
    params: { code: 'excluded' },
  })
  .describe('Changed by an admin of the customer itself, and nobody else; with a fresh step-up.')

const AccountStatus = z
  .enum(accountStatuses)
  .describe('Nobody of a deactivated account can sign in; links and downloads of it have ended.')

const DirectoryScope = z
  .enum(directoryScopes)
  .describe(
    'What people of the account see of each other in the portal: nothing, names and work numbers, or mobile numbers as well.',
  )

/** A tenant. */
export const Account = z
  .object({
    id: z.uuid(),
    kind: z.enum(['operator', 'partner', 'customer']),
    parentId: z.uuid().nullable(),
    name: z.string(),
    customerNumber: z.string().nullable().describe('Under which the account is known elsewhere.'),
    businessType: z.string().nullable(),
    street: z.string().nullable(),
    postalCode: z.string().nullable(),
    city: z.string().nullable(),
    region: z.string().nullable().describe('Province or state.'),
    country: z.string(),
    supportContactName: z.string().nullable().describe('Whom people of the account turn to.'),
    supportContactEmail: z.string().nullable(),
    supportContactPhone: z.string().nullable(),
    language: Language,
    timeZone: z.string(),
    redirectBypass: z
      .boolean()
      .describe('Links point straight at the service and not at the redirect server.'),
    partnerAccess: PartnerAccess,
    directory: DirectoryScope,
    status: AccountStatus,
    version: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

/** What is counted of an account. */
export const AccountFigures = z
  .object({
    users: z.int(),
    registered: z.int().describe('People who have set a password or come by single sign-on.'),
    subscribers: z.int().describe('People in client deployment.'),
    deployed: z.int().describe('Who of them has been sent a link, or has a softphone set up.'),
    downloaded: z.int().describe('Who of them has a softphone set up.'),
    attention: z.int().describe('Who of them needs somebody to look: any of the following three.'),
    mailsRefused: z.int().describe('The deployment e-mail was refused.'),
    pinsLocked: z.int().describe('Too many wrong PINs were entered.'),
    linksExpired: z.int().describe('The link has expired before it was used.'),
    countedAt: z.iso.datetime(),
  })
  .meta({ id: 'AccountFigures' })
export type AccountFigures = z.infer<typeof AccountFigures>

/** A customer in its partner's list (UA-6). */
export const CustomerAccount = Account.extend({
  figures: AccountFigures.nullable().describe(
    'Counted anew when they are asked for and older than a minute, for the next time. Null: not counted yet, or the customer does not let its partner in.',
  ),
}).meta({ id: 'CustomerAccount' })
export type CustomerAccount = z.infer<typeof CustomerAccount>

const narrowing = {
  search: search.describe(
    'Words that must all occur in the name or the customer number; case and accents do not count.',
  ),
  status: AccountStatus.optional(),
}

/** Which of the customers are counted. */
export const AccountFilterQuery = z.strictObject(narrowing)
export type AccountFilter = z.infer<typeof AccountFilterQuery>

export type AccountSort = (typeof accountSorts)[number]

/** Query of a partner's customers; `sort=-users` is descending. */
export const AccountQuery = z.strictObject({
  ...narrowing,
  ...Paging,
  sort: z.enum([...accountSorts, ...accountSorts.map((sort) => `-${sort}` as const)]).default('name'),
})

/** What deactivating an account would do at this moment (UA-1). */
export const DeactivationForecast = z
  .object({
    people: z.int().describe('Who could sign in, and cannot any more.'),
    links: z.int().describe('Open links that stop working.'),
    softphones: z
      .int()
      .describe('Softphones that are reset when they next ask for their configuration, and stay reset.'),
  })
  .meta({ id: 'DeactivationForecast' })
export type DeactivationForecast = z.infer<typeof DeactivationForecast>

/** What an account is known and reached by; null clears. */
const details = {
  customerNumber: lineOrNone(40),
  businessType: lineOrNone(100),
  street: lineOrNone(100),
  postalCode: lineOrNone(20),
  city: lineOrNone(100),
  region: lineOrNone(100),
  supportContactName: lineOrNone(100),
  supportContactEmail: emailAddress.nullable(),
  supportContactPhone: lineOrNone(40),
}

/** A customer to be made by its partner; only name and country are needed. */
export const NewAccount = z
  .object({
    kind: z.literal('customer'),
    name,
    country,
    language: Language.default('en'),
    timeZone: timeZone.default('UTC'),
    ...z.object(details).partial().shape,
  })
  .strict()
  .meta({ id: 'NewAccount' })
export type NewAccount = z.infer<typeof NewAccount>

/** Changes to an account; what is absent stays. */
export const AccountChanges = z
  .object({
    name,
    country,
    language: Language,
    timeZone,
    redirectBypass: z.boolean(),
    directory: DirectoryScope,
    partnerAccess: PartnerAccessChange,
    status: AccountStatus.describe('Changed by an admin of the partner above the customer, and nobody else.'),
    ...details,
  })
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
