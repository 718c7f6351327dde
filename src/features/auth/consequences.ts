import type { Hears } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { emailHmac } from '#platform/secrets/index.ts'
import { endInvitations, invite } from './invitations.ts'
import * as store from './store.ts'

/** What happens to accounts and people, as far as signing in goes; all in the transaction in which it happens. */
export function consequences(platform: () => Platform): Hears {
  const keyed = (email: string) => emailHmac(platform().masterKey.deriveKey('sign-in directory'), email)
  return {
    'account.status-changed': async (tx, { status }) => {
      if (status === 'deactivated') await store.deleteAllSessions(tx)
    },
    'user.added': async (tx, { userId, email, welcome }) => {
      await store.insertDirectoryEntry(tx, keyed(email))
      if (welcome) await invite(platform(), tx, userId)
    },
    'user.changed': async (tx, { userId, before, after }) => {
      const [from, to] = [keyed(before.email), keyed(after.email)]
      const hasMoved = !from.equals(to)
      const isBarred = after.status === 'inactive'
      if (hasMoved) {
        await store.deleteDirectoryEntries(tx, [from])
        await store.insertDirectoryEntry(tx, to)
      }
      if (isBarred) await store.deleteSessionsOf(tx, [userId])
      if (hasMoved || isBarred) await endInvitations(tx, [userId])
    },
    // UA-83: of those who stay in the list too, so that a password from before opens nothing if they are invited again.
    'user.deleting': async (tx, { people }) => {
      const userIds = people.map(({ userId }) => userId)
      await endInvitations(tx, userIds)
      await store.deletePasswordsOf(tx, userIds)
      await store.deleteSessionsOf(tx, userIds)
      await store.deleteDirectoryEntries(
        tx,
        people.map(({ email }) => keyed(email)),
      )
    },
  }
}
