import { type RawBuilder, sql } from 'kysely'
import { type Tx, whenViolated } from '#platform/database/index.ts'
import { locationNameTaken } from './errors.ts'
import type { NewLocation } from './schema.ts'

/** A building or site, as it is stored. */
export interface LocationRow {
  locationId: string
  name: string
  street: string | null
  postalCode: string | null
  city: string | null
  country: string | null
  sortName: string
  version: number
  createdAt: Date
  updatedAt: Date
}

const columns = [
  'locationId',
  'name',
  'street',
  'postalCode',
  'city',
  'country',
  'sortName',
  'version',
  'createdAt',
  'updatedAt',
] as const

/** Which locations match, by name, after that one? */
export async function listLocations(
  tx: Tx,
  search: string | undefined,
  limit: number,
  after: { sortName: string; locationId: string } | undefined,
): Promise<LocationRow[]> {
  return tx
    .selectFrom('app.locations')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where((eb) => eb.and(wordsOf(search).map(occurs)))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(sort_name, location_id) > (${after?.sortName}, ${after?.locationId}::uuid)`),
    )
    .orderBy('sortName')
    .orderBy('locationId')
    .limit(limit)
    .execute()
}

/** How many locations match? */
export async function countLocations(tx: Tx, search: string | undefined): Promise<number> {
  const { count } = await tx
    .selectFrom('app.locations')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .where((eb) => eb.and(wordsOf(search).map(occurs)))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function wordsOf(search = ''): string[] {
  return search.split(/\s+/).filter((word) => word !== '')
}

function occurs(word: string): RawBuilder<boolean> {
  return sql<boolean>`position(app.fold(${word}) in app.fold(name || ' ' || coalesce(city, ''))) > 0`
}

/** Which location is this? */
export async function readLocation(tx: Tx, locationId: string): Promise<LocationRow | undefined> {
  return oneLocation(tx, locationId).executeTakeFirst()
}

/**
 * Which location is this? Until the transaction ends nobody else changes it: `to-change`; sends people there: `to-end`; or ends it: `to-keep`.
 */
export async function lockLocation(
  tx: Tx,
  locationId: string,
  why: 'to-change' | 'to-end' | 'to-keep',
): Promise<LocationRow | undefined> {
  const locks = { 'to-change': 'forNoKeyUpdate', 'to-end': 'forUpdate', 'to-keep': 'forKeyShare' } as const
  return oneLocation(tx, locationId)[locks[why]]().executeTakeFirst()
}

/** Which locations are called so, in whatever case and with or without accents? Each with the name by which it was asked for. */
export async function locationsCalled(
  tx: Tx,
  names: string[],
): Promise<Array<{ called: string; locationId: string }>> {
  if (names.length === 0) return []
  const { rows } = await sql<{ called: string; locationId: string }>`
    select wanted.called, l.location_id from unnest(${names}::text[]) as wanted(called)
      join app.locations l on l.account_id = ${tx.accountId} and l.sort_name = app.fold(wanted.called)`.execute(
    tx,
  )
  return rows
}

/** What are these locations called, as far as they are there? */
export async function locationNames(tx: Tx, locationIds: string[]): Promise<Map<string, string>> {
  if (locationIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('app.locations')
    .select(['locationId', 'name'])
    .where('accountId', '=', tx.accountId)
    .where(sql<boolean>`location_id = any(${locationIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ locationId, name }) => [locationId, name]))
}

function oneLocation(tx: Tx, locationId: string) {
  return tx
    .selectFrom('app.locations')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('locationId', '=', locationId)
}

/** Adds a location. The database decides whether the name is free. */
export async function insertLocation(
  tx: Tx,
  locationId: string,
  location: NewLocation,
  now: Date,
): Promise<LocationRow> {
  return tx
    .insertInto('app.locations')
    .values({
      accountId: tx.accountId,
      locationId,
      ...location,
      sortName: folded(location.name),
      createdAt: now,
      updatedAt: now,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
    .catch(whenViolated('locations_name', locationNameTaken))
}

/** Changes a location that the caller has locked. */
export async function updateLocation(
  tx: Tx,
  locationId: string,
  changes: Partial<NewLocation>,
  now: Date,
): Promise<LocationRow> {
  return tx
    .updateTable('app.locations')
    .set((eb) => ({
      ...changes,
      ...(changes.name === undefined ? {} : { sortName: folded(changes.name) }),
      updatedAt: now,
      version: eb('version', '+', 1),
    }))
    .where('accountId', '=', tx.accountId)
    .where('locationId', '=', locationId)
    .returning(columns)
    .executeTakeFirstOrThrow()
    .catch(whenViolated('locations_name', locationNameTaken))
}

/** Deletes a location where nobody is any more. */
export async function removeLocation(tx: Tx, locationId: string): Promise<void> {
  await tx
    .deleteFrom('app.locations')
    .where('accountId', '=', tx.accountId)
    .where('locationId', '=', locationId)
    .execute()
}

function folded(name: string) {
  return sql<string>`app.fold(${name})`
}
