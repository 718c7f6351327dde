import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import { type MailKind, queueMails } from '#platform/mailer/index.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import type { Platform } from '#platform/platform.ts'
import { derivedCredential, emailHmac } from '#platform/secrets/index.ts'
import { type AccountRow, readAccount } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import { markInvited, readUser, type UserRow } from '../users/index.ts'
import { alreadyRegistered, personDeactivated } from './errors.ts'
import { deleteOpenLinksOf, findInvitation, type InvitationRow, isLinkOpen } from './invitations-store.ts'
import { welcomeMail } from './mails/welcome-mail.ts'
import type { Invitation } from './schema.ts'
import { insertDirectoryEntry, replaceSetUpLink } from './store.ts'

const kind = 'welcome'

/** Long enough for a holiday, and short enough for a link that lies in a mailbox. */
const welcomeLinkLifeHours = 7 * 24

/** What must not change between two attempts to send the mail. The token is none of it. */
interface Parameters {
  accountName: string
  firstName: string
  lastName: string
  expiresAt: string
  timeZone: string
}

/**
 * Sends a person the mail *Finish building your account*, again where they had one: links before it end (UA-62). Who had lost their sign-in
 * gets it back with the password that they choose (UA-82).
 * @throws Refusal 404; 409 `auth.already-registered`, `auth.person-deactivated`
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
 * @throws Refusal 404; 409 `auth.already-registered`, `auth.person-deactivated`
 */
export async function invite(
  platform: Pick<Platform, 'clock' | 'masterKey'>,
  tx: Tx,
  userId: string,
): Promise<UserRow> {
  // First, because it locks the person: of two admins who press at once, one ends the link of the other.
  const isMarked = await markInvited(tx, userId)
  const user = await readUser(tx, userId)
  if (!user) throw notFound()
  if (!isMarked) {
    const name = `${user.firstName} ${user.lastName}`.trim()
    throw user.status === 'registered' ? alreadyRegistered(name) : personDeactivated(name)
  }
  const directoryKey = platform.masterKey.deriveKey('sign-in directory')
  await insertDirectoryEntry(tx, emailHmac(directoryKey, user.email))
  await queueWelcomeMail(platform, tx, user)
  return user
}

async function queueWelcomeMail(
  platform: Pick<Platform, 'clock' | 'masterKey'>,
  tx: Tx,
  user: UserRow,
): Promise<void> {
  const account = (await readAccount(tx)) as AccountRow
  const now = platform.clock.now()
  const linkId = newId()
  const expiresAt = later(now, { hours: welcomeLinkLifeHours })
  await replaceSetUpLink(tx, {
    linkId,
    userId: user.userId,
    tokenHash: welcomeToken(platform, tx.accountId, linkId).hash,
    createdAt: now,
    expiresAt,
  })
  const parameters = {
    accountName: account.name,
    firstName: user.firstName,
    lastName: user.lastName,
    expiresAt: expiresAt.toISOString(),
    timeZone: account.timeZone,
  } satisfies Parameters
  const mail = {
    kind,
    recipient: user.email,
    language: user.language ?? account.language,
    subjectKind: 'set-up-link',
    subjectId: linkId,
    parameters,
  }
  await queueMails(tx, [mail], now)
}

/** The token of a welcome link, made again whenever its mail is rendered: HMAC(link key, account, link). */
function welcomeToken({ masterKey }: Pick<Platform, 'masterKey'>, accountId: string, linkId: string) {
  return derivedCredential(masterKey.deriveKey('welcome links'), accountId, linkId)
}

/**
 * Ends every link with which these people could set a password. Called when they are deactivated or deleted, and when their e-mail address
 * changes: the mail lies in a mailbox that is no longer theirs. A mail that has not gone yet does not go.
 */
export function endInvitations(tx: Tx, userIds: string[]): Promise<void> {
  return deleteOpenLinksOf(tx, userIds)
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
  const row = await findInvitation(tx, user.userId)
  const state = row ? stateOf(row, user, clock.now()) : 'none'
  if (!row || state === 'none') {
    return { state: 'none', recipient: null, sentAt: null, expiresAt: null, answer: null }
  }
  return {
    state,
    recipient: row.recipient,
    sentAt: row.mailStatus === 'sent' ? (row.mailFinishedAt?.toISOString() ?? null) : null,
    expiresAt: row.expiresAt.toISOString(),
    answer: row.serverAnswer,
  }
}

const statesOfMails: Record<string, Invitation['state']> = {
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  failed: 'failed',
  'not-sent': 'not-sent',
}

function stateOf(row: InvitationRow, user: UserRow, now: Date): Invitation['state'] {
  // Whose sign-in was taken away after they had used their link has no invitation any more (UA-82).
  if (row.usedAt !== null) return user.registeredAt === null ? 'none' : 'used'
  if (row.expiresAt <= now) return 'expired'
  return statesOfMails[row.mailStatus] ?? 'none'
}

const deactivatedMeanwhile =
  'The account was deactivated before the e-mail was sent. Reactivate it, then send the e-mail again.'

/** The mail *Finish building your account* (UA-16, UA-62). Its token is derived at the moment of sending and never stored. */
export function welcomeMailKind(platform: Platform): MailKind {
  return {
    kind,
    budgeted: true,
    async render(tx, mail) {
      if (!(await isLinkOpen(tx, mail.subjectId, platform.clock.now()))) return 'unwanted'
      // UA-1: its link would lead nowhere.
      if ((await readAccount(tx))?.status !== 'active') return { notSentBecause: deactivatedMeanwhile }
      const given = mail.parameters as unknown as Parameters
      const token = welcomeToken(platform, tx.accountId, mail.subjectId).text
      const rendered = welcomeMail({
        ...given,
        language: mail.language as MailLanguage,
        email: mail.recipient,
        expiresAt: new Date(given.expiresAt),
        link: `${platform.origins.service}/welcome/${token}`,
      })
      return { ...rendered, fromName: given.accountName }
    },
  }
}
