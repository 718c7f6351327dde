import { Refusal } from '#platform/http/index.ts'

/** Customers belong to partners; a customer has none below it. */
export const notAPartner = () =>
  new Refusal(
    403,
    'accounts.not-a-partner',
    'Only a partner has customers. Sign in to the partner account to add one.',
  )
