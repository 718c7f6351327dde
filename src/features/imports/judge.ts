import { newId, type Tx } from '#platform/database/index.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import { readSubscribers, type SubscriberChanges, type SubscriberRow } from '../deployment/index.ts'
import { differences } from './differences.ts'
import type { DraftRow } from './draft.ts'
import { type Claims, claim, noKeys, type RowKeys } from './likeness.ts'
import type { KnownProfiles } from './profiles.ts'
import { identityProblems, ownedProblems, profileProblems, standAloneProblems } from './row-rules.ts'
import type { PlanRow } from './rows-store.ts'
import type { ImportOptions } from './schema.ts'
import { conflictsOf, likenessesOf, sharedWith } from './sharing.ts'

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

/** Gives each row its verdict, from what the account holds and what the plan said before. The rows come in their order. */
export async function judgeAgainstRecords(
  tx: Tx,
  rows: DraftRow[],
  judging: Judging,
): Promise<JudgedDraft[]> {
  const ids = rows.map((row) => row.content.values.id).filter((id) => id !== undefined)
  const existing = new Map((await readSubscribers(tx, ids)).map((row) => [row.subscriberId, row]))
  const alike = await likenessesOf(
    tx,
    rows.map((row) => row.content.values),
    judging.tellsSharing,
  )
  const profileById = new Map(judging.profiles.known.map((profile) => [profile.profileId, profile]))
  return rows.map((row) => {
    const { values } = row.content
    const current = values.id === undefined ? undefined : existing.get(values.id)
    const profileId = profileOf(row, current, judging)
    const profile = profileId === null ? undefined : profileById.get(profileId)
    const different = current && differences(judging.sealing, current, row, judging.options)
    const unidentified = identityProblems(values.id, current, judging.options)
    const bad = new Set(row.problems.map(({ field, severity }) => severity === 'error' && field))
    const lacking = [...profileProblems(profile), ...standAloneProblems(profile, current, values)]
    const problems = [
      ...row.problems,
      ...unidentified,
      // Of a record that is not known, or a cell that is wrong anyway, nothing more can be said.
      ...(unidentified.length > 0 ? [] : lacking.filter(({ field }) => !bad.has(field))),
      ...(current && different ? ownedProblems(current, different) : []),
    ]
    const common = { ...row, profileId, current, different }
    if (hasError(problems))
      return { ...common, problems, verdict: 'error', subjectId: null, keys: noKeys } as const
    const keys = judging.keysOf(values)
    const conflicts = conflictsOf(row.rowNumber, values, keys, current, alike, judging.claims)
    const verdict = verdictOf(conflicts, different)
    const warnings =
      judging.tellsSharing && (verdict === 'create' || verdict === 'change')
        ? sharedWith(row.rowNumber, values, keys, current, alike, judging.claims)
        : []
    claim(judging.claims, keys, row.rowNumber)
    return {
      ...common,
      problems: [...problems, ...conflicts, ...warnings],
      verdict,
      subjectId: current?.subscriberId ?? (verdict === 'create' ? newId() : null),
      keys,
    }
  })
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
