import { newId, type Tx } from '#platform/database/index.ts'
import type { Events } from '#platform/events/events.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changesBetween, lastActorOn, record } from '../../audit/index.ts'
import { locationInUse, replacementUnknown } from './errors.ts'
import type { Location, LocationChanges, NewLocation } from './schema.ts'
import type { LocationRow } from './store.ts'
import * as store from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** How many people are at these locations? The hearer adds them up. */
    'locations.presenting': { locationIds: string[]; people: Map<string, number> }
    /**
     * A location is about to go. The hearer counts its people in `people`, and sends them to the replacement where there is one: at once, or by
     * an operation, in `operationId`, which ends the location with the last of them.
     */
    'location.deleting': {
      locationId: string
      replacementId: string | undefined
      actor: Actor
      people: number
      operationId?: string
    }
  }
}

/** A location with its people, as the API shows it. */
export async function presentLocations(
  { events }: Pick<Platform, 'events'>,
  tx: Tx,
  rows: LocationRow[],
): Promise<Location[]> {
  const people = new Map<string, number>()
  await events.tell(tx, 'locations.presenting', { locationIds: rows.map((row) => row.locationId), people })
  return rows.map(({ locationId, sortName: _, createdAt, updatedAt, ...row }) => ({
    id: locationId,
    ...row,
    people: people.get(locationId) ?? 0,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}

/** Adds a location. @throws Refusal `locations.name-taken` */
export async function addLocation(
  platform: Platform,
  actor: Actor,
  given: NewLocation,
): Promise<LocationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const row = await store.insertLocation(tx, newId(), given, platform.clock.now())
    await record(tx, actor, 'location.added', { kind: 'location', id: row.locationId }, { name: row.name })
    return row
  })
}

/** Changes a location. @throws Refusal `locations.name-taken`; 412 when it was changed since `expectedVersion` */
export async function changeLocation(
  platform: Platform,
  actor: Actor,
  locationId: string,
  changes: LocationChanges,
  expectedVersion: number | undefined,
): Promise<LocationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await lockExpected(tx, locationId, 'to-change', expectedVersion)
    if (Object.keys(changes).length === 0) return before
    const row = await store.updateLocation(tx, locationId, changes, platform.clock.now())
    const details = { name: before.name, changes: changesBetween(before, changes) }
    await record(tx, actor, 'location.changed', { kind: 'location', id: locationId }, details)
    return row
  })
}

/**
 * Deletes a location; its people are at the replacement from then on.
 * @returns the operation that sends them there and ends the location; undefined where they were few, so that it is gone
 * @throws Refusal `locations.in-use` where people are there and no replacement is named; `locations.unknown`
 */
export async function deleteLocation(
  platform: Platform,
  actor: Actor,
  locationId: string,
  replacementId: string | undefined,
  expectedVersion: number | undefined,
): Promise<string | undefined> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const { name } = await lockExpected(tx, locationId, 'to-end', expectedVersion)
    if (replacementId !== undefined && !(await isOther(tx, locationId, replacementId)))
      throw replacementUnknown()
    const deleting: Events['location.deleting'] = { locationId, replacementId, actor, people: 0 }
    await platform.events.tell(tx, 'location.deleting', deleting)
    const { people, operationId } = deleting
    if (people > 0 && replacementId === undefined) throw locationInUse(people)
    if (operationId === undefined) await store.removeLocation(tx, locationId)
    const action = operationId === undefined ? 'location.deleted' : 'location-replacement.started'
    await record(tx, actor, action, { kind: 'location', id: locationId }, { name, replacementId, people })
    return operationId
  })
}

async function isOther(tx: Tx, locationId: string, replacementId: string): Promise<boolean> {
  return (
    replacementId !== locationId && (await store.lockLocation(tx, replacementId, 'to-keep')) !== undefined
  )
}

async function lockExpected(
  tx: Tx,
  locationId: string,
  why: 'to-change' | 'to-end',
  expectedVersion: number | undefined,
): Promise<LocationRow> {
  const row = await store.lockLocation(tx, locationId, why)
  if (!row) throw notFound()
  if (expectedVersion !== undefined && expectedVersion !== row.version)
    throw stale(await lastActorOn(tx, 'location', locationId))
  return row
}
