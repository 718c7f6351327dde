import { Refusal } from '#platform/http/index.ts'

/** UA-72, to the letter. @param missing how many more are needed */
export const tooFew = (missing: number) =>
  new Refusal(
    409,
    'licences.too-few',
    `${missing} more license(s) are needed to apply to the selected users. Please purchase more or unassign existing licenses and try again.`,
    { members: { missing } },
  )

/** A condition under which licences are given out here, and does not hold. */
export interface WhyNot {
  code: string
  message: string
}

/** UA-71: the conditions under which the licences of a product are given out here. */
export const conditions = {
  partnerAccount: {
    code: 'licences.partner-account',
    message: 'This is a partner account. Give licences in the accounts of its customers.',
  },
  integrationOff: {
    code: 'licences.integration-off',
    message: 'The MiTeam Meetings integration is off. Turn it on under Integrations.',
  },
  micollabOn: {
    code: 'licences.micollab-on',
    message:
      'The MiCollab integration is on, and MiCollab gives these licences itself. Give them there, or turn the integration off.',
  },
  noSubscription: {
    code: 'licences.no-subscription',
    message: 'The account has no MiTeam Meetings subscription. Ask your partner to give it an order.',
  },
} satisfies Record<string, WhyNot>

/** UA-71 */
export const notManagedHere = (whyNot: WhyNot[]) =>
  new Refusal(409, 'licences.not-managed-here', whyNot.map(({ message }) => message).join(' '), {
    members: { whyNot },
  })

/** Orders are a partner's. */
export const partnerOnly = () =>
  new Refusal(
    409,
    'licences.partner-only',
    'Only a partner has orders. Open them in the account of the partner; what was given to this account stands under its subscriptions.',
  )

export const orderNumberTaken = () => refusalAt(409, 'number', 'licences.order-number-taken', NUMBER_TAKEN)
const NUMBER_TAKEN = 'There is an order with this number already. Enter another number, or change that order.'

export const endsBeforeStart = () => refusalAt(422, 'endsOn', 'licences.ends-before-start', ENDS_BEFORE_START)
const ENDS_BEFORE_START = 'The last day lies before the first. Enter the same or a later day.'

/** No customer of this partner, or one that does not let it in: told alike, because the partner may not know which. */
export const customerUnknown = () =>
  refusalAt(422, 'customerId', 'licences.customer-unknown', CUSTOMER_UNKNOWN)
const CUSTOMER_UNKNOWN =
  'You have no such customer, or it does not let you in. Choose a customer from the list, or ask it for access.'

/** @param used how many of its licences people hold */
export const inUse = (used: number) =>
  new Refusal(
    409,
    'licences.in-use',
    `${used} people of the customer hold a licence out of this order. Take those licences back first.`,
    { members: { used } },
  )

/** @param used how many of its licences people hold */
export const quantityInUse = (used: number) =>
  refusalAt(
    409,
    'quantity',
    'licences.quantity-in-use',
    `${used} people of the customer hold a licence out of this order. Enter at least ${used}, or take licences back first.`,
    { used },
  )

/** @param count how many people would lose their licence */
export const wouldEnd = (count: number) =>
  new Refusal(
    409,
    'licences.would-end',
    `${count} people of the customer would lose their licence by this. Nothing was changed; confirm with their number to go on.`,
    { members: { count } },
  )

export const given = () =>
  new Refusal(
    409,
    'licences.given',
    'This order was given to a customer. Take it back from the customer first, then delete it.',
  )

function refusalAt(
  status: number,
  path: string,
  code: string,
  message: string,
  members: Record<string, unknown> = {},
): Refusal {
  return new Refusal(status, code, message, { errors: [{ path, code, message }], members })
}
