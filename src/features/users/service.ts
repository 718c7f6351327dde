import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../accounts/index.ts'
import { type ActingUser, type OtherActor, record } from '../audit/index.ts'
import { tellOfAdminsAddress, tellOfNewAdmin, tellOfRemovedAdmins } from './admin-notices.ts'
import { adminByKey, type FixedField, fieldsFixed, fieldsOwned, lastAdmin, yourself } from './errors.ts'
import type { CountOfKind } from './forecast-store.ts'
import type { Users } from './list-store.ts'
import type { NewUser, UserChanges, UserInvitation } from './schema.ts'
import type { ChangedBy, NewUserRow, UserRow, UserValues } from './store.ts'
import * as store from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** A person was added: their address is to be found at sign-in. With `welcome` they are mailed how to finish their account (UA-16). */
    'user.added': { userId: string; email: string; welcome: boolean }
    /** A person was changed. */
    'user.changed': { userId: string; before: UserRow; after: UserRow; actor: ActingUser }
    /** People are about to lose their sign-in, and those of `leavingIds` to leave the list as well (UA-82, UA-83). */
    'user.deleting': {
      people: Array<Pick<UserRow, 'userId' | 'email'>>
      leavingIds: string[]
      actor: ActingUser
    }
    /** What would become of the softphones of these people? Each hearer adds what it counts, by what decides about a person (UA-83). */
    'users.forecasting-deletion': { people: Users; clients: CountOfKind[] }
    /** People are about to be shown: how many softphones each has, and how far their welcome e-mail is, is filled in by who knows. */
    'users.presenting': {
      userIds: string[]
      clientsDeployed: Map<string, number>
      invitations: Map<string, UserInvitation>
    }
  }
}

/**
 * Adds a person to the account. They cannot sign in until they set a password. Without `welcome` nobody mails them: they are given a link by other
 * means.
 * @throws Refusal `users.email-taken`, `users.sms-number-taken`, `users.location-unknown`
 */
export async function addUser(
  platform: Pick<Platform, 'events' | 'clock'>,
  tx: Tx,
  actor: Actor | OtherActor,
  user: Omit<NewUserRow, 'userId'>,
  { welcome = false }: { welcome?: boolean } = {},
): Promise<string> {
  const userId = newId()
  const account = await readAccount(tx)
  const partnerId =
    account?.kind === 'customer' && account.partnerAccessMode === 'open' ? account.parentId : null
  await store.insertUser(tx, { userId, ...user }, { partnerId, by: changedBy(actor) }, platform.clock.now())
  const { email, firstName, lastName, role } = user
  await record(tx, actor, 'user.added', { kind: 'user', id: userId }, { email, firstName, lastName, role })
  await platform.events.tell(tx, 'user.added', { userId, email, welcome })
  return userId
}

/**
 * Adds a person by hand, who is mailed how to finish their account (UA-10 to UA-16).
 * @throws Refusal as `addUser` does; `users.field-fixed` where an extension is given; `users.admin-by-key`
 */
export async function addPerson(platform: Platform, actor: Actor, given: NewUser): Promise<UserRow> {
  assertNotFixed(given, ['extension'])
  const { extension: _none, role = 'user', ...values } = given
  assertPersonMakesAdmins(actor, role)
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const userId = await addUser(platform, tx, actor, { ...values, role }, { welcome: true })
    if (role === 'admin') await tellOfNewAdmin(platform, tx, actor, values)
    return (await store.readUser(tx, userId)) as UserRow
  })
}

/**
 * Changes a person. What is absent stays, null clears; what is given as it is changes nothing.
 * @throws Refusal 404 unknown; 412 another version; 422 `users.field-fixed` (UA-40), `users.field-owned` (UA-41), `users.location-unknown`; 409
 * `users.email-taken`, `users.sms-number-taken`, `users.self`, `users.last-admin`; 403 `users.admin-by-key`
 */
export async function changeUser(
  platform: Platform,
  actor: Actor,
  userId: string,
  given: UserChanges,
  expectedVersion: number | undefined,
): Promise<UserRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await requireUser(tx, userId, expectedVersion)
    assertNotFixed(given, ['firstName', 'lastName', 'extension'])
    const changes = changesTo(before, given)
    assertPersonMakesAdmins(actor, before.role, changes.role)
    assertNotOwned(before, changes)
    // What changes nothing must leave no trace in the history.
    if (Object.keys(changes).length === 0) return before
    if (changes.status === 'inactive' && userId === actor.userId) throw yourself()
    if (isRegisteredAdmin(before) && !isRegisteredAdmin({ ...before, ...changes })) {
      await assertAdminRemains(tx, userId)
    }
    await tellOfAdmin(platform, tx, actor, before, { ...before, ...changes })
    const after = await store.updateUser(tx, before, changes, changedBy(actor), platform.clock.now())
    await record(tx, actor, 'user.changed', { kind: 'user', id: userId }, changes)
    await platform.events.tell(tx, 'user.changed', { userId, before, after, actor })
    return after
  })
}

/** The person, locked. @throws Refusal 404 unknown, 412 another version */
export async function requireUser(
  tx: Tx,
  userId: string,
  expectedVersion: number | undefined,
): Promise<UserRow> {
  const user = await store.readUser(tx, userId, true)
  if (!user) throw notFound()
  if (expectedVersion !== undefined && expectedVersion !== user.version) throw stale(user.lastModifiedByName)
  return user
}

/** Whether somebody administers the account and can sign in to do so. */
export function isRegisteredAdmin({ role, status }: Pick<UserRow, 'role' | 'status'>): boolean {
  return role === 'admin' && status === 'registered'
}

/** Whether somebody administers the account, now or as soon as they have registered. */
export function mayAdminister({ role, status }: Pick<UserRow, 'role' | 'status'>): boolean {
  return role === 'admin' && status !== 'inactive'
}

/** The other admins are told by mail when a change gives somebody the account, takes it from them, or moves the mailbox that opens it. */
async function tellOfAdmin(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  before: UserRow,
  after: UserRow,
): Promise<void> {
  if (!mayAdminister(before)) {
    if (mayAdminister(after)) await tellOfNewAdmin(platform, tx, actor, after)
  } else if (!mayAdminister(after)) {
    await tellOfRemovedAdmins(platform, tx, actor, [after])
  } else if (!isSameAddress(before.email, after.email)) {
    await tellOfAdminsAddress(platform, tx, actor, after)
  }
}

/** Without this person the account still has an admin who can sign in. @throws Refusal `users.last-admin` */
async function assertAdminRemains(tx: Tx, withoutId: string): Promise<void> {
  await store.lockAdmins(tx)
  if (!(await store.hasRegisteredAdmin(tx, [withoutId]))) throw lastAdmin()
}

/** Only a person makes somebody an admin, or changes one. @throws Refusal `users.admin-by-key` */
function assertPersonMakesAdmins({ apiKey }: Actor, ...roles: Array<UserRow['role'] | undefined>): void {
  if (apiKey && roles.includes('admin')) throw adminByKey()
}

/** Who stands at what they changed. */
export function changedBy(actor: { name: string; userId?: string }): ChangedBy {
  return { userId: actor.userId ?? null, name: actor.name }
}

/** UA-40. @throws Refusal `users.field-fixed` */
function assertNotFixed(given: Partial<Record<FixedField, unknown>>, fixed: FixedField[]): void {
  const named = fixed.filter((field) => given[field] !== undefined)
  if (named.length > 0) throw fieldsFixed(named)
}

/** UA-41: what a source supplies is changed there; named as it is, it is no change. @throws Refusal `users.field-owned` */
function assertNotOwned({ owners }: UserRow, changes: UserValues): void {
  const owned = Object.keys(changes).flatMap((field): Array<[string, string]> => {
    const source = owners[field]
    return source === undefined ? [] : [[field === 'status' ? 'deactivated' : field, source]]
  })
  if (owned.length > 0) throw fieldsOwned(owned)
}

/** What of the given values is not what the person has already. */
function changesTo(current: UserRow, { deactivated, ...given }: UserChanges): UserValues {
  const status = statusAfter(current, deactivated, given.email)
  const changed = Object.entries({ ...given, status }).filter(
    ([field, value]) => value !== undefined && value !== current[field as keyof UserRow],
  )
  return Object.fromEntries(changed)
}

function statusAfter(
  { status, registeredAt, lockedAt, email }: UserRow,
  deactivated: boolean | undefined,
  newEmail = email,
): string {
  if (deactivated) return 'inactive'
  if (deactivated === false && status === 'inactive') {
    // Only an unlock, or a new password by e-mail, ends what a lock guards against.
    if (lockedAt !== null) return 'locked'
    return registeredAt === null ? 'unregistered' : 'registered'
  }
  // The link in the welcome mail ends with the address to which it went.
  return status === 'invited' && !isSameAddress(email, newEmail) ? 'unregistered' : status
}

/** Whether two spellings are one address at sign-in. */
function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
