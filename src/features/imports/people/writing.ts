import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { addPeople, changeEach, type PlannedPerson, type UserRow } from '../../users/index.ts'
import type { Importer } from '../importer.ts'
import type { AcceptedRow, WrittenChange } from '../kind.ts'
import type { AnyImportOptions } from '../schema.ts'
import type { PersonChanges } from './compare.ts'
import type { JudgedPerson } from './judge.ts'

/** People ready to be written. */
export interface PreparedPeople {
  creating: PlannedPerson[]
  changing: Array<{ before: UserRow; given: PersonChanges; rowNumber: number }>
}

/** What a changed person had before. */
export type PersonSnapshot = Required<PersonChanges>

/** Only computes. */
export function preparePeople(rows: Array<AcceptedRow<JudgedPerson>>): PreparedPeople {
  const prepared: PreparedPeople = { creating: [], changing: [] }
  for (const { subjectId, judged } of rows) {
    const { current, different, verdict, rowNumber } = judged
    if (!current) prepared.creating.push(newPerson(subjectId, judged))
    else if (different && verdict === 'change')
      prepared.changing.push({ before: current, given: different, rowNumber })
  }
  return prepared
}

function newPerson(userId: string, { content, locationId }: JudgedPerson): PlannedPerson {
  const { firstName = '', lastName = '', email = '', role = 'user', mobile, language } = content.values
  return {
    userId,
    firstName,
    lastName,
    email,
    role,
    mobile: mobile ?? null,
    language: language ?? null,
    locationId: locationId ?? null,
  }
}

/**
 * Adds and changes people by the rules of a single one.
 * @returns what was changed, to be undone one day
 * @throws Refusal what a rule says of somebody who has changed since the rows were judged: then nobody is changed
 */
export async function writePeople(
  platform: Platform,
  tx: Tx,
  { importer, options }: { importer: Importer; options: AnyImportOptions },
  { creating, changing }: PreparedPeople,
): Promise<Array<WrittenChange<PersonSnapshot>>> {
  await addPeople(platform, tx, importer, creating, { welcome: options.sendWelcome ?? true })
  if (changing.length === 0) return []
  const inOrder = changing.toSorted((one, other) => (one.before.userId < other.before.userId ? -1 : 1))
  const { refusals, changed } = await changeEach(platform, tx, importer, inOrder)
  for (const refusal of refusals.values()) throw refusal
  const rowNumbers = new Map(changing.map(({ before, rowNumber }) => [before.userId, rowNumber]))
  return changed.map(({ before, after }) => ({
    rowNumber: rowNumbers.get(after.userId) as number,
    appliedVersion: after.version,
    snapshot: snapshotOf(before),
  }))
}

function snapshotOf({ email, role, mobile, language, locationId }: UserRow): PersonSnapshot {
  return { email, role, mobile, language, locationId } as PersonSnapshot
}
