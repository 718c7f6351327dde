import { newId, type Tx } from '#platform/database/index.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import { readSubscribers, type SubscriberChanges, type SubscriberRow } from '../deployment/index.ts'
import { differences } from './differences.ts'
import type { DraftRow } from './draft.ts'
import { type Claims, claim, noKeys, type RowKeys, recordKey } from './likeness.ts'
import type { KnownProfiles } from './profiles.ts'
import type { SubscriberCells } from './reading/cells.ts'
import {
  hashProblems,
  identityProblems,
  lostStartProblems,
  ownedProblems,
  profileProblems,
  resetProblems,
  standAloneProblems,
} from './row-rules.ts'
import type { PlanRow } from './rows-store.ts'
import type { ImportOptions } from './schema.ts'
import { conflictsOf, type Likenesses, likenessesOf, sharedWith } from './sharing.ts'

export type Verdict = 'create' | 'change' | 'unchanged' | 'conflict' | 'error'

export type JudgedDraft = DraftRow & {
  verdict: Verdict
  subjectId: string | null
  keys: RowKeys
  profileId: string | null
  current: SubscriberRow | undefined
  /** Of a row with a record: what it says that the record does not hold. */
  different: SubscriberChanges | undefined
}

export interface Judging {
  options: ImportOptions
  profiles: KnownProfiles
  sealing: AccountSealing
  keysOf(values: DraftRow['content']['values']): RowKeys
  /** What earlier rows have named; the judged ones are added. */
  claims: Claims
  /** Whether the same e-mail or number twice is looked for; it keeps nothing from being written. */
  tellsSharing: boolean
}

/** Rows with what the account holds that they are judged by. */
export interface Compared {
  rows: Array<{
    row: DraftRow
    current: SubscriberRow | undefined
    different: SubscriberChanges | undefined
    taken: SubscriberCells
  }>
  alike: Likenesses
}

/** Gives each row its verdict, from what the account holds and what the plan said before. The rows come in their order. */
export async function judgeAgainstRecords(
  tx: Tx,
  rows: DraftRow[],
  judging: Judging,
): Promise<JudgedDraft[]> {
  return judge(await compareWithRecords(tx, rows, judging), judging)
}

/** The part of it that reads: what these rows are to be judged by. */
export async function compareWithRecords(tx: Tx, drafts: DraftRow[], judging: Judging): Promise<Compared> {
  const ids = drafts.map((row) => row.content.values.id).filter((id) => id !== undefined)
  const existing = new Map((await readSubscribers(tx, ids)).map((row) => [row.subscriberId, row]))
  const rows = drafts.map((row) => {
    const { values } = row.content
    const current = values.id === undefined ? undefined : existing.get(values.id)
    const different = current && differences(judging.sealing, current, row, judging.options)
    return { row, current, different, taken: takenBy(values, current, different) }
  })
  const taken = rows.map((each) => each.taken)
  return { rows, alike: await likenessesOf(tx, taken, judging.tellsSharing) }
}

/** The part of it that only computes. */
export function judge({ rows, alike }: Compared, judging: Judging): JudgedDraft[] {
  const profileById = new Map(judging.profiles.known.map((profile) => [profile.profileId, profile]))
  return rows.map(({ row, current, different, taken }) => {
    const { values } = row.content
    const profileId = profileOf(row, current, judging)
    const profile = profileId === null ? undefined : profileById.get(profileId)
    const unidentified = identityProblems(values.id, current, judging.options)
    const bad = new Set(row.problems.map(({ field, severity }) => severity === 'error' && field))
    const lacking = [
      ...profileProblems(profile),
      ...standAloneProblems(profile, current, values),
      ...(current && different ? hashProblems(judging.sealing, current, different) : []),
    ]
    const problems = [
      ...row.problems,
      ...unidentified,
      // Of a record that is not known, or a cell that is wrong anyway, nothing more can be said.
      ...(unidentified.length > 0 ? [] : lacking.filter(({ field }) => !bad.has(field))),
      ...(current && different ? ownedProblems(current, different) : []),
      ...(current && different ? lostStartProblems(judging.sealing, current, different) : []),
    ]
    const common = { ...row, profileId, current, different }
    if (hasError(problems))
      return { ...common, problems, verdict: 'error', subjectId: null, keys: noKeys } as const
    const keys = judging.keysOf(taken)
    const conflicts = conflictsOf(row.rowNumber, taken, keys, current, alike, judging.claims)
    const verdict = verdictOf(conflicts, different)
    const warnings =
      judging.tellsSharing && (verdict === 'create' || verdict === 'change')
        ? sharedWith(row.rowNumber, taken, keys, current, alike, judging.claims)
        : []
    const resets = current && different && verdict === 'change' ? resetProblems(current, different) : []
    claim(judging.claims, { ...keys, record: recordKey(current?.subscriberId) }, row)
    return {
      ...common,
      problems: [...problems, ...conflicts, ...resets, ...warnings],
      verdict,
      subjectId: current?.subscriberId ?? (verdict === 'create' ? newId() : null),
      keys,
    }
  })
}

/**
 * What a row takes that only one may have. A record takes what it is changed to, with what it keeps of the same account: a new user name at the
 * host that it has. What it keeps altogether is its own, so an export read back is in conflict with nothing.
 */
function takenBy(
  values: SubscriberCells,
  current: SubscriberRow | undefined,
  different: SubscriberChanges | undefined,
): SubscriberCells {
  if (!current || !different) return values
  const { pbxSipHost, pbxSipUserName, directoryNumber } = { ...current, ...different }
  const movesPbxAccount = 'pbxSipHost' in different || 'pbxSipUserName' in different
  return {
    ...(values.email === undefined ? {} : { email: values.email }),
    directoryNumber,
    ...(movesPbxAccount ? { pbxSipHost, pbxSipUserName } : {}),
    clientServiceUserName: different.clientServiceUserName ?? null,
  }
}

function verdictOf(
  conflicts: PlanRow['problems'],
  different: SubscriberChanges | undefined,
): Exclude<Verdict, 'error'> {
  if (conflicts.length > 0) return 'conflict'
  if (!different) return 'create'
  return Object.keys(different).length > 0 ? 'change' : 'unchanged'
}

/** The one chosen for the row beats the one chosen for the file, that beats the column, and without any the record keeps its own. */
function profileOf(
  { content }: DraftRow,
  current: SubscriberRow | undefined,
  { options, profiles }: Judging,
): string | null {
  const { chosenProfileId, values } = content
  return chosenProfileId ?? options.profileId ?? values.profileId ?? current?.profileId ?? profiles.defaultId
}

function hasError(problems: Array<PlanRow['problems'][number]>): boolean {
  return problems.some((problem) => problem.severity === 'error')
}
