import type { Tx } from '#platform/database/index.ts'
import { findAlike, findSharing, type SubscriberRow } from '../../deployment/index.ts'
import { type Claims, earlierLine, type RowKeys, recordKey } from '../likeness.ts'
import type { SubscriberCells } from '../reading/cells.ts'
import type { PlanRow } from '../rows-store.ts'

type Problem = PlanRow['problems'][number]

/** Which records of the account are like the rows, by what they have in common. */
export interface Likenesses {
  byPbxAccount: Map<string, string[]>
  byClientService: Map<string, string[]>
  byEmail: Map<string, string[]>
  byNumber: Map<string, string[]>
}

/** Which records of the account are like one of these rows? `tellsSharing`: also by e-mail address and number. */
export async function likenessesOf(
  tx: Tx,
  rows: SubscriberCells[],
  tellsSharing: boolean,
): Promise<Likenesses> {
  const pbxAccounts = rows.flatMap(({ pbxSipHost, pbxSipUserName }) =>
    pbxSipHost && pbxSipUserName ? [{ host: pbxSipHost, userName: pbxSipUserName }] : [],
  )
  const clientServiceUserNames = rows.flatMap(({ clientServiceUserName }) => clientServiceUserName || [])
  const emails = rows.flatMap(({ email }) => email || [])
  const numbers = rows.flatMap((row) => numberOf(row) || [])
  const found = await findAlike(tx, pbxAccounts, clientServiceUserNames)
  const sharing = tellsSharing ? await findSharing(tx, emails, numbers) : []
  return {
    byPbxAccount: grouped(found, (each) => `${each.pbxSipHost} ${each.pbxSipUserName}`),
    byClientService: grouped(found, (each) => each.clientServiceUserName ?? ''),
    byEmail: grouped(sharing, (each) => each.email.toLowerCase()),
    byNumber: grouped(sharing, (each) => each.directoryNumber ?? ''),
  }
}

/** The PBX account or client service account of another record is a conflict; twice in the plan, or the same record twice, likewise. */
export function conflictsOf(
  rowNumber: number,
  { pbxSipHost, pbxSipUserName, clientServiceUserName }: SubscriberCells,
  keys: RowKeys,
  current: SubscriberRow | undefined,
  alike: Likenesses,
  claims: Claims,
): Problem[] {
  const conflicts: Problem[] = []
  const check = (field: string, key: string | null, found: string[] | undefined, what: string) => {
    const earlier = earlierLine(claims, key, rowNumber)
    if (earlier !== undefined) {
      const message = `Line ${earlier} of this file names the same ${what}.`
      conflicts.push({ field, severity: 'error', code: 'row.twice', message })
    } else if (isOther(found, current)) {
      const message = current
        ? `Another subscriber has the same ${what}. Enter a different one, or change that subscriber first.`
        : `A subscriber with the same ${what} exists. Give its ID and tick "overwrite" to change it, or remove this row.`
      conflicts.push({ field, severity: 'error', code: 'row.conflict', message })
    }
  }
  check('id', recordKey(current?.subscriberId), undefined, 'record')
  if (keys.pbxAccountKey !== null) {
    const found = alike.byPbxAccount.get(`${pbxSipHost} ${pbxSipUserName}`)
    check('pbxSipUserName', keys.pbxAccountKey, found, 'PBX host and user name')
  }
  if (clientServiceUserName) {
    const found = alike.byClientService.get(clientServiceUserName)
    check('clientServiceUserName', keys.clientServiceKey, found, 'client service user name')
  }
  return conflicts
}

/** The same e-mail address or directory number is allowed, and told. */
export function sharedWith(
  rowNumber: number,
  values: SubscriberCells,
  keys: RowKeys,
  current: SubscriberRow | undefined,
  alike: Likenesses,
  claims: Claims,
): Problem[] {
  const warnings: Problem[] = []
  const check = (
    field: string,
    code: string,
    key: string | null,
    found: string[] | undefined,
    what: string,
  ) => {
    const earlier = earlierLine(claims, key, rowNumber)
    const message =
      earlier !== undefined
        ? `Line ${earlier} of this file has the same ${what}.`
        : isOther(found, current)
          ? `Another subscriber of this account has the same ${what}.`
          : undefined
    if (message) warnings.push({ field, severity: 'warning', code, message })
  }
  const { email } = values
  if (email && email !== current?.email) {
    check(
      'email',
      'row.email-shared',
      keys.emailKey,
      alike.byEmail.get(email.toLowerCase()),
      'e-mail address',
    )
  }
  const number = numberOf(values)
  if (number && number !== current?.directoryNumber) {
    check(
      'directoryNumber',
      'row.number-shared',
      keys.numberKey,
      alike.byNumber.get(number),
      'directory number',
    )
  }
  return warnings
}

/** Without a directory number a new record gets its PBX user name as one. */
function numberOf({ directoryNumber, pbxSipUserName }: SubscriberCells): string | null | undefined {
  return directoryNumber ?? pbxSipUserName
}

function isOther(found: string[] | undefined, current: SubscriberRow | undefined): boolean {
  return found?.some((subscriberId) => subscriberId !== current?.subscriberId) ?? false
}

function grouped<Found extends { subscriberId: string }>(
  found: Found[],
  keyOf: (each: Found) => string,
): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const each of found) {
    const group = groups.get(keyOf(each))
    if (group) group.push(each.subscriberId)
    else groups.set(keyOf(each), [each.subscriberId])
  }
  return groups
}
