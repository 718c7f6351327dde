import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import { record } from '../audit/index.ts'
import {
  findAlike,
  lockSubscribers,
  removeSubscribers,
  restoreMany,
  type Snapshot,
  type SubscriberRow,
} from '../deployment/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../operations/index.ts'
import { placeOf } from './draft.ts'
import { notApplied, undoEnded } from './errors.ts'
import { assertMayStillImport, type Importer, importerOf } from './importer.ts'
import { profilesForJudging } from './profiles.ts'
import * as store from './store.ts'
import {
  type AppliedRow,
  appliedIntoItems,
  appliedRowsAbout,
  hasAppliedRows,
  markRowsUndone,
} from './undo-store.ts'

const chunk = 500

/**
 * Takes an applied import back, as an operation: new records go, with their links and mails, and changed ones get back what they held. Also of an
 * import that stopped half-way. @throws Refusal `imports.not-applied`, `imports.undo-ended`
 */
export async function undoImport(platform: Platform, actor: Actor, importId: string): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const plan = await store.readImport(tx, importId, true)
    if (!plan) throw notFound()
    const isOver = plan.appliedAt !== null && ['applied', 'failed', 'cancelled'].includes(plan.status)
    if (!isOver) throw notApplied(plan.status)
    if (!(await hasAppliedRows(tx, importId))) throw undoEnded()
    await store.updateImport(tx, importId, { status: 'undoing' })
    await record(
      tx,
      actor,
      'import.undone',
      { kind: 'import', id: importId },
      { fileName: plan.fileName, counts: plan.counts },
    )
    const parameters = { importId, importer: importerOf(actor) }
    return startOperation(platform, tx, actor, 'subscriber-import-undo', parameters)
  })
}

/** The bulk act behind undoing an import. */
export function undoOperation(platform: Platform): OperationKind {
  return {
    kind: 'subscriber-import-undo',
    chunkSize: chunk,
    expand: (tx, operation) =>
      appliedIntoItems(tx, String(operation.parameters.importId), operation.operationId),
    work: (tx, operation, subjectIds) => undoRows(platform, tx, operation, subjectIds),
    finished: async (tx, operation, status, failure) => {
      const undoneAt = platform.clock.now()
      const values =
        status === 'done' ? { status: 'undone' as const, undoneAt } : { status: 'applied' as const, failure }
      await store.updateImport(tx, String(operation.parameters.importId), values)
    },
  }
}

async function undoRows(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  subjectIds: string[],
): Promise<ItemOutcome[]> {
  const { importId, importer } = operation.parameters as { importId: string; importer: Importer }
  await store.waitForOtherImports(tx)
  await assertMayStillImport(platform, tx, importer)
  const plan = (await store.readImport(tx, importId)) as store.ImportRecord
  const records = new Map((await lockSubscribers(tx, subjectIds)).map((row) => [row.subscriberId, row]))
  const rows = await appliedRowsAbout(tx, importId, subjectIds)
  const sealing = await platform.sealing.inAccount(tx)
  const profileIds = new Set((await profilesForJudging(tx)).known.map((profile) => profile.profileId))
  const created: AppliedRow[] = []
  const changed: Array<{ row: AppliedRow; current: SubscriberRow; snapshot: Snapshot }> = []
  const outcomes = new Map<string, ItemOutcome>()
  for (const row of rows) {
    const current = records.get(row.subjectId)
    const inTheWay = whatIsInTheWay(row, current, plan.appliedAt)
    if (inTheWay || !current) {
      outcomes.set(row.subjectId, { subjectId: row.subjectId, outcome: 'skipped', ...inTheWay })
    } else if (row.verdict === 'create') created.push(row)
    else changed.push({ row, current, snapshot: snapshotIn(sealing, importId, row, profileIds, current) })
  }
  const taken = await accountsTakenSince(tx, changed)
  const restored = changed.filter(({ current }) => {
    if (!taken.has(current.subscriberId)) return true
    const message = `${nameOf(current)}: another subscriber has the PBX account or client service account that this record had before.`
    const subjectId = current.subscriberId
    outcomes.set(subjectId, { subjectId, outcome: 'skipped', code: 'undo.account-taken', message })
    return false
  })
  await removeSubscribers(
    platform,
    tx,
    importer.name,
    created.map((row) => row.subjectId),
  )
  await restoreMany(platform, tx, importer.name, restored)
  const undone = [...created, ...restored.map(({ row }) => row)]
  await markRowsUndone(
    tx,
    importId,
    undone.map((row) => row.rowNumber),
  )
  return subjectIds.map((subjectId) => outcomes.get(subjectId) ?? { subjectId, outcome: 'done' })
}

/** A record that somebody has worked with since is left alone, and named. */
function whatIsInTheWay(
  row: AppliedRow,
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

function snapshotIn(
  sealing: AccountSealing,
  importId: string,
  row: AppliedRow,
  profileIds: Set<string>,
  current: SubscriberRow,
): Snapshot {
  const opened = sealing.open(placeOf(importId, row.rowNumber, 'undo'), row.undo as string)
  const snapshot = JSON.parse(opened) as Snapshot
  // A profile that was deleted meanwhile cannot be given back.
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
