import { z } from 'zod'
import { accountRoute, nothing, ok, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { PersonSignIn } from './own-schema.ts'
import { managePersonSignIn } from './permissions.ts'
import { readPersonSignIn, signOutPerson } from './person-sign-in.ts'

const person = z.object({ accountId: z.uuid(), userId: z.uuid() })

/** What administrators do to the sign-in of a person. */
export function personRoutes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/users/:userId/sign-in',
      operation: 'getPersonSignIn',
      summary: 'How a person signs in.',
      tag: 'users',
      may: managePersonSignIn,
      params: person,
      answers: { 200: PersonSignIn },
      handle: async ({ actor, params }) => ok(await readPersonSignIn(platform, actor, params.userId)),
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/users/:userId/sessions',
      operation: 'signOutPerson',
      summary: 'Signs a person out everywhere. They are told.',
      tag: 'users',
      may: managePersonSignIn,
      params: person,
      answers: { 204: null },
      handle: async ({ actor, params }) => {
        await signOutPerson(platform, actor, params.userId)
        return nothing()
      },
    }),
  ]
}
