import type { Tx } from '#platform/database/index.ts'
import type { Actor, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../accounts/index.ts'
import { type ActingUser, recordEach } from '../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  type Selection,
  startBulkAct,
} from '../operations/index.ts'
import { type DeletableRow, deleteUsers, lockUsers, unregisterUsers } from './deletions-store.ts'
import { adminByKey, lastAdmin, micloudNotDeletable, partnerNotDeletable, yourself } from './errors.ts'
import type { UserFilter } from './schema.ts'
import { expandSelectionOfUsers } from './selection.ts'
import { changedBy, isRegisteredAdmin, mayAdminister, requireUser } from './service.ts'
import { hasRegisteredAdmin, lockAdmins } from './store.ts'
import { type TellOfAdmins, tellOfOperation, tellOfThese } from './telling-of-admins.ts'

/**
 * Deletes one person (UA-80). Who comes from a PBX loses the sign-in alone (UA-82).
 * @throws Refusal 404 unknown; 412 another version; 409 `users.self`, `users.last-admin`, `users.partner-not-deletable`,
 * `users.micloud-not-deletable`
 */
export async function deleteUser(
  platform: Platform,
  actor: Actor,
  userId: string,
  expectedVersion: number | undefined,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    await requireUser(tx, userId, expectedVersion)
    const refused = (await deletePeople(platform, tx, actor, [userId])).get(userId)
    if (refused) throw refused
  })
}

/** Deletes the selected (UA-80), as an operation. */
export function deleteSelected(
  platform: Platform,
  actor: Actor,
  selection: Selection<UserFilter>,
): Promise<OperationRow> {
  return startBulkAct(platform, actor, 'user-deletion', selection)
}

const chunkSize = 500

/** The bulk act behind Delete. Whom a rule protects is skipped with its reason. */
export function deletionOperation(platform: Platform): OperationKind {
  return {
    kind: 'user-deletion',
    chunkSize,
    expand: expandSelectionOfUsers,
    async work(tx, operation, subjectIds) {
      const actor = operation.parameters.actor as ActingUser
      const tell = tellOfOperation(platform, tx, operation, 'deleted', chunkSize)
      const results = await deletePeople(platform, tx, actor, subjectIds, tell)
      return subjectIds.map((subjectId) => outcomeOf(subjectId, results))
    },
  }
}

function outcomeOf(subjectId: string, results: Map<string, Refusal | undefined>): ItemOutcome {
  if (!results.has(subjectId)) {
    const message = 'This person does not exist any more.'
    return { subjectId, outcome: 'failed', code: 'http.not-found', message }
  }
  const refused = results.get(subjectId)
  if (!refused) return { subjectId, outcome: 'done' }
  return { subjectId, outcome: 'skipped', code: refused.code, message: refused.message }
}

/** Deletes people, each by the rules of a single one, and tells the admins of those among them. @returns each of those that exist, with why they were not deleted; undefined: they were */
export async function deletePeople(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  userIds: string[],
  tell: TellOfAdmins = tellOfThese(platform, tx, actor),
): Promise<Map<string, Refusal | undefined>> {
  const people = await lockUsers(tx, userIds)
  const account = await readAccount(tx)
  const refusals = new Map(
    people.map((person) => [
      person.userId,
      whyNotDeletedBy(actor, person) ?? whyNotDeletable(person, account?.kind),
    ]),
  )
  const deletable = people.filter(({ userId }) => !refusals.get(userId))
  const spared = await adminToSpare(tx, deletable)
  if (spared) refusals.set(spared.userId, lastAdmin())
  await endPeople(
    platform,
    tx,
    actor,
    deletable.filter((person) => person !== spared),
    tell,
  )
  return refusals
}

/** What forbids this caller to delete somebody, whoever else there is. Without an id it is asked of others than the caller. */
export function whyNotDeletedBy(
  actor: Pick<ActingUser, 'apiKey' | 'userId'>,
  { userId, role }: Pick<DeletableRow, 'role'> & Partial<Pick<DeletableRow, 'userId'>>,
): Refusal | undefined {
  if (actor.apiKey && role === 'admin') return adminByKey()
  return userId === actor.userId ? yourself() : undefined
}

/** What forbids to delete somebody, whoever asks for it and whoever else there is (UA-81). */
export function whyNotDeletable(
  { origin, role }: Pick<DeletableRow, 'origin' | 'role'>,
  accountKind: string | undefined,
): Refusal | undefined {
  if (accountKind === 'partner' && role === 'admin') return partnerNotDeletable()
  if (origin === 'micloud') return micloudNotDeletable()
  return undefined
}

/** Whom of these the account needs as its only admin who can sign in: the last by id, as if they were deleted one after the other. */
async function adminToSpare(tx: Tx, people: DeletableRow[]): Promise<DeletableRow | undefined> {
  const admins = people.filter(isRegisteredAdmin)
  if (admins.length === 0) return undefined
  await lockAdmins(tx)
  const adminIds = admins.map(({ userId }) => userId)
  return (await hasRegisteredAdmin(tx, adminIds)) ? undefined : admins.at(-1)
}

/** Whoever holds something of these people is told before they go. */
async function endPeople(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  people: DeletableRow[],
  tell: TellOfAdmins,
): Promise<void> {
  if (people.length === 0) return
  const { clock, events } = platform
  const staying = people.filter(staysListed)
  const leaving = people.filter((person) => !staysListed(person))
  const idsOf = (some: DeletableRow[]) => some.map(({ userId }) => userId)
  await tell([], people.filter(mayAdminister))
  await events.tell(tx, 'user.deleting', { people, leavingIds: idsOf(leaving), actor })
  await deleteUsers(tx, idsOf(leaving))
  await unregisterUsers(tx, idsOf(staying), changedBy(actor), clock.now())
  await recordEach(tx, actor, 'user.deleted', leaving.map(named))
  await recordEach(tx, actor, 'user.unregistered', staying.map(named))
}

/** Whether deleting ends the sign-in alone: the PBX would bring the person back (UA-82). */
export function staysListed({ origin }: Pick<DeletableRow, 'origin'>): boolean {
  return origin === 'pbx'
}

/** How somebody stands in the history, who is in no list any more. */
function named({ userId, email, firstName, lastName }: DeletableRow) {
  return { subject: { kind: 'user', id: userId }, details: { email, firstName, lastName } }
}
