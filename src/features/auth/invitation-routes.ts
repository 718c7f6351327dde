import { z } from 'zod'
import { accepted, accountRoute, Count, keyOf, ok, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../operations/index.ts'
import { sendWelcomeMails } from './invitation-operation.ts'
import {
  countByState,
  countMatching,
  pageOfInvitations,
  readInvitation,
  sendWelcomeMail,
} from './invitations.ts'
import { inviteUsers } from './permissions.ts'
import {
  Invitation,
  InvitationCount,
  InvitationFilterQuery,
  InvitationOfPerson,
  InvitationQuery,
  InvitationSearch,
  NewWelcomeEmails,
} from './schema.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ userId: z.uuid() })

/** Welcome e-mails, and what became of them. */
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
      refuses: { 409: ['auth.already-registered', 'auth.person-deactivated'], 429: ['auth.mailed-often'] },
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
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/invitations',
      operation: 'listInvitations',
      summary:
        'The people who were invited, each with what became of the newest welcome e-mail, newest first. Without `state`, those who have not registered.',
      tag: 'users',
      may: inviteUsers,
      params: inAccount,
      query: InvitationQuery,
      answers: { 200: pageOf(InvitationOfPerson) },
      handle: async ({ actor, query }) => {
        const { limit, cursor, state, search } = query
        const [key, id] = cursor === undefined ? [] : keyOf(cursor, 2).map(String)
        const after = key === undefined || id === undefined ? undefined : { key, id }
        return ok(
          await pageOfInvitations(
            platform,
            actor.accountId,
            { state, search: search || undefined },
            { after, limit },
          ),
        )
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/invitations/count',
      operation: 'countMatchingInvitations',
      summary:
        'How many invitations match. Of those whose people have registered at most 10,000 are counted.',
      tag: 'users',
      may: inviteUsers,
      params: inAccount,
      query: InvitationFilterQuery,
      answers: { 200: Count },
      handle: async ({ actor, query: { state, search } }) =>
        ok({ count: await countMatching(platform, actor.accountId, { state, search: search || undefined }) }),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/invitations/counts',
      operation: 'countInvitations',
      summary: 'How many invitations are in which state. States without any are left out.',
      tag: 'users',
      may: inviteUsers,
      params: inAccount,
      query: InvitationSearch,
      answers: { 200: z.object({ items: z.array(InvitationCount) }) },
      handle: async ({ actor, query }) =>
        ok({ items: await countByState(platform, actor.accountId, query.search || undefined) }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/welcome-emails',
      operation: 'sendWelcomeEmails',
      summary:
        'Sends the selected people the e-mail *Finish building your account*; earlier links end. Who has registered or is deactivated is skipped.',
      tag: 'users',
      may: inviteUsers,
      params: inAccount,
      body: NewWelcomeEmails,
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await sendWelcomeMails(platform, actor, body.selection))),
    }),
  ]
}
