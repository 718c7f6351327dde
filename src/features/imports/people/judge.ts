import { newId } from '#platform/database/index.ts'
import { fullName, type UserRow } from '../../users/index.ts'
import { hasError, problemOf } from '../draft.ts'
import type { Compared, JudgedRow, Verdict } from '../kind.ts'
import { claim, earlierLine, noKeys, recordKey } from '../likeness.ts'
import { quoted } from '../reading/findings.ts'
import { identityProblems } from '../row-identity.ts'
import type { PlanRow } from '../rows-store.ts'
import type { PersonCells } from './cells.ts'
import { columnOf } from './columns.ts'
import {
  addressIn,
  type ComparedPerson,
  type PeopleJudging,
  type PersonChanges,
  type TakenAddresses,
} from './compare.ts'
import { delicateProblems } from './delicate.ts'

type Problem = PlanRow['problems'][number]

/** A person's row with its verdict. */
export type JudgedPerson = JudgedRow<PersonCells> & Omit<ComparedPerson, 'row' | 'takesLastAdmin'>

/** Gives each row its verdict, from what the accounts hold and what the plan said before. */
export function judgePeople(
  { rows, alike }: Compared<ComparedPerson, TakenAddresses>,
  judging: PeopleJudging,
): JudgedPerson[] {
  return rows.map((compared) => {
    const { row, current, different, locationId } = compared
    const { values } = row.content
    const common = { ...row, current, different, locationId }
    const problems = [...row.problems, ...problemsOf(compared, judging)]
    if (hasError(problems)) return { ...common, problems, verdict: 'error', subjectId: null, keys: noKeys }
    const keys = judging.keysOf(values)
    const conflicts = conflictsOf(compared, keys.emailKey, alike, judging)
    claim(judging.claims, { emailKey: keys.emailKey, record: recordKey(current?.userId) }, row)
    const verdict = verdictOf(conflicts, different)
    const remarks = delicateProblems(row.content.values, current, different)
    return {
      ...common,
      problems: [...problems, ...conflicts, ...remarks],
      verdict,
      subjectId: current?.userId ?? (verdict === 'create' ? newId() : null),
      keys,
    }
  })
}

function problemsOf(compared: ComparedPerson, { options, known }: PeopleJudging): Problem[] {
  const { row, current, different, locationId, takesLastAdmin } = compared
  const { values } = row.content
  // Of an account that is not known nothing more can be said, nor of a record that is not.
  if (values.accountId === undefined) return []
  const unidentified = identityProblems(values.id, current !== undefined, options, 'person')
  if (unidentified.length > 0) return unidentified
  return [
    ...(current ? nameProblems(current, values) : []),
    ...extensionProblems(current, values),
    ...(values.location && locationId === undefined ? [locationUnknown(values.location)] : []),
    ...(current && different ? ownedProblems(current, different) : []),
    ...(known.isByKey && touchesAdmin(compared) ? [adminByKey()] : []),
    ...(takesLastAdmin ? [lastAdmin()] : []),
  ]
}

/** UA-40: names cannot be edited, so a row may only say what they are. */
function nameProblems(current: UserRow, { firstName, lastName, name }: PersonCells): Problem[] {
  const given = { firstName, lastName, name }
  const stored = { firstName: current.firstName, lastName: current.lastName, name: fullName(current) }
  return (['firstName', 'lastName', 'name'] as const)
    .filter((field) => given[field] !== undefined && given[field] !== stored[field])
    .map((field) => {
      const message = `${columnOf(field).label}: this person is ${quoted(stored[field])}. A name is given when a person is added; after that only a connected directory or PBX changes it. Leave the cell as the record has it.`
      return problemOf('error', { field, code: 'users.field-fixed', message })
    })
}

/** UA-40 */
function extensionProblems(current: UserRow | undefined, { extension }: PersonCells): Problem[] {
  if (extension === undefined || extension === current?.extension) return []
  const message =
    'Extension: it is set by a PBX or a directory. Empty the cell, or leave it as the record has it.'
  return [problemOf('error', { field: 'extension', code: 'users.field-fixed', message })]
}

function locationUnknown(location: string): Problem {
  const message = `Location: the account has no location ${quoted(location)}. Add it under Locations first, or enter another.`
  return problemOf('error', { field: 'location', code: 'cell.location', message })
}

/** UA-41: what a source supplies is changed there. */
function ownedProblems({ owners }: UserRow, different: PersonChanges): Problem[] {
  return Object.keys(different).flatMap((changed) => {
    const source = owners[changed]
    if (source === undefined) return []
    const field = changed === 'locationId' ? 'location' : changed
    const message = `${columnOf(field).label}: this value comes from ${source}. Change it there, or leave the cell as the record has it.`
    return [problemOf('error', { field, code: 'users.field-owned', message })]
  })
}

function touchesAdmin({ row, current, different }: ComparedPerson): boolean {
  if (!current) return row.content.values.role === 'admin'
  const changes = Object.keys(different ?? {}).length > 0
  return changes && (current.role === 'admin' || different?.role === 'admin')
}

/** An import never grants more than its importer may. */
function adminByKey(): Problem {
  const message =
    'Role: an API key cannot make or change administrators. Enter User, or have a person import the row.'
  return problemOf('error', { field: 'role', code: 'users.admin-by-key', message })
}

function lastAdmin(): Problem {
  const message =
    'Role: this is the only administrator of the account who can sign in. Make somebody else an administrator first, and wait until they have signed in.'
  return problemOf('error', { field: 'role', code: 'users.last-admin', message })
}

/** The address of somebody else is a conflict; twice in the file, or the same person twice, likewise. */
function conflictsOf(
  { row, current }: ComparedPerson,
  emailKey: string | null,
  taken: TakenAddresses,
  { claims }: PeopleJudging,
): Problem[] {
  const { email, accountId = '' } = row.content.values
  const conflicts: Problem[] = []
  const add = (field: string, code: string, message: string) =>
    conflicts.push(problemOf('error', { field, code, message }))
  const samePerson = earlierLine(claims, recordKey(current?.userId), row.rowNumber)
  if (samePerson !== undefined) {
    add(
      'id',
      'row.twice',
      `Lines ${samePerson} and ${row.line} of this file are about the same person. Keep one.`,
    )
  }
  if (!email) return conflicts
  const sameAddress = earlierLine(claims, emailKey, row.rowNumber)
  const holder = taken.get(addressIn(accountId, email))
  if (sameAddress !== undefined) {
    add(
      'email',
      'row.twice',
      `Lines ${sameAddress} and ${row.line} of this file have the same e-mail address. Keep one, or correct one of them.`,
    )
  } else if (holder !== undefined && holder !== current?.userId) {
    add(
      'email',
      'row.conflict',
      current
        ? 'Somebody else of the account has this e-mail address. Enter a different one, or change that person first.'
        : 'Somebody of the account has this e-mail address. Give their ID and tick "overwrite" to change them, or remove this row.',
    )
  }
  return conflicts
}

function verdictOf(conflicts: Problem[], different: PersonChanges | undefined): Exclude<Verdict, 'error'> {
  if (conflicts.length > 0) return 'conflict'
  if (!different) return 'create'
  return Object.keys(different).length > 0 ? 'change' : 'unchanged'
}
