import { z } from 'zod'
import { accepted, accountRoute, ok, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readInvitation, sendWelcomeMail } from './invitations.ts'
import { inviteUsers } from './permissions.ts'
import { Invitation } from './schema.ts'

const one = z.object({ accountId: z.uuid(), userId: z.uuid() })

/** The welcome e-mail of a person. */
export function invitationRoutes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/users/:userId/welcome-emails',
      operation: 'sendWelcomeEmail',
      summary:
        'Sends a person who has no password yet the e-mail *Finish building your account*. Its link works once within 7 days and ends earlier ones.',
      tag: 'users',
      may: inviteUsers,
      params: one,
      answers: { 202: Invitation },
      handle: async ({ actor, params }) => accepted(await sendWelcomeMail(platform, actor, params.userId)),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/users/:userId/invitation',
      operation: 'getInvitation',
      summary: 'What became of the newest welcome e-mail of a person.',
      tag: 'users',
      may: inviteUsers,
      params: one,
      answers: { 200: Invitation },
      handle: async ({ actor, params }) => ok(await readInvitation(platform, actor, params.userId)),
    }),
  ]
}
