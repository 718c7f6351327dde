import { z } from 'zod'
import { accountRoute, keyOf, notFound, ok, Paging, page, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readUsers } from './permissions.ts'
import { PersonTimelineEntry } from './schema.ts'
import { readUser } from './store.ts'
import { personTimeline } from './timeline.ts'

const one = z.object({ accountId: z.uuid(), userId: z.uuid() })

/** What happened to a person. */
export function timelineRoutes({ database }: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/users/:userId/timeline',
      operation: 'listPersonTimeline',
      summary: 'What happened to a person, newest first: acts of others and their own, and bulk acts.',
      tag: 'users',
      may: readUsers,
      params: one,
      query: z.object(Paging),
      answers: { 200: pageOf(PersonTimelineEntry) },
      handle: async ({ actor, params, query }) => {
        const before = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const entries = await database.inAccount(actor.accountId, async (tx) => {
          if (!(await readUser(tx, params.userId))) throw notFound()
          return personTimeline(tx, params.userId, query.limit + 1, before)
        })
        return ok(
          page(
            entries,
            query.limit,
            ({ id }) => [id],
            (entry) => entry,
          ),
        )
      },
    }),
  ]
}
