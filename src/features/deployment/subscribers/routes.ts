import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import {
  accountRoute,
  Count,
  created,
  foreignCursor,
  keyOf,
  notFound,
  nothing,
  ok,
  Paging,
  page,
  pageOf,
  type Route,
  versionTag,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readProfiles } from '../profiles/store.ts'
import { listSubscribers } from './list-store.ts'
import { changeSubscribers, readSubscribers } from './permissions.ts'
import { presentSubscriber } from './present.ts'
import {
  NewSubscriber,
  Subscriber,
  SubscriberChanges,
  SubscriberFilterQuery,
  SubscriberQuery,
  type SubscriberSort,
  TimelineEntry,
} from './schema.ts'
import { addSubscriber, changeSubscriber, deleteSubscriber } from './service.ts'
import { countSubscribers, readSubscriber, type SubscriberRow } from './store.ts'
import { listTimeline, presentEntry } from './timeline.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ subscriberId: z.uuid() })

/** The telephony identities of an account, written with their secrets and read without, and their timelines. */
export function routes(platform: Platform): Route[] {
  const { database, clock } = platform

  async function shown(tx: Tx, rows: SubscriberRow[]): Promise<Map<SubscriberRow, Subscriber>> {
    const profiles = await readProfiles(tx, [...new Set(rows.map((row) => row.profileId))])
    const hosts = new Map(profiles.map((profile) => [profile.profileId, profile.mbgSipHost]))
    const now = clock.now()
    return new Map(rows.map((row) => [row, presentSubscriber(row, hosts.get(row.profileId) ?? null, now)]))
  }
  async function shownOne(accountId: string, row: SubscriberRow): Promise<Subscriber> {
    return database.inAccount(accountId, async (tx) => (await shown(tx, [row])).get(row) as Subscriber)
  }

  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscribers',
      operation: 'listSubscribers',
      summary:
        'The subscribers, filtered and sorted. A search with more than 10,000 matches is sorted by name; X-Sorted-By says how. First name, language and user names sort at most 10,000 matches.',
      tag: 'subscribers',
      may: readSubscribers,
      params: inAccount,
      query: SubscriberQuery,
      refuses: { 422: ['subscribers.too-many-to-sort'] },
      answers: { 200: pageOf(Subscriber) },
      handle: async ({ actor, query }) => {
        const { limit, cursor, sort, ...filter } = query
        const [asked = sort, sorted = sort, key, id] =
          cursor === undefined ? [] : keyOf(cursor, 4).map(String)
        // The order that was asked for, and the one in which the list was begun: by name where a search had found too many for the first.
        if ((sort !== asked && sort !== sorted) || (sorted !== asked && sorted !== 'lastName')) {
          throw foreignCursor()
        }
        const order = {
          sort: sorted.replace('-', '') as SubscriberSort,
          descending: sorted.startsWith('-'),
          after: key === undefined || id === undefined ? undefined : { key, id },
          limit: limit + 1,
        }
        return database.inAccount(actor.accountId, async (tx) => {
          const list = await listSubscribers(tx, filter, order, clock.now())
          const sortedBy = `${list.descending ? '-' : ''}${list.sort}`
          const presented = await shown(tx, list.rows)
          return ok(
            page(
              list.rows,
              limit,
              (row) => [asked, sortedBy, row.sortKey, row.subscriberId],
              (row) => presented.get(row) as Subscriber,
            ),
            { 'x-sorted-by': sortedBy },
          )
        })
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscribers/count',
      operation: 'countSubscribers',
      summary: 'How many subscribers match.',
      tag: 'subscribers',
      may: readSubscribers,
      params: inAccount,
      query: SubscriberFilterQuery,
      answers: { 200: Count },
      handle: async ({ actor, query }) =>
        ok({
          count: await database.inAccount(actor.accountId, (tx) => countSubscribers(tx, query, clock.now())),
        }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscribers',
      operation: 'addSubscriber',
      summary: 'Adds a subscriber by hand.',
      tag: 'subscribers',
      may: changeSubscribers,
      params: inAccount,
      body: NewSubscriber,
      refuses: {
        422: ['deployment-profiles.unknown', 'subscribers.user-deactivated', 'subscribers.user-unknown'],
      },
      answers: { 201: Subscriber },
      handle: async ({ actor, body }) => {
        const row = await addSubscriber(platform, actor, body)
        return created(await shownOne(actor.accountId, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscribers/:subscriberId',
      operation: 'getSubscriber',
      summary: 'One subscriber.',
      tag: 'subscribers',
      may: readSubscribers,
      params: one,
      answers: { 200: Subscriber },
      handle: async ({ actor, params }) => {
        const row = await database.inAccount(actor.accountId, (tx) => readSubscriber(tx, params.subscriberId))
        if (!row) throw notFound()
        return ok(await shownOne(actor.accountId, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId/subscribers/:subscriberId',
      operation: 'changeSubscriber',
      summary: 'Changes a subscriber; null clears, what is absent stays.',
      tag: 'subscribers',
      may: changeSubscribers,
      versioned: true,
      params: one,
      body: SubscriberChanges,
      refuses: {
        422: [
          'deployment-profiles.unknown',
          'subscribers.field-owned',
          'subscribers.user-deactivated',
          'subscribers.user-unknown',
        ],
      },
      answers: { 200: Subscriber },
      handle: async ({ actor, params, body, expectedVersion }) => {
        const row = await changeSubscriber(platform, actor, params.subscriberId, body, expectedVersion)
        return ok(await shownOne(actor.accountId, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/subscribers/:subscriberId',
      operation: 'deleteSubscriber',
      summary: 'Removes a subscriber from client deployment.',
      tag: 'subscribers',
      may: changeSubscribers,
      versioned: true,
      params: one,
      answers: { 204: null },
      handle: async ({ actor, params, expectedVersion }) => {
        await deleteSubscriber(platform, actor, params.subscriberId, expectedVersion)
        return nothing()
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscribers/:subscriberId/timeline',
      operation: 'listTimeline',
      summary: 'Every step from click to registered phone, newest first.',
      tag: 'subscribers',
      may: readSubscribers,
      params: one,
      query: z.object(Paging),
      answers: { 200: pageOf(TimelineEntry) },
      handle: async ({ actor, params, query }) => {
        const before = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await database.inAccount(actor.accountId, async (tx) => {
          if (!(await readSubscriber(tx, params.subscriberId))) throw notFound()
          return listTimeline(tx, params.subscriberId, query.limit + 1, before)
        })
        return ok(page(rows, query.limit, (row) => [row.entryId], presentEntry))
      },
    }),
  ]
}
