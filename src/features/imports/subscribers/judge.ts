import { newId, type Tx } from '#platform/database/index.ts'
import { readSubscribers, type SubscriberChanges, type SubscriberRow } from '../../deployment/index.ts'
import { type DraftRow, hasError } from '../draft.ts'
import type { Compared, JudgedRow, Judging, Verdict } from '../kind.ts'
import { claim, noKeys, recordKey } from '../likeness.ts'
import type { SubscriberCells } from '../reading/cells.ts'
import { identityProblems } from '../row-identity.ts'
import type { PlanRow } from '../rows-store.ts'
import { differences } from './differences.ts'
import type { KnownProfiles } from './profiles.ts'
import {
  hashProblems,
  lostStartProblems,
  ownedProblems,
  profileProblems,
  resetProblems,
  standAloneProblems,
} from './row-rules.ts'
import { conflictsOf, type Likenesses, likenessesOf, sharedWith } from './sharing.ts'

/** A subscriber's row with its verdict. */
export type JudgedSubscriber = JudgedRow<SubscriberCells> & {
  profileId: string | null
  current: SubscriberRow | undefined
  /** Of a row with a record: what it says that the record does not hold. */
  different: SubscriberChanges | undefined
}

export type SubscriberJudging = Judging<SubscriberCells, KnownProfiles>

/** A row with what the account holds that it is judged by. */
export interface ComparedSubscriber {
  row: DraftRow<SubscriberCells>
  current: SubscriberRow | undefined
  different: SubscriberChanges | undefined
  taken: SubscriberCells
}

/** What these rows are to be judged by. */
export async function compareSubscribers(
  tx: Tx,
  drafts: Array<DraftRow<SubscriberCells>>,
  judging: SubscriberJudging,
): Promise<Compared<ComparedSubscriber, Likenesses>> {
  const ids = drafts.map((row) => row.content.values.id).filter((id) => id !== undefined)
  const existing = new Map((await readSubscribers(tx, ids)).map((row) => [row.subscriberId, row]))
  const rows = drafts.map((row) => {
    const { values } = row.content
    const current = values.id === undefined ? undefined : existing.get(values.id)
    const different = current && differences(judging.sealing, current, row, judging.options)
    return { row, current, different, taken: takenBy(values, current, different) }
  })
  const taken = rows.map((each) => each.taken)
  return { rows, alike: await likenessesOf(tx, taken, judging.isPlanning) }
}

/** Gives each row its verdict, from what the account holds and what the plan said before. */
export function judgeSubscribers(
  { rows, alike }: Compared<ComparedSubscriber, Likenesses>,
  judging: SubscriberJudging,
): JudgedSubscriber[] {
  const profileById = new Map(judging.known.profiles.map((profile) => [profile.profileId, profile]))
  return rows.map(({ row, current, different, taken }) => {
    const { values } = row.content
    const profileId = profileOf(row, current, judging)
    const profile = profileId === null ? undefined : profileById.get(profileId)
    const unidentified = identityProblems(values.id, current !== undefined, judging.options, 'subscriber')
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
      judging.isPlanning && (verdict === 'create' || verdict === 'change')
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
  { content }: DraftRow<SubscriberCells>,
  current: SubscriberRow | undefined,
  { options, known }: SubscriberJudging,
): string | null {
  const { chosenProfileId, values } = content
  return chosenProfileId ?? options.profileId ?? values.profileId ?? current?.profileId ?? known.defaultId
}
