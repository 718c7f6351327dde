import { z } from 'zod'
import { accountRoute, nothing, ok, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changeSignInPolicy, managePersonSignIn, readSignInPolicy } from '../permissions.ts'
import { unlockPerson } from './locking.ts'
import { changePolicy, readPolicy } from './policy.ts'
import { removeSecondFactorOf } from './removal.ts'
import { SignInPolicy, SignInPolicyChanges } from './schema.ts'

const inAccount = z.object({ accountId: z.uuid() })
const person = inAccount.extend({ userId: z.uuid() })

/** What admins do about second factors: those of others, and what the account asks for. */
export function secondFactorRoutes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/users/:userId/second-factor',
      operation: 'removeSecondFactorOfUser',
      summary:
        'Removes the second factor of a person who has lost their phone and their recovery codes. They are told.',
      tag: 'users',
      may: managePersonSignIn,
      stepUp: true,
      params: person,
      refuses: { 409: ['auth.no-second-factor'] },
      answers: { 204: null },
      handle: async ({ actor, params }) => {
        await removeSecondFactorOf(platform, actor, params.userId)
        return nothing()
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/users/:userId/unlocks',
      operation: 'unlockUser',
      summary:
        'Lets a person sign in again who was locked after ten wrong codes. Who is not locked stays as they are.',
      tag: 'users',
      may: managePersonSignIn,
      params: person,
      answers: { 204: null },
      handle: async ({ actor, params }) => {
        await unlockPerson(platform, actor, params.userId)
        return nothing()
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/sign-in-policy',
      operation: 'getSignInPolicy',
      summary: 'What the account asks of those who sign in.',
      tag: 'accounts',
      may: readSignInPolicy,
      params: inAccount,
      answers: { 200: SignInPolicy },
      handle: async ({ actor }) => ok(await readPolicy(platform, actor.accountId)),
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId/sign-in-policy',
      operation: 'changeSignInPolicy',
      summary:
        'Changes what the account asks of those who sign in. It holds from the next request of everybody.',
      tag: 'accounts',
      may: changeSignInPolicy,
      stepUp: true,
      params: inAccount,
      body: SignInPolicyChanges,
      refuses: { 409: ['auth.enrol-first'] },
      answers: { 200: SignInPolicy },
      handle: async ({ actor, body }) => ok(await changePolicy(platform, actor, body)),
    }),
  ]
}
