import type { Tx } from '#platform/database/index.ts'
import type { Actor, Refusal, RequireStepUp } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { locationNames } from '../accounts/index.ts'
import { type ActingUser, changesBetween, recordEach } from '../audit/index.ts'
import { tellOfAdminsAddress } from './admin-notices.ts'
import { adminByKey, fieldsOwned, lastAdmin, yourself } from './errors.ts'
import type { UserChanges } from './schema.ts'
import {
  assertNotFixed,
  type ChangedPerson,
  changedBy,
  isRegisteredAdmin,
  isSameAddress,
  mayAdminister,
  opensAccount,
  requireUser,
} from './service.ts'
import { hasRegisteredAdmin, lockAdmins, type UserRow, type UserValues } from './store.ts'
import { type TellOfAdmins, tellOfThese } from './telling-of-admins.ts'
import { type UserUpdate, updateUsers } from './updates-store.ts'

/**
 * Changes a person. What is absent stays, null clears; what is given as it is changes nothing.
 * @throws Refusal 404 unknown; 412 another version; 422 `users.field-fixed` (UA-40), `users.field-owned` (UA-41), `users.location-unknown`; 409
 * `users.email-taken`, `users.sms-number-taken`, `users.self`, `users.last-admin`; 403 `users.admin-by-key`, `auth.step-up-required`; those of who hears
 * `users.sms-numbers-giving`
 */
export async function changeUser(
  platform: Platform,
  actor: Actor,
  userId: string,
  given: UserChanges,
  { expectedVersion, requireStepUp }: { expectedVersion: number | undefined; requireStepUp: RequireStepUp },
): Promise<UserRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await requireUser(tx, userId, expectedVersion)
    assertNotFixed(given, ['firstName', 'lastName', 'extension'])
    // A key, which proves nothing, is refused with the rest of what it may not.
    if (!actor.apiKey && opensAccount(before, given)) requireStepUp()
    const { refusals, changed } = await changePeople(platform, tx, actor, [before], given)
    const refused = refusals.get(userId)
    if (refused) throw refused
    return changed[0]?.after ?? before
  })
}

/**
 * Has a person change what is theirs to change. It stands in the history as their own act.
 * @throws Refusal 404 unknown; 422 `users.field-owned` (UA-41)
 */
export async function changeOwnDetails(
  platform: Platform,
  actor: Actor,
  given: Pick<UserChanges, 'language'>,
): Promise<void> {
  await platform.database.inAccount(actor.homeAccountId, async (tx) => {
    const before = await requireUser(tx, actor.userId, undefined)
    const { refusals } = await changeEach(platform, tx, actor, [{ before, given }], { isOwn: true })
    const refused = refusals.get(actor.userId)
    if (refused) throw refused
  })
}

/** What of a person a change names; names and the extension are nobody's to change. */
type GivenValues = Omit<UserChanges, 'firstName' | 'lastName' | 'extension'>

/**
 * Changes people, whom the caller has locked, all of them alike: see `changeEach`.
 */
export function changePeople(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  people: UserRow[],
  given: GivenValues,
  how: Changing = {},
): Promise<Changed> {
  const each = people.map((before) => ({ before, given }))
  return changeEach(platform, tx, actor, each, how)
}

/** How a change is told of. */
interface Changing {
  /** People change what is theirs to change: as that it stands in the history. */
  isOwn?: boolean
  /** How the admins are told of each other; of these people, where nothing else is said. */
  tell?: TellOfAdmins
}

/** What became of people who were to be changed: why somebody was not, by their id, and who was. */
interface Changed {
  refusals: Map<string, Refusal>
  changed: ChangedPerson[]
}

/**
 * Changes people, whom the caller has locked, each in their own way, in the order of their ids. Somebody whom a rule protects stays as they are; whom the change finds as
 * it would have them is neither changed nor told of.
 * @throws Refusal `users.email-taken`, `users.sms-number-taken`, `users.location-unknown`, and those of who hears `users.sms-numbers-giving`: then
 * nobody is changed
 */
export async function changeEach(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  people: Array<{ before: UserRow; given: GivenValues }>,
  how: Changing = {},
): Promise<Changed> {
  const refusals = new Map<string, Refusal>()
  const asked = people.map(({ before, given }): UserUpdate => ({ before, values: changesTo(before, given) }))
  for (const { before, values } of asked) {
    const refused = whyNotChanged(actor, before, values)
    if (refused) refusals.set(before.userId, refused)
  }
  const allowed = asked.filter(
    ({ before, values }) => !refusals.has(before.userId) && Object.keys(values).length > 0,
  )
  const spared = await adminToSpare(tx, allowed)
  if (spared) refusals.set(spared.before.userId, lastAdmin())
  const updates = allowed.filter((update) => update !== spared)
  return { refusals, changed: await writeChanges(platform, tx, actor, updates, how) }
}

/** What forbids to change somebody so, whoever else there is. */
function whyNotChanged(actor: ActingUser, before: UserRow, values: UserValues): Refusal | undefined {
  if (actor.apiKey && [before.role, values.role].includes('admin')) return adminByKey()
  const owned = ownedAmong(before, values)
  if (owned.length > 0) return fieldsOwned(owned)
  return values.status === 'inactive' && before.userId === actor.userId ? yourself() : undefined
}

/** What forbids to give somebody another SMS number, whoever else there is. */
export function whyNoOtherNumber(actor: ActingUser, person: UserRow): Refusal | undefined {
  return whyNotChanged(actor, person, { smsNumber: null })
}

/** UA-41: what a source supplies is changed there; named as it is, it is no change. */
function ownedAmong({ owners }: UserRow, values: UserValues): Array<[field: string, source: string]> {
  return Object.keys(values).flatMap((field): Array<[string, string]> => {
    const source = owners[field]
    return source === undefined ? [] : [[field === 'status' ? 'deactivated' : field, source]]
  })
}

/** Whom the account needs as its only admin who can sign in: the last by id, as if they were changed one after the other. */
async function adminToSpare(tx: Tx, updates: UserUpdate[]): Promise<UserUpdate | undefined> {
  const ending = updates.filter(
    ({ before, values }) => isRegisteredAdmin(before) && !isRegisteredAdmin({ ...before, ...values }),
  )
  if (ending.length === 0) return undefined
  await lockAdmins(tx)
  const endingIds = ending.map(({ before }) => before.userId)
  return (await hasRegisteredAdmin(tx, endingIds)) ? undefined : ending.at(-1)
}

/** Writes what was found to be allowed, and tells whom it concerns. What changes nothing must leave no trace in the history. */
async function writeChanges(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  updates: UserUpdate[],
  { isOwn = false, tell = tellOfThese(platform, tx, actor) }: Changing,
): Promise<ChangedPerson[]> {
  if (updates.length === 0) return []
  const numbers = updates.flatMap(({ values }) => values.smsNumber ?? [])
  if (numbers.length > 0) await platform.events.tell(tx, 'users.sms-numbers-giving', { numbers })
  await tellOfAdmins(platform, tx, actor, updates, tell)
  const rows = await updateUsers(tx, updates, changedBy(actor), platform.clock.now())
  const changed = updates.flatMap(({ before }) => {
    const after = rows.get(before.userId)
    return after ? [{ before, after }] : []
  })
  const told = await asRecorded(tx, updates)
  if (isOwn) await recordEach(tx, actor, 'own-details.changed', told)
  else await recordEach(tx, actor, 'user.changed', told)
  await platform.events.tell(tx, 'users.changed', { people: changed, actor })
  return changed
}

/** What the history tells of each: locations by their names. */
async function asRecorded(tx: Tx, updates: UserUpdate[]) {
  const names = await namesOfLocations(tx, updates)
  const named = <Values extends Partial<Pick<UserRow, 'locationId'>>>(values: Values) =>
    values.locationId ? { ...values, locationId: names.get(values.locationId) } : values
  return updates.map(({ before, values }) => {
    const { userId, firstName, lastName } = before
    const details = { firstName, lastName, changes: changesBetween(named(before), named(values)) }
    return { subject: { kind: 'user', id: userId }, details }
  })
}

function namesOfLocations(tx: Tx, updates: UserUpdate[]): Promise<Map<string, string>> {
  const moved = updates.filter(({ values }) => values.locationId !== undefined)
  const ids = moved.flatMap(({ before, values }) => [before.locationId, values.locationId])
  return locationNames(tx, [...new Set(ids.flatMap((id) => id ?? []))])
}

/** What makes an admin, or is where one is written to. */
const concerningAdmins = ['role', 'status', 'email'] as const

/**
 * The other admins are told by mail when a change gives somebody the account, takes it from them, or moves the mailbox that opens it. Before it is
 * written, so that who is removed is told too.
 */
async function tellOfAdmins(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  updates: UserUpdate[],
  tell: TellOfAdmins,
): Promise<void> {
  const people = updates
    .filter(({ values }) => concerningAdmins.some((field) => field in values))
    .map(({ before, values }) => ({ before, after: { ...before, ...values } }))
  const were = people.filter(({ before }) => mayAdminister(before))
  const made = people.filter(({ before, after }) => !mayAdminister(before) && mayAdminister(after))
  const removed = were.filter(({ after }) => !mayAdminister(after))
  await tell(made.map(asTheyWillBe), removed.map(asTheyWillBe))
  for (const { before, after } of were) {
    if (mayAdminister(after) && !isSameAddress(before.email, after.email)) {
      await tellOfAdminsAddress(platform, tx, actor, after)
    }
  }
}

function asTheyWillBe({ after }: ChangedPerson): UserRow {
  return after
}

/** What of the given values is not what the person has already. */
function changesTo(current: UserRow, { deactivated, ...given }: GivenValues): UserValues {
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
