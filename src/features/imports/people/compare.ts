import type { Tx } from '#platform/database/index.ts'
import { locationsCalled } from '../../accounts/index.ts'
import { findUsersByEmail, hasRegisteredAdmin, readUsers, type UserRow } from '../../users/index.ts'
import type { DraftRow } from '../draft.ts'
import type { Compared, Judging } from '../kind.ts'
import type { PersonCells } from './cells.ts'
import type { KnownForPeople } from './draft.ts'

export type PeopleJudging = Judging<PersonCells, KnownForPeople>

/** What may be changed of a person by a file. */
export type PersonChanges = Partial<
  Pick<UserRow, 'email' | 'mobile' | 'locationId'> & {
    role: 'user' | 'admin'
    language: NonNullable<PersonCells['language']> | null
  }
>

/** A row with what the account that it names holds that it is judged by. */
export interface ComparedPerson {
  row: DraftRow<PersonCells>
  current: UserRow | undefined
  /** Of a row with a record: what it says that the record does not hold. */
  different: PersonChanges | undefined
  /** undefined: the cell is empty, or names no location of the account. */
  locationId: string | null | undefined
  /** The account would be left without an admin who can sign in. */
  takesLastAdmin: boolean
}

/** Who has the e-mail addresses of the rows already, by account and address. */
export type TakenAddresses = Map<string, string>

/** The key of an address in an account; e-mail addresses are ASCII, so that the database folds them alike. */
export function addressIn(accountId: string, email: string): string {
  return `${accountId} ${email.toLowerCase()}`
}

/** What these rows are to be judged by: each account that they name is looked into once. */
export async function comparePeople(
  tx: Tx,
  drafts: Array<DraftRow<PersonCells>>,
  { known }: PeopleJudging,
): Promise<Compared<ComparedPerson, TakenAddresses>> {
  const byAccount = Map.groupBy(drafts, ({ content }) => content.values.accountId)
  const compared = new Map<DraftRow<PersonCells>, ComparedPerson>()
  const taken: TakenAddresses = new Map()
  for (const [accountId, rows] of byAccount) {
    if (accountId === undefined) continue
    const look = (inside: Tx) => compareInAccount(inside, rows, taken)
    const found = accountId === tx.accountId ? await look(tx) : await known.inAccount(accountId, look)
    for (const each of found) compared.set(each.row, each)
  }
  return { rows: drafts.map((row) => compared.get(row) ?? unknownAccount(row)), alike: taken }
}

function unknownAccount(row: DraftRow<PersonCells>): ComparedPerson {
  return { row, current: undefined, different: undefined, locationId: undefined, takesLastAdmin: false }
}

async function compareInAccount(
  tx: Tx,
  rows: Array<DraftRow<PersonCells>>,
  taken: TakenAddresses,
): Promise<ComparedPerson[]> {
  const values = rows.map(({ content }) => content.values)
  const people = new Map(
    (
      await readUsers(
        tx,
        values.flatMap(({ id }) => id ?? []),
      )
    ).map((person) => [person.userId, person]),
  )
  for (const { userId, emailKey } of await findUsersByEmail(
    tx,
    values.flatMap(({ email }) => email ?? []),
  )) {
    taken.set(addressIn(tx.accountId, emailKey), userId)
  }
  const names = [...new Set(values.flatMap(({ location }) => location ?? []))]
  const locations = new Map((await locationsCalled(tx, names)).map((each) => [each.called, each.locationId]))
  const compared = rows.map((row) => {
    const { id, location } = row.content.values
    const current = id === undefined ? undefined : people.get(id)
    const locationId = location ? locations.get(location) : location
    const different = current && differences(current, row.content.values, locationId)
    return { row, current, different, locationId, takesLastAdmin: false }
  })
  const demoted = compared.filter(
    ({ current, different }) =>
      current?.role === 'admin' && current.status === 'registered' && different?.role === 'user',
  )
  const demotedIds = demoted.flatMap(({ current }) => current?.userId ?? [])
  const last = demoted.at(-1)
  // As if they were changed one after the other: the last of them has to stay.
  if (last && !(await hasRegisteredAdmin(tx, demotedIds))) last.takesLastAdmin = true
  return compared
}

function differences(
  current: UserRow,
  { email, role, mobile, language }: PersonCells,
  locationId: string | null | undefined,
): PersonChanges {
  const said = { email, role, mobile, language, locationId }
  return Object.fromEntries(
    Object.entries(said).filter(
      ([field, value]) => value !== undefined && value !== current[field as keyof UserRow],
    ),
  ) as PersonChanges
}
