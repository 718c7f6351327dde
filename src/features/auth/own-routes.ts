import { z } from 'zod'
import { actorAtHome, callerRoute, nothing, ok, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changeOwnPassword } from './own-password.ts'
import { OwnPassword, OwnSessions, OwnSignIn } from './own-schema.ts'
import { endOtherSessions, endOwnSession, listOwnSessions, readOwnSignIn } from './own-sessions.ts'
import { answerWithSession } from './session-answers.ts'

const tag = 'own sign-in'

/** What people do to their own sign-in. */
export function ownRoutes(platform: Platform): Route[] {
  return [
    callerRoute({
      method: 'GET',
      path: '/me/sign-in',
      operation: 'getOwnSignIn',
      summary: 'How the caller signs in.',
      tag,
      answers: { 200: OwnSignIn },
      handle: async ({ caller }) => ok(await readOwnSignIn(platform, caller)),
    }),
    callerRoute({
      method: 'PUT',
      path: '/me/password',
      operation: 'setOwnPassword',
      summary: "Changes the caller's password. Their other sessions end, and this one gets a new token.",
      tag,
      body: OwnPassword,
      refuses: { 403: ['auth.wrong-password'], 422: ['auth.password-too-short', 'auth.password-too-easy'] },
      answers: { 204: null },
      handle: async ({ caller, body, address, requestId, raw, reply }) => {
        const client = { address, userAgent: raw.headers['user-agent'] }
        const actor = actorAtHome(caller, { address, requestId })
        const token = await changeOwnPassword(platform, actor, body, client)
        await answerWithSession(platform, token, raw, reply)
        return nothing()
      },
    }),
    callerRoute({
      method: 'GET',
      path: '/me/sessions',
      operation: 'listOwnSessions',
      summary: 'The browsers in which the caller is signed in, the last used first; at most a hundred.',
      tag,
      answers: { 200: OwnSessions },
      handle: async ({ caller }) => ok({ items: await listOwnSessions(platform, caller) }),
    }),
    callerRoute({
      method: 'DELETE',
      path: '/me/sessions/:sessionId',
      operation: 'endOwnSession',
      summary: 'Signs the caller out in one browser.',
      tag,
      params: z.object({ sessionId: z.uuid() }),
      answers: { 204: null },
      handle: async ({ caller, params, ...origin }) => {
        await endOwnSession(platform, actorAtHome(caller, origin), params.sessionId)
        return nothing()
      },
    }),
    callerRoute({
      method: 'DELETE',
      path: '/me/sessions',
      operation: 'endOtherSessions',
      summary: 'Signs the caller out in all other browsers.',
      tag,
      answers: { 204: null },
      handle: async ({ caller, ...origin }) => {
        await endOtherSessions(platform, actorAtHome(caller, origin))
        return nothing()
      },
    }),
  ]
}
