import { type CsvFlavour, csvOf } from '#platform/csv/index.ts'
import type { Place, Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { locationNames } from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { assertExpected, type Selection, summaryOf } from '../../operations/index.ts'
import {
  countSelectedUsers,
  countUsers,
  listUsers,
  presentUsers,
  readUsers,
  tellOfPartner,
  type UserRow,
} from '../../users/index.ts'
import type { UserFilter } from '../../users/schema.ts'
import type { NewUserExport } from '../schema.ts'
import { exportedColumns, type PersonColumnField } from './columns.ts'

const pageSize = 1_000

/** A person as a file has them. */
type ExportedPerson = Record<Exclude<PersonColumnField, 'account' | 'name'>, string | null>

/**
 * Exports the selected people as CSV. It is recorded, and told to a customer whose partner exports, before the first byte leaves. Pages are read as the
 * text is: memory holds one, and no transaction waits for a slow reader.
 */
export async function exportPeople(
  platform: Platform,
  actor: Actor,
  { selection, flavour }: { selection: NewUserExport['selection']; flavour: CsvFlavour },
): Promise<AsyncGenerator<string, void, undefined>> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const records = await countSelected(tx, selection)
    assertExpected(selection, records)
    const subject = { kind: 'account', id: tx.accountId }
    await record(tx, actor, 'users.exported', subject, { ...summaryOf(selection), records, flavour })
    await tellOfPartner(platform, tx, actor, { what: 'export-made', details: { count: records } })
  })
  return csvOf(exportedPeople(platform, actor.accountId, selection), exportedColumns, flavour)
}

/** Where nobody says how many are expected, those left out are not looked up: the count is at most what leaves. */
async function countSelected(tx: Tx, selection: Selection<UserFilter>): Promise<number> {
  if ('ids' in selection) return (await readUsers(tx, [...new Set(selection.ids)])).length
  if (selection.expectedCount !== undefined) return countSelectedUsers(tx, selection)
  return Math.max(0, (await countUsers(tx, selection.filter)) - selection.except.length)
}

async function* exportedPeople(
  platform: Platform,
  accountId: string,
  selection: Selection<UserFilter>,
): AsyncGenerator<ExportedPerson, void, undefined> {
  const pages = 'ids' in selection ? pagesOf(selection.ids) : matching(selection)
  for (;;) {
    const people = await platform.database.inAccount(accountId, async (tx) =>
      asExported(platform, tx, await pages(tx)),
    )
    if (people.length === 0) return
    yield* people
  }
}

/** Reads the next page whenever it is called; an empty one is the last. */
type Pages = (tx: Tx) => Promise<UserRow[]>

function pagesOf(ids: string[]): Pages {
  let at = 0
  const ordered = [...new Set(ids)].sort()
  return async (tx) => {
    while (at < ordered.length) {
      const rows = await readUsers(tx, ordered.slice(at, at + pageSize))
      at += pageSize
      if (rows.length > 0) return rows.sort((one, other) => (one.userId < other.userId ? -1 : 1))
    }
    return []
  }
}

function matching({ filter, except }: Extract<Selection<UserFilter>, { all: true }>): Pages {
  const left = new Set(except)
  let after: Place | undefined
  let isLast = false
  return async (tx) => {
    while (!isLast) {
      const order = { sort: 'lastName', descending: false, after, limit: pageSize } as const
      const { rows } = await listUsers(tx, filter, order)
      const last = rows.at(-1)
      isLast = rows.length < pageSize
      if (last) after = { key: last.sortKey, id: last.userId }
      const wanted = rows.filter((row) => !left.has(row.userId))
      if (wanted.length > 0) return wanted
    }
    return []
  }
}

async function asExported(platform: Platform, tx: Tx, rows: UserRow[]): Promise<ExportedPerson[]> {
  const people = await presentUsers(platform, tx, rows)
  const locations = await locationNames(
    tx,
    people.flatMap(({ locationId }) => locationId ?? []),
  )
  return people.map((person) => ({
    id: person.id,
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.email,
    role: person.role === 'admin' ? 'Account Admin' : 'User',
    language: person.language,
    mobile: person.mobile,
    location: (person.locationId && locations.get(person.locationId)) ?? null,
    extension: person.extension,
    smsNumber: person.smsNumber,
    status: person.status,
    licences: person.licences.join(', '),
    lastSignIn: person.lastSignInAt,
  }))
}
