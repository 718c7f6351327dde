import { Refusal } from '#platform/http/index.ts'

/** Customers belong to partners; a customer has none below it. */
export const notAPartner = () =>
  new Refusal(
    403,
    'accounts.not-a-partner',
    'Only a partner has customers. Sign in to the partner account to add one.',
  )

/** UA-1: who pays for an account must not be able to lock itself out, nor its partner to lock out the partner. */
export const statusOfPartner = () =>
  new Refusal(
    403,
    'accounts.status-of-partner',
    'A customer is deactivated and reactivated by an admin of its partner only. Ask your partner.',
  )

/** Threats "Malicious partner administrator": a partner does not open the door that was closed to it, nor a machine. */
export const partnerAccessOfCustomer = () =>
  new Refusal(
    403,
    'accounts.partner-access-of-customer',
    'Whether the partner may enter is decided by an admin of the customer itself. Ask one of them.',
  )

/** In a deactivated account nothing is seen or changed but the account itself. */
export const accountDeactivated = () =>
  new Refusal(409, 'accounts.deactivated', 'This account is deactivated. Reactivate it first, then go on.')

/** At the shell, where everything may be known. */
export const accountUnknown = (idOrName: string) =>
  new Refusal(
    404,
    'accounts.unknown',
    `There is no active account "${idOrName}". Give its whole name or its id, which stands in the address of its pages.`,
  )

/** Several accounts have the name; `partnerName` tells customers of the same name apart. */
export const accountAmbiguous = (
  name: string,
  accounts: Array<{ accountId: string; partnerName: string | null }>,
) => {
  const which = accounts.map(
    ({ accountId, partnerName }) =>
      `  ${accountId}  ${partnerName === null ? 'partner' : `customer of ${partnerName}`}`,
  )
  return new Refusal(
    409,
    'accounts.ambiguous',
    `${accounts.length} accounts are called "${name}". Give the id of the one you mean:\n${which.join('\n')}`,
  )
}
