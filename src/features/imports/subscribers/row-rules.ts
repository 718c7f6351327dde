import type { AccountSealing } from '#platform/secrets/index.ts'
import {
  hashesThatNoLongerFit,
  missingPbxFields,
  openClearSecret,
  type ProfileRow,
  type SubscriberChanges,
  type SubscriberRow,
} from '../../deployment/index.ts'
import type { SubscriberCells } from '../reading/cells.ts'
import { columnOf, type ImportedField } from '../reading/columns.ts'
import { quoted } from '../reading/findings.ts'
import type { PlanRow } from '../rows-store.ts'

type Problem = PlanRow['problems'][number]

/** The code of a row that resets softphones. */
export const resetsClients = 'row.resets-clients'

/** A record needs a profile that exists. */
export function profileProblems(profile: ProfileRow | undefined): Problem[] {
  if (profile) return []
  const message = 'Profile: the one this row would get does not exist. Choose a profile for the row.'
  return [{ field: 'profile', severity: 'error', code: 'row.profile-unknown', message }]
}

/** MU-9 for a row. */
export function standAloneProblems(
  profile: ProfileRow | undefined,
  current: SubscriberRow | undefined,
  values: SubscriberCells,
): Problem[] {
  if (!profile) return []
  const afterwards = <Value>(given: Value | undefined, stored: Value | undefined) =>
    given === undefined ? stored : given
  const given = {
    pbxSipHost: afterwards(values.pbxSipHost, current?.pbxSipHost),
    pbxSipUserName: afterwards(values.pbxSipUserName, current?.pbxSipUserName),
    pbxSipSecret: afterwards(values.pbxSipPassword, current?.pbxSipSecret),
  }
  return missingPbxFields(profile, given).map((field) => ({
    field,
    severity: 'error',
    code: 'row.stand-alone',
    message: `The profile "${profile.name}" has no border gateway, so PBX SIP host, user name and password are needed, for example pbx.example.com, 1001 and the password of 1001.`,
  }))
}

/** MU-7: a changed cell of an owned field is a row error that says whose it is; sources are known by their ids only, which tell nobody anything. */
export function ownedProblems(current: SubscriberRow, different: SubscriberChanges): Problem[] {
  return Object.keys(different)
    .filter((field) => field in current.owners)
    .map((field) => ({
      field,
      severity: 'error',
      code: 'row.field-owned',
      message: `${columnOf(field as ImportedField).label} is owned by the source that this record is synchronised with. Change it there, or leave the cell as the record has it.`,
    }))
}

/** A hash of a password holds for the user name that it was made of; under another one no softphone could register with it. */
export function hashProblems(
  sealing: AccountSealing,
  current: SubscriberRow,
  different: SubscriberChanges,
): Problem[] {
  return hashesThatNoLongerFit(sealing, current, different).map((field) => {
    const userName = current[field === 'pbxSipPassword' ? 'pbxSipUserName' : 'mbgSipUserName']
    const message = `${columnOf(field).label}: the stored password is a hash made for user name ${quoted(userName ?? '')}, with which no softphone could register under another one. Enter the password again.`
    return { field, severity: 'error', code: 'row.password-hashed', message }
  })
}

/** MU-10: a new client service user name resets the softphones of the record (CD-12), and the row says so before it is written. */
export function resetProblems(current: SubscriberRow, different: SubscriberChanges): Problem[] {
  const { clientCount } = current
  if (clientCount === 0 || !('clientServiceUserName' in different)) return []
  const field = 'clientServiceUserName'
  const consequence =
    clientCount === 1
      ? 'resets the softphone of this record: it stops working and needs'
      : `resets the ${clientCount.toLocaleString('en')} softphones of this record: they stop working and need`
  const message = `${columnOf(field).label}: a new one ${consequence} a new deployment e-mail. To keep what works, leave the cell as the record has it.`
  return [{ field, severity: 'warning', code: resetsClients, message }]
}

/** Whether a row says that it resets softphones. */
export function tellsReset({ problems }: Pick<PlanRow, 'problems'>): boolean {
  return problems.some(({ code }) => code === resetsClients)
}

const dialled = ['directoryNumber', 'voicemailNumber', 'pbxSipUserName', 'mbgSipUserName'] as const

/**
 * A cell that says what the record holds but for the zeros or the + before it: a spreadsheet has taken them off. Of a PIN it is an error, for
 * nobody would find out before the owner stands before a locked door; a number may have been meant.
 */
export function lostStartProblems(
  sealing: AccountSealing,
  current: SubscriberRow,
  different: SubscriberChanges,
): Problem[] {
  const numbers = dialled.flatMap((field): Problem[] => {
    const stored = current[field]
    const given = different[field]
    if (!lacksStartOf(stored, given)) return []
    const { label } = columnOf(field)
    const message = `${label}: the record has ${quoted(stored ?? '')}, and ${quoted(given ?? '')} is the same without what stands before it. A spreadsheet may have removed it. Check the value.`
    return [{ field, severity: 'warning', code: 'damage.leading-zeros', message }]
  })
  const { deploymentPin } = different
  if (!deploymentPin) return numbers
  const stored = openClearSecret(
    sealing,
    current.subscriberId,
    'deploymentPinSecret',
    current.deploymentPinSecret,
  )
  if (!lacksStartOf(stored, deploymentPin)) return numbers
  const message =
    'Deployment PIN: this is the PIN of the record without the zeros before it. A spreadsheet probably removed them. Format the column as text and enter the PIN again, or another one.'
  return [...numbers, { field: 'deploymentPin', severity: 'error', code: 'damage.leading-zeros', message }]
}

function lacksStartOf(stored: string | null | undefined, given: string | null | undefined): boolean {
  return Boolean(stored && given) && stored !== given && stored?.replace(/^[+0]+/, '') === given
}
