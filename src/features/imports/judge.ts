import { newId, type Tx } from '#platform/database/index.ts'
import {
  findAlike,
  type Likeness,
  missingPbxFields,
  type ProfileRow,
  readSubscribers,
  type SubscriberRow,
} from '../deployment/index.ts'
import type { DraftRow } from './plan.ts'
import type { KnownProfiles } from './profiles.ts'
import type { ImportOptions } from './schema.ts'
import type { PlanRow } from './store.ts'

export type JudgedDraft = DraftRow & {
  verdict: 'create' | 'change' | 'unchanged' | 'conflict' | 'error'
  subjectId: string | null
}

/**
 * Gives each row its verdict, from what the account holds and what the file said before.
 * @param seen accounts named by earlier rows of the file, and in which row
 */
export async function judgeAgainstRecords(
  tx: Tx,
  rows: DraftRow[],
  options: ImportOptions,
  profiles: KnownProfiles,
  seen: Map<string, number>,
): Promise<JudgedDraft[]> {
  const ids = rows.map((row) => row.content.values.id).filter((id) => id !== undefined)
  const existing = new Map((await readSubscribers(tx, ids)).map((row) => [row.subscriberId, row]))
  const alike = await likenesses(tx, rows)
  const profileById = new Map(profiles.known.map((profile) => [profile.profileId, profile]))
  return rows.map((row) => {
    const { values } = row.content
    const current = values.id === undefined ? undefined : existing.get(values.id)
    values.profileId =
      options.profileId ?? values.profileId ?? current?.profileId ?? profiles.defaultId ?? undefined
    const profile = values.profileId ? profileById.get(values.profileId) : undefined
    const problems = [
      ...row.problems,
      ...identityProblems(values.id, current, options),
      ...standAloneProblems(profile, current, values),
      ...(current === undefined ? [] : ownedProblems(current, values)),
    ]
    if (problems.some((problem) => problem.severity === 'error'))
      return { ...row, problems, verdict: 'error', subjectId: null }
    const conflicts = conflictsOf(row, current, alike, seen)
    if (conflicts.length > 0)
      return {
        ...row,
        problems: [...problems, ...conflicts],
        verdict: 'conflict',
        subjectId: current?.subscriberId ?? null,
      }
    if (!current) return { ...row, problems, verdict: 'create', subjectId: newId() }
    return {
      ...row,
      problems,
      verdict: changes(current, values) ? 'change' : 'unchanged',
      subjectId: current.subscriberId,
    }
  })
}

type Values = DraftRow['content']['values']
type Problem = PlanRow['problems'][number]

function identityProblems(
  id: string | undefined,
  current: SubscriberRow | undefined,
  options: ImportOptions,
): Problem[] {
  if (id === undefined) return []
  const error = (code: string, message: string): Problem[] => [
    { field: 'id', severity: 'error', code, message },
  ]
  if (!current)
    return error(
      'row.id-unknown',
      'ID: this account has no record with this ID. Empty the cell to add a new subscriber.',
    )
  if (!options.overwrite) {
    return error(
      'row.exists',
      'ID: this record exists. Tick "overwrite" to change it, or empty the cell to add a new one.',
    )
  }
  return []
}

/** MU-9 for a row. */
function standAloneProblems(
  profile: ProfileRow | undefined,
  current: SubscriberRow | undefined,
  values: Values,
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
    message: `The profile "${profile.name}" has no border gateway, so PBX SIP host, user name and password are needed.`,
  }))
}

/** MU-7: a changed cell of an owned field is a row error naming the owner. */
function ownedProblems(current: SubscriberRow, values: Values): Problem[] {
  return Object.keys(current.owners)
    .filter(
      (field) => field in values && values[field as keyof Values] !== current[field as keyof SubscriberRow],
    )
    .map((field) => ({
      field,
      severity: 'error',
      code: 'row.field-owned',
      message: `This value comes from the connection ${current.owners[field]}. Change it there.`,
    }))
}

interface Likenesses {
  byPbxAccount: Map<string, Likeness>
  byClientService: Map<string, Likeness>
}

async function likenesses(tx: Tx, rows: DraftRow[]): Promise<Likenesses> {
  const pbxAccounts: Array<{ host: string; userName: string }> = []
  const clientServiceUserNames: string[] = []
  for (const { content } of rows) {
    const { pbxSipHost, pbxSipUserName, clientServiceUserName } = content.values
    if (pbxSipHost && pbxSipUserName) pbxAccounts.push({ host: pbxSipHost, userName: pbxSipUserName })
    if (clientServiceUserName) clientServiceUserNames.push(clientServiceUserName)
  }
  const found = await findAlike(tx, pbxAccounts, clientServiceUserNames)
  const key = (each: Likeness) => `${each.pbxSipHost} ${each.pbxSipUserName}`
  return {
    byPbxAccount: new Map(found.map((each) => [key(each), each])),
    byClientService: new Map(found.map((each) => [each.clientServiceUserName ?? '', each])),
  }
}

/** Without ID, the same PBX account or client service account is a conflict; twice in the file likewise. */
function conflictsOf(
  row: DraftRow,
  current: SubscriberRow | undefined,
  alike: Likenesses,
  seen: Map<string, number>,
): Problem[] {
  const { pbxSipHost, pbxSipUserName, clientServiceUserName } = row.content.values
  const conflicts: Problem[] = []
  const check = (field: string, key: string, other: Likeness | undefined, what: string) => {
    const earlier = seen.get(key)
    if (earlier !== undefined) {
      conflicts.push({
        field,
        severity: 'error',
        code: 'row.twice',
        message: `Row ${earlier} of this file names the same ${what}.`,
      })
    } else {
      seen.set(key, row.rowNumber)
      if (other && other.subscriberId !== current?.subscriberId) {
        const message = `A subscriber with the same ${what} exists. Give its ID and tick "overwrite" to change it, or remove this row.`
        conflicts.push({ field, severity: 'error', code: 'row.conflict', message })
      }
    }
  }
  if (pbxSipHost && pbxSipUserName) {
    const key = `${pbxSipHost} ${pbxSipUserName}`
    check('pbxSipUserName', `pbx ${key}`, alike.byPbxAccount.get(key), 'PBX host and user name')
  }
  if (clientServiceUserName) {
    const other = alike.byClientService.get(clientServiceUserName)
    check('clientServiceUserName', `service ${clientServiceUserName}`, other, 'client service user name')
  }
  return conflicts
}

const writeOnly = new Set([
  'pbxSipPassword',
  'voicemailPin',
  'mbgSipPassword',
  'clientServicePassword',
  'deploymentPin',
])

/** Whether a row says anything that the record does not hold. A secret given counts as a change: it is never compared. */
function changes(current: SubscriberRow, values: Values): boolean {
  return Object.entries(values).some(
    ([field, value]) =>
      field !== 'id' && (writeOnly.has(field) || value !== current[field as keyof SubscriberRow]),
  )
}
