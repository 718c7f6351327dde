import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, page, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { emailHmac } from '#platform/secrets/index.ts'
import { record } from '../audit/index.ts'
import { fullName, lockPeople, markInvited, readUser, type UserRow } from '../users/index.ts'
import { insertDirectoryEntries } from './directory-store.ts'
import { alreadyRegistered, personDeactivated } from './errors.ts'
import * as links from './invitation-links-store.ts'
import { welcomeAgain } from './invitation-mail.ts'
import {
  countInvitations,
  type InvitationMail,
  invitationsOf,
  listInvitations,
  type WhichInvitations,
} from './invitations-store.ts'
import { countMails, welcomedByAdmin } from './mail-pauses.ts'
import type { Invitation, InvitationCount, InvitationOfPerson, InvitationState } from './schema.ts'

/**
 * Sends a person the mail *Finish building your account*, again where they had one: links before it end (UA-62). Who had lost their sign-in
 * gets it back with the password that they choose (UA-82).
 * @throws Refusal 404; 409 `auth.already-registered`, `auth.person-deactivated`; 429 `auth.mailed-often`
 */
export async function sendWelcomeMail(platform: Platform, actor: Actor, userId: string): Promise<Invitation> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const user = await invite(platform, tx, userId)
    await record(tx, actor, 'user.invited', { kind: 'user', id: userId }, { email: user.email })
    return invitationOf(platform, tx, user)
  })
}

/**
 * Queues the mail *Finish building your account* with a new link for a person who has no password yet (UA-16). It counts against the account's
 * mail budget.
 * @throws Refusal 404; 409 `auth.already-registered`, `auth.person-deactivated`; 429 `auth.mailed-often`
 */
export async function invite(
  platform: Pick<Platform, 'clock' | 'masterKey'>,
  tx: Tx,
  userId: string,
): Promise<UserRow> {
  const result = (await inviteEach(platform, tx, [userId])).get(userId)
  if (!result) throw notFound()
  if (result instanceof Refusal) throw result
  return result
}

/** The same for many. @returns each of those that exist: who they are, or why they were not invited */
export async function inviteEach(
  platform: Pick<Platform, 'clock' | 'masterKey'>,
  tx: Tx,
  userIds: string[],
): Promise<Map<string, UserRow | Refusal>> {
  // First, because it locks the people: of two admins who press at once, one ends the link of the other.
  const people = await lockPeople(tx, userIds)
  const results = new Map(people.map((user) => [user.userId, whyNotInvited(user) ?? user]))
  const isTaken = ({ userId }: UserRow) => !(results.get(userId) instanceof Refusal)
  const waits = await countMails(platform, tx, welcomedByAdmin, people.filter(isTaken))
  for (const [userId, wait] of waits) results.set(userId, wait)
  const invited = people.filter(isTaken)
  if (invited.length === 0) return results
  await markInvited(
    tx,
    invited.map(({ userId }) => userId),
  )
  const directoryKey = platform.masterKey.deriveKey('sign-in directory')
  await insertDirectoryEntries(
    tx,
    invited.map(({ email }) => emailHmac(directoryKey, email)),
  )
  await welcomeAgain(platform, tx, invited)
  return results
}

function whyNotInvited(user: UserRow): Refusal | undefined {
  const { status } = user
  const name = fullName(user)
  if (status === 'registered') return alreadyRegistered(name)
  return status === 'unregistered' || status === 'invited' ? undefined : personDeactivated(name)
}

/**
 * Ends every link with which these people could set a password. Called when they are deactivated, and when their e-mail address changes: the mail
 * lies in a mailbox that is no longer theirs. A mail that has not gone yet does not go.
 */
export function endInvitations(tx: Tx, userIds: string[]): Promise<void> {
  return links.deleteOpenLinksOf(tx, userIds)
}

/** These people lose their sign-in, and with it what they had been invited by (UA-82, UA-83). */
export function forgetInvitations(tx: Tx, userIds: string[]): Promise<void> {
  return links.deleteLinksOf(tx, userIds)
}

/** What became of a person's newest welcome e-mail. @throws Refusal 404 */
export async function readInvitation(platform: Platform, actor: Actor, userId: string): Promise<Invitation> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const user = await readUser(tx, userId)
    if (!user) throw notFound()
    return invitationOf(platform, tx, user)
  })
}

async function invitationOf({ clock }: Pick<Platform, 'clock'>, tx: Tx, user: UserRow): Promise<Invitation> {
  const [row] = await invitationsOf(tx, [user.userId])
  if (!row || (row.usedAt !== null && user.registeredAt === null)) {
    return { state: 'none', recipient: null, sentAt: null, expiresAt: null, answer: null }
  }
  return { ...presentInvitation(row, clock.now()), recipient: row.recipient }
}

/** A page of the account's invitations, newest first (UA-62). @param after the place where the last page ended */
export async function pageOfInvitations(
  { database, clock }: Platform,
  accountId: string,
  which: WhichInvitations,
  { after, limit }: { after: { key: string; id: string } | undefined; limit: number },
): Promise<{ items: InvitationOfPerson[]; nextCursor: string | null }> {
  const now = clock.now()
  const rows = await database.inAccount(accountId, (tx) =>
    listInvitations(tx, which, { after, limit: limit + 1 }, now),
  )
  return page(
    rows,
    limit,
    (row) => [row.sortKey, row.linkId],
    (row) => {
      const { userId, firstName, lastName, email } = row
      return { userId, firstName, lastName, email, ...presentInvitation(row, now) }
    },
  )
}

/** How many of the account's invitations are in which state; none is left out. */
export async function countByState(
  { database, clock }: Platform,
  accountId: string,
  search: string | undefined,
): Promise<InvitationCount[]> {
  return database.inAccount(accountId, (tx) => countInvitations(tx, search, clock.now()))
}

/** How many of the account's invitations match; without a state, of the people who have not registered. */
export async function countMatching(
  platform: Platform,
  accountId: string,
  { state, search }: WhichInvitations,
): Promise<number> {
  const counts = await countByState(platform, accountId, search)
  const wanted = counts.filter((each) => (state === undefined ? each.state !== 'used' : each.state === state))
  return wanted.reduce((sum, { count }) => sum + count, 0)
}

/** How far the welcome e-mails of these people are, as far as they were invited. */
export async function invitationsOfPeople(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  userIds: string[],
): Promise<Array<ReturnType<typeof presentInvitation> & { userId: string }>> {
  const rows = await invitationsOf(tx, userIds)
  return rows.map((row) => ({ userId: row.userId, ...presentInvitation(row, clock.now()) }))
}

function presentInvitation(row: InvitationMail, now: Date) {
  return {
    state: stateOf(row, now),
    sentAt: row.mailState === 'sent' ? (row.mailFinishedAt?.toISOString() ?? null) : null,
    expiresAt: row.expiresAt.toISOString(),
    answer: row.serverAnswer,
  }
}

function stateOf({ usedAt, expiresAt, mailState }: InvitationMail, now: Date): InvitationState {
  if (usedAt !== null) return 'used'
  return expiresAt > now ? mailState : 'expired'
}
