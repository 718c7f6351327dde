import { removeFormulaPrefix } from '#platform/csv/index.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import { openClearSecret, type SubscriberChanges, type SubscriberRow } from '../../deployment/index.ts'
import type { DraftRow } from '../draft.ts'
import type { SubscriberCells } from '../reading/cells.ts'
import type { AnyImportOptions } from '../schema.ts'

const storedSecrets = {
  pbxSipPassword: 'pbxSipSecret',
  voicemailPin: 'voicemailPinSecret',
  mbgSipPassword: 'mbgSipSecret',
  clientServicePassword: 'clientServiceSecret',
  deploymentPin: 'deploymentPinSecret',
} as const satisfies Record<string, keyof SubscriberRow>

/**
 * What a row says that its record does not hold. An exported deployment PIN is compared, so that an export read back says nothing; any other
 * secret given counts as new, because it is never exported and opening it would tell whoever guesses.
 */
export function differences(
  sealing: AccountSealing,
  current: SubscriberRow,
  { content }: Pick<DraftRow<SubscriberCells>, 'content'>,
  options: AnyImportOptions,
): SubscriberChanges {
  const { id: _, ...values } = content.values
  const profileId = content.chosenProfileId ?? options.profileId ?? values.profileId
  const said: Record<string, unknown> = { ...values }
  if (values.firstName === null) said.firstName = ''
  // Cleared, the number follows the PBX user name, as in the form.
  if (values.directoryNumber === null) {
    said.directoryNumber = values.pbxSipUserName ?? current.pbxSipUserName
  }
  delete said.profileId
  if (profileId) said.profileId = profileId
  return Object.fromEntries(
    Object.entries(said).filter(
      ([field, value]) => value !== undefined && !isStored(sealing, current, field, value),
    ),
  ) as SubscriberChanges
}

function isStored(sealing: AccountSealing, current: SubscriberRow, field: string, value: unknown): boolean {
  if (!(field in storedSecrets)) {
    const stored = current[field as keyof SubscriberRow]
    // A spreadsheet export that was saved again looks like an exact one, and still carries its prefixes.
    return value === stored || (typeof value === 'string' && removeFormulaPrefix(value) === stored)
  }
  const sealed = current[storedSecrets[field as keyof typeof storedSecrets]]
  if (value === null) return sealed === null
  return (
    field === 'deploymentPin' &&
    value === openClearSecret(sealing, current.subscriberId, 'deploymentPinSecret', sealed)
  )
}
