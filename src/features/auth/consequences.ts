import type { Hears } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { emailHmac } from '#platform/secrets/index.ts'
import type { UserRow } from '../users/index.ts'
import { endApiKeysOf } from './api-keys/api-keys.ts'
import { deleteDirectoryEntries, insertDirectoryEntries } from './directory-store.ts'
import { welcomeNew } from './invitation-mail.ts'
import { endInvitations, forgetInvitations, invitationsOfPeople } from './invitations.ts'
import { tellOfNewAddresses } from './notices.ts'
import { deleteAllResets, deleteResetsOf } from './resets/store.ts'
import { forgetRememberedDevices } from './second-factors/remembered-devices.ts'
import { deleteAllDevices } from './second-factors/remembered-store.ts'
import { deleteSecondFactorsOf } from './second-factors/store.ts'
import { deleteIdentitiesOf } from './single-sign-on/identities-store.ts'
import { presentSingleSignOn } from './single-sign-on/readiness.ts'
import * as store from './store.ts'

/** What happens to accounts and people, as far as signing in goes; all in the transaction in which it happens. */
export function consequences(platform: () => Platform): Hears {
  const keyed = (email: string) => emailHmac(platform().masterKey.deriveKey('sign-in directory'), email)
  return {
    'integrations.presenting': async (tx, { standings }) => {
      const card = standings.get('sso')
      if (card) await presentSingleSignOn(tx, card)
    },
    'account.status-changed': async (tx, { status }) => {
      if (status !== 'deactivated') return
      await store.deleteAllSessions(tx)
      await deleteAllDevices(tx)
      await deleteAllResets(tx)
    },
    'users.added': async (tx, { people, welcome, invitations }) => {
      await insertDirectoryEntries(
        tx,
        people.map(({ email }) => keyed(email)),
      )
      if (!welcome) return
      const { expiresAt } = await welcomeNew(platform(), tx, people)
      const invitation = { state: 'queued' as const, expiresAt: expiresAt.toISOString(), answer: null }
      for (const { userId } of people) invitations.set(userId, invitation)
    },
    'users.presenting': async (tx, { userIds, invitations }) => {
      for (const { userId, state, expiresAt, answer } of await invitationsOfPeople(platform(), tx, userIds)) {
        if (state !== 'used') invitations.set(userId, { state, expiresAt, answer })
      }
    },
    'users.changed': async (tx, { people, actor }) => {
      const moved = people
        .filter(({ before, after }) => before.email !== after.email)
        .map((person) => ({ ...person, from: keyed(person.before.email), to: keyed(person.after.email) }))
        .filter(({ from, to }) => !from.equals(to))
      const barredIds = people.filter(({ after }) => isBarred(after)).map(({ after }) => after.userId)
      const movedIds = moved.map(({ after }) => after.userId)
      if (moved.length > 0) {
        const [from, to] = [moved.map((move) => move.from), moved.map((move) => move.to)]
        await deleteDirectoryEntries(tx, from)
        await insertDirectoryEntries(tx, to)
        await tellOfNewAddresses(platform(), tx, actor, moved)
      }
      if (barredIds.length > 0) {
        await store.deleteSessionsOf(tx, barredIds)
        await forgetRememberedDevices(tx, barredIds)
      }
      if (movedIds.length + barredIds.length > 0) {
        await endInvitations(tx, [...movedIds, ...barredIds])
        await deleteResetsOf(tx, [...movedIds, ...barredIds])
      }
      const noAdmins = people.filter(({ after }) => isBarred(after) || after.role !== 'admin')
      const noAdminIds = noAdmins.map(({ after }) => after.userId)
      await endApiKeysOf(platform(), tx, actor, noAdminIds)
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
      await deleteDirectoryEntries(
        tx,
        people.map(({ email }) => keyed(email)),
      )
    },
  }
}

function isBarred({ status }: UserRow): boolean {
  return status === 'inactive'
}
