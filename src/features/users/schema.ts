import { z } from 'zod'
import { Paging } from '#platform/http/shapes.ts'
import { Language } from '../accounts/schema.ts'
import { OperationItem, selectionOf } from '../operations/schema.ts'
import { invitationStates, products, properties, userOrigins, userSorts, userStatuses } from './choices.ts'
import { emailAddress, givenName, mobileNumber } from './fields.ts'

/** What a list of people can be narrowed to (UA-20): exactly these nine. */
export const UserProperty = z
  .enum(properties)
  .describe(
    '`users` is everybody; `registered` have set a password or come by single sign-on, also while deactivated; `pbx-users` have a phone on a PBX; `inactive` are deactivated; `location` have one, which `locationId` names.',
  )
export type UserProperty = z.infer<typeof UserProperty>

/** A product for which people hold licences. */
export const Product = z.enum(products)
export type Product = z.infer<typeof Product>

/** How far the welcome e-mail of a person is. */
export const UserInvitation = z
  .object({
    state: z
      .enum(invitationStates)
      .describe('`failed`: the mail server refused it; `not-sent`: `answer` says why; `expired`: its link.'),
    expiresAt: z.iso.datetime(),
    answer: z.string().nullable().describe('What the mail server said last, or why the e-mail has to wait.'),
  })
  .meta({ id: 'UserInvitation' })
export type UserInvitation = z.infer<typeof UserInvitation>

/** A person of an account. */
export const User = z
  .object({
    id: z.uuid(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    mobile: z.string().nullable().describe('E.164, such as +491711234567.'),
    extension: z.string().nullable().describe('Set by a PBX or a directory only (UA-40).'),
    smsNumber: z.string().nullable().describe('E.164.'),
    role: z.enum(['user', 'admin']),
    locationId: z.uuid().nullable(),
    status: z.enum(userStatuses),
    invitation: UserInvitation.nullable().describe('null: not invited, or registered.'),
    language: Language.nullable(),
    origin: z
      .enum(userOrigins)
      .describe('Where the person comes from; all but `manual` supply fields of theirs.'),
    owners: z
      .record(z.string(), z.string())
      .describe(
        'Fields that a source supplies, which are read-only here, and the name of that source (UA-41).',
      ),
    licences: z.array(Product),
    contactCenter: z.string().nullable().describe('The role in Mitel CX (UA-90).'),
    clientsDeployed: z.int().describe('Softphones set up on the numbers of this person.'),
    registeredAt: z.iso
      .datetime()
      .nullable()
      .describe('When they set their first password, or came by single sign-on.'),
    lastSignInAt: z.iso.datetime().nullable(),
    lastModifiedAt: z.iso.datetime(),
    lastModifiedBy: z.string().nullable().describe('The name of who did it.'),
    lastModifiedFields: z.array(z.string()).describe('What was changed last; empty: the person was added.'),
    version: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof User>

/** Somebody of one of a partner's customers (UA-6). What stands beside a person is read in their account. */
export const CustomerUser = User.omit({ licences: true, clientsDeployed: true, invitation: true })
  .extend({ account: z.object({ id: z.uuid(), name: z.string() }) })
  .meta({ id: 'CustomerUser' })
export type CustomerUser = z.infer<typeof CustomerUser>

/** What may be set of a person by hand, when adding and when editing. */
const editable = {
  email: emailAddress,
  mobile: mobileNumber.nullable(),
  smsNumber: mobileNumber.nullable(),
  role: z.enum(['user', 'admin']),
  locationId: z.uuid().nullable(),
  language: Language.nullable(),
}

const deactivated = z.boolean().describe('Who is deactivated cannot sign in.')

/** Nobody may give it. It is let in all the same, so that the refusal can say who sets it (UA-40). */
const fixed = z.unknown().optional().meta({ not: {} })

/** A person to be added: first name, last name and e-mail are needed (UA-10). */
export const NewUser = z
  .object({ ...editable, firstName: givenName, lastName: givenName })
  .partial()
  .required({ firstName: true, lastName: true, email: true })
  .extend({ extension: fixed })
  .strict()
  .meta({ id: 'NewUser' })
export type NewUser = z.infer<typeof NewUser>

/** Changes to a person; what is absent stays, null clears. Names and the extension cannot be changed (UA-40). */
export const UserChanges = z
  .object({ ...editable, deactivated })
  .partial()
  .extend({ firstName: fixed, lastName: fixed, extension: fixed })
  .strict()
  .meta({ id: 'UserChanges' })
export type UserChanges = z.infer<typeof UserChanges>

/** Control characters are in no name, and PostgreSQL takes no NUL. */
const search = z
  .string()
  .overwrite((needle) => needle.replace(/\p{Cc}/gu, ' '))
  .trim()
  .max(200)
  .optional()
  .describe(
    'Words that must all occur in the name, e-mail address, extension or a phone number, however it is written (UA-23).',
  )

const narrowing = {
  search,
  product: Product.optional().describe('Only people with a licence for it.'),
  smsNumber: z
    .string()
    // As of what is searched: the database stores no NUL and refuses to be asked for one.
    .overwrite((number) => number.replace(/\p{Cc}/gu, ' '))
    .trim()
    .min(1)
    .max(40)
    .optional()
    .describe(
      'The person with this SMS number, however it is written. Not beside `search`, `property` or `locationId` (UA-21, UA-22).',
    ),
  locationId: z.uuid().optional(),
  operationId: z
    .uuid()
    .optional()
    .describe('Those for whom this operation was done: whom an import added or changed.'),
}

/** The rules of UA-21 and UA-22. */
function exclusions<
  Filter extends {
    smsNumber?: string | undefined
    search?: string | undefined
    property?: string[]
    locationId?: string | undefined
  },
>(filter: Filter, context: z.RefinementCtx<Filter>): void {
  if (filter.smsNumber === undefined) return
  if (filter.search) {
    context.addIssue({
      code: 'custom',
      params: { code: 'excluded' },
      path: ['search'],
      message: 'Leave out the search: with an SMS number nothing else is searched for.',
    })
  }
  if ((filter.property?.length ?? 0) > 0) {
    context.addIssue({
      code: 'custom',
      params: { code: 'excluded' },
      path: ['property'],
      message: 'Leave out the property: an SMS number and a property exclude each other.',
    })
  }
  // One of the nine properties (UA-20).
  if (filter.locationId !== undefined) {
    context.addIssue({
      code: 'custom',
      params: { code: 'excluded' },
      path: ['locationId'],
      message: 'Leave out the location: an SMS number and a property exclude each other.',
    })
  }
}

const propertyList = z.array(UserProperty).max(properties.length)

/** What `selection.filter` takes. */
export const UserFilter = z
  .object({ ...narrowing, property: propertyList.default([]) })
  .strict()
  .superRefine(exclusions)
  .meta({ id: 'UserFilter' })
export type UserFilter = z.infer<typeof UserFilter>

/** The same filter as a query: `?property=admins&property=registered`; one alone comes without a list around it. */
const queried = z.strictObject({
  ...narrowing,
  property: z.preprocess(
    (given) => (given === undefined || Array.isArray(given) ? given : [given]),
    propertyList.default([]).describe('Only people with each of these properties.'),
  ),
})

export const UserFilterQuery = queried.superRefine(exclusions)

export type UserSort = (typeof userSorts)[number]

/** Query of the list; `sort=-lastModifiedAt` is descending. */
export const UserQuery = queried
  .extend({
    ...Paging,
    sort: z.enum([...userSorts, ...userSorts.map((sort) => `-${sort}` as const)]).default('lastName'),
  })
  .superRefine(exclusions)

/** Query of the people of all customers, by name (UA-6). */
export const CustomerUserFilterQuery = z.strictObject({ search })
export const CustomerUserQuery = CustomerUserFilterQuery.extend(Paging)

/** A partner may have a million people, and nothing is done with so large a number: no more are counted. */
export const customerUserCountMax = 10_000
export const CustomerUserCount = z
  .object({
    count: z.int(),
    isMore: z.boolean().describe('There are more than were counted: counting ends at 10,000.'),
  })
  .meta({ id: 'CustomerUserCount' })

/** Delete: which. */
export const NewUserDeletions = z
  .object({ selection: selectionOf(UserFilter) })
  .strict()
  .meta({ id: 'NewUserDeletions' })

const { role, locationId, language } = editable

/** What is changed of many people at once; null clears, what is absent stays. */
export const UserUpdateValues = z
  .object({ role, locationId, language, deactivated })
  .partial()
  .strict()
  .refine((values) => Object.values(values).some((value) => value !== undefined), {
    error: 'Name at least one field to change.',
    params: { code: 'nothing-named' },
  })
export type UserUpdateValues = z.infer<typeof UserUpdateValues>

/** Bulk user settings: of whom, and what. */
export const NewUserUpdates = z
  .object({ selection: selectionOf(UserFilter), changes: UserUpdateValues })
  .strict()
  .meta({ id: 'NewUserUpdates' })

/** What deleting these people would do, counted before anything is done (UA-81 to UA-83). */
export const UserDeletionForecast = z
  .object({
    people: z.int(),
    deleted: z.int().describe('They leave the list.'),
    keptListed: z
      .int()
      .describe('Synchronised from a PBX: only their sign-in ends, and they stay listed (UA-82).'),
    refused: z
      .array(z.object({ code: z.string(), message: z.string(), count: z.int() }))
      .describe('Who cannot be deleted, by reason (UA-81).'),
    clientsRevoked: z.int().describe('Softphones that will be reset (UA-83).'),
    clientsKept: z.int().describe('Softphones of people synchronised from a PBX, which go on working.'),
  })
  .meta({ id: 'UserDeletionForecast' })
export type UserDeletionForecast = z.infer<typeof UserDeletionForecast>

/** How many people of the account hold a licence of which product (UA-20: the products with licences). */
export const LicensedProduct = z
  .object({ product: Product, licences: z.int() })
  .meta({ id: 'LicensedProduct' })

/** One thing that was done to a person, or by them to themselves. */
export const PersonTimelineEntry = z
  .object({
    id: z.uuid().describe('Of the event; of a part in a bulk act, the operation.'),
    at: z.iso.datetime(),
    kind: z.string().describe('`user.changed`, `session.opened` …; `operation` for a part in a bulk act.'),
    actor: z.string().nullable(),
    fromPartner: z.boolean().describe('The actor belongs to the partner and not to this account.'),
    details: z
      .object({ fields: z.array(z.string()), email: z.string(), role: z.string(), status: z.string() })
      .partial()
      .describe('The names of the fields that were changed, and what these three came to be.'),
    operation: OperationItem.omit({ subjectId: true })
      .extend({ kind: z.string().describe('`user-deletion` …') })
      .nullable()
      .describe('The bulk act in which the person was a record, and what became of them in it.'),
  })
  .meta({ id: 'PersonTimelineEntry' })
export type PersonTimelineEntry = z.infer<typeof PersonTimelineEntry>
