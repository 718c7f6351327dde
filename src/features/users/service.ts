import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, type RequireStepUp, stale } from '#platform/http/index.ts'
import type { ActingUser } from '../audit/index.ts'
import { adminByKey, type FixedField, fieldsFixed } from './errors.ts'
import type { Users } from './filter-store.ts'
import type { CountOfKind } from './forecast-store.ts'
import type { UserInvitation } from './schema.ts'
import type { ChangedBy, UserRow } from './store.ts'
import * as store from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /**
     * People were added: their addresses are to be found at sign-in. With `welcome` they are mailed how to finish their accounts (UA-16), and who
     * mails them fills in how far that is.
     */
    'users.added': { people: AddedPerson[]; welcome: boolean; invitations: Map<string, UserInvitation> }
    /** People are about to be given these SMS numbers. A hearer that throws refuses them (UA-12). */
    'users.sms-numbers-giving': { numbers: string[] }
    /** People were changed. */
    'users.changed': { people: ChangedPerson[]; actor: ActingUser }
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

/** What a person is known and mailed by. */
export type AddedPerson = Pick<UserRow, 'userId' | 'firstName' | 'lastName' | 'email' | 'language'>

/** A person before a change and after it. */
export interface ChangedPerson {
  before: UserRow
  after: UserRow
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

/** Only a person who has lately proven who they are makes somebody an admin. @throws Refusal `users.admin-by-key`, `auth.step-up-required` */
export function assertMayMakeAdmins(
  { apiKey }: Pick<Actor, 'apiKey'>,
  role: string | undefined,
  requireStepUp: RequireStepUp,
): void {
  if (role !== 'admin') return
  if (apiKey) throw adminByKey()
  requireStepUp()
}

/**
 * Whether a change makes somebody an admin, lets one in again, or moves the mailbox by which the password of one is reset: whoever has found a session
 * open for hours must not get the whole account by it.
 */
export function opensAccount(
  before: Pick<UserRow, 'role' | 'email' | 'status'>,
  given: { role?: string | undefined; email?: string | undefined; deactivated?: boolean | undefined },
): boolean {
  const { role, email, deactivated } = given
  if (before.role !== 'admin') return role === 'admin'
  if (before.status === 'inactive' && deactivated === false) return true
  return email !== undefined && !isSameAddress(before.email, email)
}

/** Whether two spellings are one address at sign-in. */
export function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** Who stands at what they changed. */
export function changedBy(actor: { name: string; userId?: string }): ChangedBy {
  return { userId: actor.userId ?? null, name: actor.name }
}

/** UA-40. @throws Refusal `users.field-fixed` */
export function assertNotFixed(given: Partial<Record<FixedField, unknown>>, fixed: FixedField[]): void {
  const named = fixed.filter((field) => given[field] !== undefined)
  if (named.length > 0) throw fieldsFixed(named)
}
