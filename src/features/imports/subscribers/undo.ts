import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import {
  findAlike,
  lockSubscribers,
  removeSubscribers,
  restoreMany,
  type Snapshot,
  type SubscriberRow,
} from '../../deployment/index.ts'
import type { ItemOutcome } from '../../operations/index.ts'
import type { Importer } from '../importer.ts'
import type { UndoneRow } from '../kind.ts'
import { profilesForJudging } from './profiles.ts'

/** New records go, with their links and mails, and changed ones get back what they held. @returns those that are left, with the reason */
export async function undoSubscribers(
  platform: Platform,
  tx: Tx,
  { importer, appliedAt }: { importer: Importer; appliedAt: Date | null },
  rows: Array<UndoneRow<Snapshot>>,
): Promise<Map<string, ItemOutcome>> {
  const subjectIds = rows.map((row) => row.subjectId)
  const records = new Map((await lockSubscribers(tx, subjectIds)).map((row) => [row.subscriberId, row]))
  const profileIds = new Set((await profilesForJudging(tx)).profiles.map((profile) => profile.profileId))
  const created: string[] = []
  const changed: Array<{ current: SubscriberRow; snapshot: Snapshot }> = []
  const left = new Map<string, ItemOutcome>()
  for (const row of rows) {
    const { subjectId, snapshot } = row
    const current = records.get(subjectId)
    const inTheWay = whatIsInTheWay(row, current, appliedAt)
    if (inTheWay || !current) left.set(subjectId, { subjectId, outcome: 'skipped', ...inTheWay })
    else if (!snapshot) created.push(subjectId)
    else changed.push({ current, snapshot: givenBack(snapshot, profileIds, current) })
  }
  const taken = await accountsTakenSince(tx, changed)
  const restored = changed.filter(({ current }) => {
    if (!taken.has(current.subscriberId)) return true
    const message = `${nameOf(current)}: another subscriber has the PBX account or client service account that this record had before.`
    const subjectId = current.subscriberId
    left.set(subjectId, { subjectId, outcome: 'skipped', code: 'undo.account-taken', message })
    return false
  })
  await removeSubscribers(platform, tx, importer.name, created)
  await restoreMany(platform, tx, importer.name, restored)
  return left
}

/** A record that somebody has worked with since is left alone, and named. */
function whatIsInTheWay(
  row: UndoneRow,
  current: SubscriberRow | undefined,
  appliedAt: Date | null,
): { code: string; message: string } | undefined {
  if (!current) return { code: 'http.not-found', message: 'This record does not exist any more.' }
  if (current.version !== row.appliedVersion) {
    return {
      code: 'undo.changed-since',
      message: `${nameOf(current)} was changed after the import, and was left as it is.`,
    }
  }
  const { downloadedAt } = current
  if (
    downloadedAt !== null &&
    (row.verdict === 'create' || (appliedAt !== null && downloadedAt > appliedAt))
  ) {
    return {
      code: 'undo.downloaded-since',
      message: `${nameOf(current)} has set up a softphone since the import, and was left as it is.`,
    }
  }
  return undefined
}

function nameOf({ firstName, lastName }: SubscriberRow): string {
  return `${firstName} ${lastName}`.trim()
}

/** A profile that was deleted meanwhile cannot be given back. */
function givenBack(snapshot: Snapshot, profileIds: Set<string>, current: SubscriberRow): Snapshot {
  return profileIds.has(snapshot.profileId) ? snapshot : { ...snapshot, profileId: current.profileId }
}

/** Which of these would get back an account that somebody else has by now? */
async function accountsTakenSince(
  tx: Tx,
  changed: Array<{ current: SubscriberRow; snapshot: Snapshot }>,
): Promise<Set<string>> {
  const pbxAccounts = changed.flatMap(({ current, snapshot }) =>
    snapshot.pbxSipHost && snapshot.pbxSipUserName && pbxOf(snapshot) !== pbxOf(current)
      ? [{ host: snapshot.pbxSipHost, userName: snapshot.pbxSipUserName }]
      : [],
  )
  const serviceNames = changed.flatMap(({ current, snapshot }) =>
    snapshot.clientServiceUserName && snapshot.clientServiceUserName !== current.clientServiceUserName
      ? [snapshot.clientServiceUserName]
      : [],
  )
  const holders = await findAlike(tx, pbxAccounts, serviceNames)
  const isTaken = ({ current, snapshot }: (typeof changed)[number]) =>
    holders.some(
      (holder) =>
        holder.subscriberId !== current.subscriberId &&
        ((pbxOf(snapshot) !== pbxOf(current) && pbxOf(holder) === pbxOf(snapshot)) ||
          (snapshot.clientServiceUserName !== current.clientServiceUserName &&
            holder.clientServiceUserName === snapshot.clientServiceUserName)),
    )
  return new Set(changed.filter(isTaken).map(({ current }) => current.subscriberId))
}

function pbxOf({ pbxSipHost, pbxSipUserName }: Pick<Snapshot, 'pbxSipHost' | 'pbxSipUserName'>): string {
  return `${pbxSipHost} ${pbxSipUserName}`
}
