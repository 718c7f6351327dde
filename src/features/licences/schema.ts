import { z } from 'zod'
import { Paging } from '#platform/http/shapes.ts'
import { selectionOf } from '../operations/schema.ts'
import { UserFilter } from '../users/schema.ts'

/** Products whose licences are given out here, out of subscriptions. Others give their own. */
export const SubscribedProduct = z.enum(['miteam-meetings'])
export type SubscribedProduct = z.infer<typeof SubscribedProduct>

const number = z
  .string()
  .trim()
  .min(1, 'Enter the number of the order.')
  .max(60, 'Use at most 60 characters.')
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'Leave out line breaks and control characters.')
const quantity = z.int().min(1, 'Enter at least 1.').max(1_000_000, 'Enter at most 1,000,000.')
const earliestDay = '2000-01-01'
/** No order is older; and a database knows no year 0. */
const day = z.iso.date('Enter a day as YYYY-MM-DD.').refine((given) => given >= earliestDay, {
  error: `Enter a day from ${earliestDay} on.`,
  params: { code: 'too-early' },
})

/** What a partner has bought. It is given whole to one customer, where it is a subscription. */
export const Order = z
  .object({
    id: z.uuid(),
    product: SubscribedProduct,
    number: z.string(),
    quantity: z.int(),
    startsOn: z.iso.date(),
    endsOn: z.iso.date().nullable().describe('The last day; null: it has no end.'),
    customer: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('null: given to nobody yet.'),
    assignedAt: z.iso.datetime().nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'Order' })
export type Order = z.infer<typeof Order>

const ordered = { product: SubscribedProduct, number, quantity, startsOn: day, endsOn: day.nullable() }

/** An order to be entered; `customerId` gives it to a customer at once. */
export const NewOrder = z
  .object({ ...ordered, endsOn: day.nullable().optional(), customerId: z.uuid().nullable().optional() })
  .strict()
  .meta({ id: 'NewOrder' })
export type NewOrder = z.infer<typeof NewOrder>

/** Changes to an order; `customerId` gives it to a customer, null takes it back. `expectedCount` is what the person confirmed. */
export const OrderChanges = z
  .object({ number, quantity, startsOn: day, endsOn: day.nullable(), customerId: z.uuid().nullable() })
  .extend({
    expectedCount: z
      .int()
      .min(0)
      .describe('How many people are to lose their licence because the order ends early; absent: nobody.'),
  })
  .partial()
  .strict()
  .meta({ id: 'OrderChanges' })
export type OrderChanges = z.infer<typeof OrderChanges>

export const OrderFilterQuery = z.strictObject({ customerId: z.uuid().optional() })
export const OrderQuery = OrderFilterQuery.extend(Paging)

/** Seats of a product that an account may give to its people. */
export const Subscription = z
  .object({
    id: z.uuid().describe('That of the order.'),
    product: SubscribedProduct,
    number: z.string(),
    quantity: z.int(),
    used: z.int(),
    remaining: z.int().describe('0 before it starts and after it has ended.'),
    startsOn: z.iso.date(),
    endsOn: z.iso.date().nullable(),
    state: z.enum(['upcoming', 'running', 'ended']).describe('By the day in the time zone of the account.'),
  })
  .meta({ id: 'Subscription' })
export type Subscription = z.infer<typeof Subscription>

/** A product of the account: what there is to give, and whether it may be given here (UA-71). */
export const LicensableProduct = z
  .object({
    product: SubscribedProduct,
    quantity: z.int().describe('Seats of the subscriptions that run today.'),
    used: z.int(),
    remaining: z.int(),
    isShown: z.boolean().describe('The three conditions of UA-71 hold.'),
    whyNot: z
      .array(z.object({ code: z.string(), message: z.string() }))
      .describe('Which of the conditions do not hold, each as a sentence; empty: they may be given.'),
  })
  .meta({ id: 'LicensableProduct' })
export type LicensableProduct = z.infer<typeof LicensableProduct>

/** Gives or takes the licence of the selected people (UA-70 to UA-72). */
export const NewLicenceAssignments = z
  .object({
    selection: selectionOf(UserFilter),
    assign: z.boolean().describe('true gives, false takes.'),
    product: SubscribedProduct.default('miteam-meetings'),
  })
  .strict()
  .meta({ id: 'NewLicenceAssignments' })
export type NewLicenceAssignments = z.infer<typeof NewLicenceAssignments>

/** What giving it to the selected people would need, counted before anything is done. */
export const LicenceForecast = z
  .object({
    people: z.int(),
    without: z.int().describe('Of those, who hold none yet.'),
    remaining: z.int(),
    missing: z.int().describe('How many more are needed to give one to each; 0: there are enough.'),
  })
  .meta({ id: 'LicenceForecast' })
export type LicenceForecast = z.infer<typeof LicenceForecast>
