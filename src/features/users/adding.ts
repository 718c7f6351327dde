import { mayBeRepeated, newId, type Tx } from '#platform/database/index.ts'
import { gathering } from '#platform/gathering/gathering.ts'
import type { Actor, RequireStepUp } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type ActingUser, type OtherActor, recordActs } from '../audit/index.ts'
import {
  type AddedAs,
  asAdded,
  insertUsers,
  insertUsersUnread,
  orRefusal,
  type PlannedPerson,
} from './adding-store.ts'
import { tellOfNewAdmins } from './admin-notices.ts'
import { presentAdded } from './present.ts'
import type { NewUser, User, UserInvitation } from './schema.ts'
import { assertMayMakeAdmins, assertNotFixed, changedBy } from './service.ts'

/** How many of those who are added at the same time are added in one transaction. */
const atMostAtOnce = 50

/** Somebody to be added, and who adds them. */
interface Adding<By extends Actor | ActingUser | OtherActor> {
  actor: By
  person: PlannedPerson
}

/**
 * Adds a person to the account, whom nobody mails: they are given a link by other means, and cannot sign in until they set a password.
 * @throws Refusal `users.email-taken`, `users.sms-number-taken`, `users.location-unknown`, and those of who hears `users.sms-numbers-giving`
 */
export async function addUser(
  platform: Pick<Platform, 'events' | 'clock'>,
  tx: Tx,
  actor: Actor | OtherActor,
  values: Omit<PlannedPerson, 'userId'>,
): Promise<string> {
  const person = { userId: newId(), ...values }
  await add(platform, tx, [{ actor, person }], { welcome: false, insert: insertUsers })
  return person.userId
}

/**
 * Adds many people in the same few statements, each of whom stands in the event history; the other admins are told of new ones by one mail. The caller
 * has applied the rules of a single person to each, and sees to it that the actor may make admins.
 * @param welcome whether they are mailed how to finish their accounts (UA-16)
 * @throws Refusal as `addUser`: then nobody is added
 */
export async function addPeople(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  people: PlannedPerson[],
  { welcome }: { welcome: boolean },
): Promise<void> {
  if (people.length === 0) return
  const all = people.map((person) => ({ actor, person }))
  await add(platform, tx, all, { welcome, insert: insertUsers })
  await tellOfNewAdmins(platform, tx, actor, people.filter(isAdmin))
}

/**
 * Adds people by hand, who are mailed how to finish their accounts (UA-10 to UA-16). Those who are added to an account at the same time are added in one
 * transaction, which takes half the time (bench/adding.ts); each is answered as if alone.
 * @returns the act
 * @throws Refusal as `addUser` does; `users.field-fixed` where an extension is given; `users.admin-by-key`, `auth.step-up-required`
 */
export function addingByHand(
  platform: Platform,
): (actor: Actor, given: NewUser, requireStepUp: RequireStepUp) => Promise<User> {
  const addAll = (accountId: string, all: Array<Adding<Actor>>) =>
    orRefusal(
      all.map(({ person }) => person),
      platform.database.inAccount(accountId, (tx) => addWelcome(platform, tx, all, insertUsersUnread)),
    )
  // The commit, of which an unread failure is told at the latest, is somebody else's here.
  const addAlone = (accountId: string, adding: Adding<Actor>) =>
    platform.database.inAccount(
      accountId,
      async (tx) => (await addWelcome(platform, tx, [adding], insertUsers))[0] as User,
    )
  // Whoever does not know whether they were added must not be tried again.
  const addGathered = gathering(addAll, {
    atMost: atMostAtOnce,
    mayBeOfOne: (error) => !mayBeRepeated(error),
  })
  return async (actor, given, requireStepUp) => {
    assertNotFixed(given, ['extension'])
    const { extension: _none, role = 'user', ...values } = given
    assertMayMakeAdmins(actor, role, requireStepUp)
    const adding = { actor, person: { userId: newId(), ...values, role } }
    if (platform.database.isSurrounded()) return addAlone(actor.accountId, adding)
    return addGathered(actor.accountId, adding)
  }
}

async function addWelcome(
  platform: Platform,
  tx: Tx,
  all: Array<Adding<Actor>>,
  insert: typeof insertUsers,
): Promise<User[]> {
  const { invitations, as } = await add(platform, tx, all, { welcome: true, insert })
  for (const { actor, person } of all)
    if (isAdmin(person)) await tellOfNewAdmins(platform, tx, actor, [person])
  return all.map(({ actor, person }) =>
    presentAdded(asAdded({ person, by: changedBy(actor) }, as), invitations.get(person.userId) ?? null),
  )
}

async function add(
  { events, clock }: Pick<Platform, 'events' | 'clock'>,
  tx: Tx,
  all: Array<Adding<Actor | ActingUser | OtherActor>>,
  { welcome, insert }: { welcome: boolean; insert: typeof insertUsers },
): Promise<{ invitations: Map<string, UserInvitation>; as: AddedAs }> {
  const people = all.map(({ person }) => person)
  const numbers = people.flatMap(({ smsNumber }) => smsNumber ?? [])
  if (numbers.length > 0) await events.tell(tx, 'users.sms-numbers-giving', { numbers })
  const as: AddedAs = { status: welcome ? 'invited' : 'unregistered', now: clock.now() }
  await insert(
    tx,
    all.map(({ actor, person }) => ({ person, by: changedBy(actor) })),
    as,
  )
  await recordActs(
    tx,
    'user.added',
    all.map(({ actor, person: { userId, email, firstName, lastName, role } }) => ({
      actor,
      subject: { kind: 'user', id: userId },
      details: { email, firstName, lastName, role },
    })),
  )
  const invitations = new Map<string, UserInvitation>()
  await events.tell(tx, 'users.added', {
    people: people.map((person) => ({ ...person, language: person.language ?? null })),
    welcome,
    invitations,
  })
  return { invitations, as }
}

function isAdmin({ role }: PlannedPerson): boolean {
  return role === 'admin'
}
