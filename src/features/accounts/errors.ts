import { Refusal } from '#platform/http/index.ts'

/** Customers belong to partners; a customer has none below it. */
export const notAPartner = () =>
  new Refusal(
    403,
    'accounts.not-a-partner',
    'Only a partner has customers. Sign in to the partner account to add one.',
  )

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
