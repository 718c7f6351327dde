import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { locationNames } from '../../accounts/index.ts'
import type { ItemOutcome } from '../../operations/index.ts'
import {
  changeEach,
  deletePeople,
  findUsersByEmail,
  fullName,
  lockPeople,
  type UserRow,
} from '../../users/index.ts'
import type { Importer } from '../importer.ts'
import type { RowRefusal, UndoneRow } from '../kind.ts'
import type { PersonSnapshot } from './writing.ts'

/**
 * Who was added goes, with the welcome e-mail that has not gone yet, and who was changed gets back what they had. Who was changed since, or has
 * registered, is left. @returns those who are left, with the reason
 */
export async function undoPeople(
  platform: Platform,
  tx: Tx,
  { importer }: { importer: Importer },
  rows: Array<UndoneRow<PersonSnapshot>>,
): Promise<Map<string, ItemOutcome>> {
  const left = new Map<string, ItemOutcome>()
  const leave = (subjectId: string, why: RowRefusal) =>
    left.set(subjectId, { subjectId, outcome: 'skipped', ...why })
  const people = new Map(
    (
      await lockPeople(
        tx,
        rows.map(({ subjectId }) => subjectId),
      )
    ).map((person) => [person.userId, person]),
  )
  const created: string[] = []
  const changed: Array<{ before: UserRow; given: PersonSnapshot }> = []
  for (const row of rows) {
    const before = people.get(row.subjectId)
    const inTheWay = whatIsInTheWay(row, before)
    if (inTheWay) leave(row.subjectId, inTheWay)
    else if (!row.snapshot) created.push(row.subjectId)
    else if (before) changed.push({ before, given: row.snapshot })
  }
  const removed = await deletePeople(platform, tx, importer, created)
  for (const [userId, refusal] of removed) if (refusal) leave(userId, refusal)
  const taken = await addressesTakenSince(tx, changed)
  for (const { before } of changed) {
    if (!taken.has(before.userId)) continue
    const message = `${fullName(before)}: somebody else has the e-mail address that this person had before.`
    leave(before.userId, { code: 'undo.email-taken', message })
  }
  const restored = await withKnownLocations(
    tx,
    changed.filter(({ before }) => !taken.has(before.userId)),
  )
  const { refusals } = await changeEach(platform, tx, importer, restored)
  for (const [userId, { code, message }] of refusals) leave(userId, { code, message })
  return left
}

/** Somebody whom others have worked with since, or who has registered, is left alone, and named. */
function whatIsInTheWay(row: UndoneRow, person: UserRow | undefined): RowRefusal | undefined {
  if (!person) return { code: 'http.not-found', message: 'This person does not exist any more.' }
  const name = fullName(person)
  if (row.snapshot === undefined && person.registeredAt !== null) {
    const message = `${name} has registered since the import, and was left as they are.`
    return { code: 'undo.registered-since', message }
  }
  if (person.version !== row.appliedVersion) {
    const message = `${name} was changed after the import, and was left as they are.`
    return { code: 'undo.changed-since', message }
  }
  return undefined
}

/** Which of these would get back an address that somebody else has by now? */
async function addressesTakenSince(
  tx: Tx,
  changed: Array<{ before: UserRow; given: PersonSnapshot }>,
): Promise<Set<string>> {
  const holders = await findUsersByEmail(
    tx,
    changed.map(({ given }) => given.email),
  )
  const holderOf = new Map(holders.map(({ emailKey, userId }) => [emailKey, userId]))
  const isTaken = ({ before, given }: (typeof changed)[number]) => {
    const holder = holderOf.get(given.email.toLowerCase())
    return holder !== undefined && holder !== before.userId
  }
  return new Set(changed.filter(isTaken).map(({ before }) => before.userId))
}

/** A location that was deleted meanwhile cannot be given back. */
async function withKnownLocations<Changed extends { before: UserRow; given: PersonSnapshot }>(
  tx: Tx,
  changed: Changed[],
): Promise<Changed[]> {
  const ids = changed.flatMap(({ given }) => given.locationId ?? [])
  const known = await locationNames(tx, ids)
  return changed.map((each) => {
    const { locationId } = each.given
    if (locationId === null || known.has(locationId)) return each
    return { ...each, given: { ...each.given, locationId: each.before.locationId } }
  })
}
