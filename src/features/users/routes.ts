import { z } from 'zod'
import { accountRoute, keyOf, ok, Paging, page, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readUsers } from './permissions.ts'
import { User, UserProperty } from './schema.ts'
import { presentUser } from './service.ts'
import { listUsers } from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })
/** `?property=admins&property=registered`; one alone comes without a list around it. */
const properties = z.preprocess(
  (given) => (given === undefined || Array.isArray(given) ? given : [given]),
  z
    .array(UserProperty)
    .max(UserProperty.options.length)
    .default([])
    .describe('Only people with each of these properties.'),
)

export function routes({ database }: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/users',
      operation: 'listUsers',
      summary: 'The people of the account, in the order in which they were added.',
      tag: 'users',
      may: readUsers,
      params: inAccount,
      query: z.object({ ...Paging, property: properties }),
      answers: { 200: pageOf(User) },
      handle: async ({ actor, query }) => {
        const after = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await database.inAccount(actor.accountId, (tx) =>
          listUsers(tx, query.property, query.limit + 1, after),
        )
        return ok(page(rows, query.limit, (row) => [row.userId], presentUser))
      },
    }),
  ]
}
