import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { type MailKind, queueMails } from '#platform/mailer/index.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import type { Platform } from '#platform/platform.ts'
import { derivedCredential } from '#platform/secrets/index.ts'
import { readAccount } from '../accounts/index.ts'
import type { UserRow } from '../users/index.ts'
import {
  deleteWelcomeLinks,
  type Inviting,
  insertWelcomeLinks,
  isLinkOpen,
  saidByInviting,
  setMailState,
} from './invitation-links-store.ts'
import { welcomeMail } from './mails/welcome-mail.ts'

const kind = 'welcome'

/** Long enough for a holiday, and short enough for a link that lies in a mailbox. */
const welcomeLinkLifeHours = 7 * 24

/** What must not change between two attempts to send the mail. The token is none of it. */
interface Parameters extends Inviting {
  firstName: string
  lastName: string
  expiresAt: string
}

/** Who is mailed. */
type Invited = Pick<UserRow, 'userId' | 'firstName' | 'lastName' | 'email' | 'language'>

/** Gives each of these people, whom the caller has locked, a new link, which ends those before, and queues the mail that brings it. */
export async function welcomeAgain(
  platform: Pick<Platform, 'clock' | 'masterKey'>,
  tx: Tx,
  people: Invited[],
): Promise<void> {
  await deleteWelcomeLinks(
    tx,
    people.map(({ userId }) => userId),
  )
  await welcomeNew(platform, tx, people)
}

/** Gives each of these people, who have none, a link, and queues the mail that brings it. @returns when the links end */
export async function welcomeNew(
  platform: Pick<Platform, 'clock' | 'masterKey'>,
  tx: Tx,
  people: Invited[],
): Promise<{ expiresAt: Date }> {
  const now = platform.clock.now()
  const expiresAt = later(now, { hours: welcomeLinkLifeHours })
  const links = people.map((user) => ({ user, linkId: newId() }))
  await insertWelcomeLinks(
    tx,
    links.map(({ user, linkId }) => ({
      linkId,
      userId: user.userId,
      tokenHash: welcomeToken(platform, tx.accountId, linkId).hash,
    })),
    { createdAt: now, expiresAt },
  )
  const mails = links.map(({ user, linkId }) => ({
    kind,
    recipient: user.email,
    language: user.language,
    subjectKind: 'set-up-link',
    subjectId: linkId,
    parameters: {
      firstName: user.firstName,
      lastName: user.lastName,
      expiresAt: expiresAt.toISOString(),
    } satisfies Omit<Parameters, keyof Inviting>,
  }))
  await queueMails(tx, mails, now, saidByInviting)
  return { expiresAt }
}

/** The token of a welcome link, made again whenever its mail is rendered: HMAC(link key, account, link). */
function welcomeToken({ masterKey }: Pick<Platform, 'masterKey'>, accountId: string, linkId: string) {
  return derivedCredential(masterKey.deriveKey('welcome links'), accountId, linkId)
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
    // A mail that has to wait is still queued; why it waits stands at the mail.
    async fated(tx, mail, { status }) {
      if (status !== 'delayed') await setMailState(tx, mail.subjectId, status)
    },
  }
}
