import type { Hears } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { emailHmac } from '#platform/secrets/index.ts'
import { endApiKeysOf } from './api-keys/api-keys.ts'
import { endInvitations, forgetInvitations, invitationsOfPeople, invite } from './invitations.ts'
import { deleteAllResets, deleteResetsOf } from './resets/store.ts'
import { forgetRememberedDevices } from './second-factors/remembered-devices.ts'
import { deleteAllDevices } from './second-factors/remembered-store.ts'
import { deleteSecondFactorsOf } from './second-factors/store.ts'
import { deleteIdentitiesOf } from './single-sign-on/identities-store.ts'
import * as store from './store.ts'

/** What happens to accounts and people, as far as signing in goes; all in the transaction in which it happens. */
export function consequences(platform: () => Platform): Hears {
  const keyed = (email: string) => emailHmac(platform().masterKey.deriveKey('sign-in directory'), email)
  return {
    'account.status-changed': async (tx, { status }) => {
      if (status !== 'deactivated') return
      await store.deleteAllSessions(tx)
      await deleteAllDevices(tx)
      await deleteAllResets(tx)
    },
    'user.added': async (tx, { userId, email, welcome }) => {
      await store.insertDirectoryEntry(tx, keyed(email))
      if (welcome) await invite(platform(), tx, userId)
    },
    'users.presenting': async (tx, { userIds, invitations }) => {
      for (const { userId, state, expiresAt, answer } of await invitationsOfPeople(platform(), tx, userIds)) {
        if (state !== 'used') invitations.set(userId, { state, expiresAt, answer })
      }
    },
    'user.changed': async (tx, { userId, before, after, actor }) => {
      const [from, to] = [keyed(before.email), keyed(after.email)]
      const hasMoved = !from.equals(to)
      const isBarred = after.status === 'inactive'
      if (hasMoved) {
        await store.deleteDirectoryEntries(tx, [from])
        await store.insertDirectoryEntry(tx, to)
      }
      if (isBarred) {
        await store.deleteSessionsOf(tx, [userId])
        await forgetRememberedDevices(tx, [userId])
      }
      if (hasMoved || isBarred) {
        await endInvitations(tx, [userId])
        await deleteResetsOf(tx, [userId])
      }
      if (isBarred || after.role !== 'admin') await endApiKeysOf(platform(), tx, actor, [userId])
    },
    // UA-83: of those who stay in the list too, so that a password from before opens nothing if they are invited again.
    'user.deleting': async (tx, { people, actor }) => {
      const userIds = people.map(({ userId }) => userId)
      await forgetInvitations(tx, userIds)
      await deleteResetsOf(tx, userIds)
      await endApiKeysOf(platform(), tx, actor, userIds)
      await store.deletePasswordsOf(tx, userIds)
      await deleteIdentitiesOf(tx, userIds)
      await deleteSecondFactorsOf(tx, userIds)
      await forgetRememberedDevices(tx, userIds)
      await store.deleteSessionsOf(tx, userIds)
      await store.deleteDirectoryEntries(
        tx,
        people.map(({ email }) => keyed(email)),
      )
    },
  }
}
