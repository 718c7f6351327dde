import { z } from 'zod'
import { accepted, accountRoute, created, nothing, ok, type Route, versionTag } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../operations/index.ts'
import { addingByHand } from './adding.ts'
import { changeUser } from './changes.ts'
import { deleteSelected, deleteUser } from './deletions.ts'
import { forecastDeletion } from './forecast.ts'
import { changeUsers } from './permissions.ts'
import { presentUsers } from './present.ts'
import {
  NewUser,
  NewUserDeletions,
  NewUserUpdates,
  User,
  UserChanges,
  UserDeletionForecast,
} from './schema.ts'
import type { UserRow } from './store.ts'
import { updateSelected } from './updates.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ userId: z.uuid() })

/** Acts on people, single and in bulk. */
export function actRoutes(platform: Platform): Route[] {
  const addPerson = addingByHand(platform)
  const shown = (accountId: string, row: UserRow): Promise<User> =>
    platform.database.inAccount(accountId, async (tx) => (await presentUsers(platform, tx, [row]))[0] as User)

  return [
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/users',
      operation: 'addUser',
      summary: 'Adds a person, who is mailed how to finish their account.',
      tag: 'users',
      may: changeUsers,
      stepUp: 'in-act',
      params: inAccount,
      body: NewUser,
      refuses: {
        403: ['users.admin-by-key'],
        409: ['users.email-taken', 'users.sms-number-taken'],
        422: ['users.location-unknown'],
      },
      answers: { 201: User },
      handle: async ({ actor, body, requireStepUp }) => {
        const user = await addPerson(actor, body, requireStepUp)
        return created(user, versionTag(user.version))
      },
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId/users/:userId',
      operation: 'changeUser',
      summary:
        'Changes a person; null clears, what is absent stays. Names and the extension cannot be changed.',
      tag: 'users',
      may: changeUsers,
      versioned: true,
      stepUp: 'in-act',
      params: one,
      body: UserChanges,
      refuses: {
        403: ['users.admin-by-key'],
        409: ['users.email-taken', 'users.sms-number-taken', 'users.self', 'users.last-admin'],
        422: ['users.field-fixed', 'users.field-owned', 'users.location-unknown'],
      },
      answers: { 200: User },
      handle: async ({ actor, params, body, expectedVersion, requireStepUp }) => {
        const how = { expectedVersion, requireStepUp }
        const row = await changeUser(platform, actor, params.userId, body, how)
        return ok(await shown(actor.accountId, row), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/users/:userId',
      operation: 'deleteUser',
      summary: 'Deletes a person. Of a person synchronised from a PBX only the sign-in is deleted.',
      tag: 'users',
      may: changeUsers,
      versioned: true,
      params: one,
      refuses: {
        403: ['users.admin-by-key'],
        409: ['users.self', 'users.last-admin', 'users.micloud-not-deletable', 'users.partner-not-deletable'],
      },
      answers: { 204: null },
      handle: async ({ actor, params, expectedVersion }) => {
        await deleteUser(platform, actor, params.userId, expectedVersion)
        return nothing()
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/user-updates',
      operation: 'changeUsers',
      summary:
        'Changes the selected people; null clears, what is absent stays. Whom a rule protects is skipped.',
      tag: 'users',
      may: changeUsers,
      stepUp: 'in-act',
      params: inAccount,
      body: NewUserUpdates,
      refuses: {
        403: ['users.admin-by-key'],
        409: ['operations.count-changed'],
        422: ['users.location-unknown'],
      },
      answers: { 202: Operation },
      handle: async ({ actor, body, requireStepUp }) => {
        const { selection, changes } = body
        return accepted(
          presentOperation(await updateSelected(platform, actor, selection, changes, requireStepUp)),
        )
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/user-deletions',
      operation: 'deleteUsers',
      summary: 'Deletes the selected people.',
      tag: 'users',
      may: changeUsers,
      params: inAccount,
      body: NewUserDeletions,
      refuses: { 409: ['operations.count-changed'] },
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await deleteSelected(platform, actor, body.selection))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/user-deletion-forecasts',
      operation: 'forecastUserDeletion',
      summary: 'What deleting the selected people would do. Changes nothing.',
      tag: 'users',
      may: changeUsers,
      params: inAccount,
      body: NewUserDeletions,
      answers: { 200: UserDeletionForecast },
      handle: async ({ actor, body }) => ok(await forecastDeletion(platform, actor, body.selection)),
    }),
  ]
}
