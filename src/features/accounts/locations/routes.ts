import { z } from 'zod'
import {
  accepted,
  accountRoute,
  Count,
  created,
  keyOf,
  notFound,
  nothing,
  ok,
  page,
  pageOf,
  type Route,
  versionTag,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changeLocations, readLocations } from './permissions.ts'
import {
  Location,
  LocationChanges,
  LocationFilterQuery,
  LocationQuery,
  LocationReplacement,
  NewLocation,
} from './schema.ts'
import { addLocation, changeLocation, deleteLocation, presentLocations } from './service.ts'
import { countLocations, type LocationRow, listLocations, readLocation } from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ locationId: z.uuid() })

/** The locations of an account: listed page by page, added, read, changed and deleted. A record’s answer bears its version as ETag. */
export function routes(platform: Platform): Route[] {
  const { database } = platform

  async function shownOne(accountId: string, row: LocationRow): Promise<Location> {
    const shown = await database.inAccount(accountId, (tx) => presentLocations(platform, tx, [row]))
    return shown[0] as Location
  }

  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/locations',
      operation: 'listLocations',
      summary: 'The locations, by name, each with how many people are there.',
      tag: 'locations',
      may: readLocations,
      params: inAccount,
      query: LocationQuery,
      answers: { 200: pageOf(Location) },
      handle: async ({ actor, query: { search, limit, cursor } }) => {
        const [sortName, locationId] = cursor === undefined ? [] : keyOf(cursor, 2).map(String)
        const after =
          sortName === undefined || locationId === undefined ? undefined : { sortName, locationId }
        return database.inAccount(actor.accountId, async (tx) => {
          const rows = await listLocations(tx, search, limit + 1, after)
          const shown = await presentLocations(platform, tx, rows.slice(0, limit))
          const known = new Map(shown.map((location) => [location.id, location]))
          return ok(
            page(
              rows,
              limit,
              (row) => [row.sortName, row.locationId],
              (row) => known.get(row.locationId) as Location,
            ),
          )
        })
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/locations/count',
      operation: 'countLocations',
      summary: 'How many locations match.',
      tag: 'locations',
      may: readLocations,
      params: inAccount,
      query: LocationFilterQuery,
      answers: { 200: Count },
      handle: async ({ actor, query }) =>
        ok({ count: await database.inAccount(actor.accountId, (tx) => countLocations(tx, query.search)) }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/locations',
      operation: 'addLocation',
      summary: 'Adds a location.',
      tag: 'locations',
      may: changeLocations,
      params: inAccount,
      body: NewLocation,
      refuses: { 409: ['locations.name-taken'] },
      answers: { 201: Location },
      handle: async ({ actor, body }) => {
        const row = await addLocation(platform, actor, body)
        return created(await shownOne(actor.accountId, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/locations/:locationId',
      operation: 'getLocation',
      summary: 'One location.',
      tag: 'locations',
      may: readLocations,
      params: one,
      answers: { 200: Location },
      handle: async ({ actor, params }) => {
        const row = await database.inAccount(actor.accountId, (tx) => readLocation(tx, params.locationId))
        if (!row) throw notFound()
        return ok(await shownOne(actor.accountId, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId/locations/:locationId',
      operation: 'changeLocation',
      summary: 'Changes a location; null clears, what is absent stays.',
      tag: 'locations',
      may: changeLocations,
      versioned: true,
      params: one,
      body: LocationChanges,
      refuses: { 409: ['locations.name-taken'] },
      answers: { 200: Location },
      handle: async ({ actor, params, body, expectedVersion }) => {
        const row = await changeLocation(platform, actor, params.locationId, body, expectedVersion)
        return ok(await shownOne(actor.accountId, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/locations/:locationId',
      operation: 'deleteLocation',
      summary:
        'Deletes a location; one where people are needs a replacement, where they are from then on. Thousands of people are sent there by an operation, with the last of whom the location ends.',
      tag: 'locations',
      may: changeLocations,
      versioned: true,
      params: one,
      query: z.object({
        replacementId: z.uuid().optional().describe('The location that its people get instead.'),
      }),
      refuses: { 409: ['locations.in-use', 'locations.people-stay'], 422: ['locations.unknown'] },
      answers: { 202: LocationReplacement, 204: null },
      handle: async ({ actor, params, query, expectedVersion }) => {
        const { locationId } = params
        const operationId = await deleteLocation(
          platform,
          actor,
          locationId,
          query.replacementId,
          expectedVersion,
        )
        return operationId === undefined ? nothing() : accepted({ operationId })
      },
    }),
  ]
}
