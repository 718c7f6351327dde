import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import { type MailKind, queueMails } from '#platform/mailer/index.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import type { UserRow } from '../../users/index.ts'
import { companySignInMail, resetMail } from './mails/reset-mail.ts'
import { resetCode, resetToken } from './reset-secrets.ts'
import * as store from './store.ts'

/**
 * Two kinds of one mail. Those that admins send count against the account's mail budget; those that people ask for are limited by address, and must
 * not wait behind what others have sent.
 */
const kinds = { person: 'password-reset', admin: 'password-reset-by-admin' } as const
const companySignInKind = 'company-sign-in'

/** Whoever asks sits before their mailbox. Whom an admin sends a mail may be on holiday until tomorrow. */
const linkLifeHours = { person: 1, admin: 72 }

/** What must not change between two attempts to send the mail. Neither token nor code is of it. */
interface Parameters {
  accountName: string
  firstName: string
  lastName: string
  expiresAt: string
  timeZone: string
}

interface HintParameters {
  accountName: string
  firstName: string
  lastName: string
  provider: string
}

/**
 * Queues the mail with link and confirmation code for each of these people, whom the caller has locked and found allowed; what they had been sent
 * before ends.
 * @param resets each with an id of its own, a uuidv7
 */
export async function queueResets(
  platform: Pick<Platform, 'clock' | 'masterKey'>,
  tx: Tx,
  resets: Array<{ resetId: string; person: UserRow }>,
  sentBy: 'person' | 'admin',
): Promise<void> {
  if (resets.length === 0) return
  const account = (await readAccount(tx)) as AccountRow
  const now = platform.clock.now()
  const expiresAt = later(now, { hours: linkLifeHours[sentBy] })
  const rows = resets.map(({ resetId, person }) => ({
    resetId,
    userId: person.userId,
    tokenHash: resetToken(platform, tx.accountId, resetId).hash,
  }))
  await store.replaceResets(tx, rows, { sentBy, createdAt: now, expiresAt })
  const mails = resets.map(({ resetId, person }) => ({
    kind: kinds[sentBy],
    recipient: person.email,
    language: person.language ?? account.language,
    subjectKind: 'password-reset',
    subjectId: resetId,
    parameters: {
      accountName: account.name,
      firstName: person.firstName,
      lastName: person.lastName,
      expiresAt: expiresAt.toISOString(),
      timeZone: account.timeZone,
    } satisfies Parameters,
  }))
  await queueMails(tx, mails, now)
}

/** Queues the mail that says how somebody signs in who has no password here (UA-61). */
export async function queueCompanySignInHint(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  person: UserRow,
  provider: string,
): Promise<void> {
  const account = (await readAccount(tx)) as AccountRow
  const { firstName, lastName } = person
  const mail = {
    kind: companySignInKind,
    recipient: person.email,
    language: person.language ?? account.language,
    subjectKind: 'user',
    subjectId: person.userId,
    parameters: { accountName: account.name, firstName, lastName, provider } satisfies HintParameters,
  }
  await queueMails(tx, [mail], clock.now())
}

const deactivatedMeanwhile =
  'The account was deactivated before the e-mail was sent. Reactivate it, then send the e-mail again.'

/** The mails of resets. Token and code are made at the moment of sending and never stored. */
export function resetMailKinds(platform: Platform): MailKind[] {
  return [
    resetMailKind(platform, 'person'),
    resetMailKind(platform, 'admin'),
    companySignInMailKind(platform),
  ]
}

function resetMailKind(platform: Platform, sentBy: 'person' | 'admin'): MailKind {
  return {
    kind: kinds[sentBy],
    budgeted: sentBy === 'admin',
    async render(tx, mail) {
      const reset = await store.readReset(tx, mail.subjectId)
      if (!reset || reset.expiresAt <= platform.clock.now()) return 'unwanted'
      if ((await readAccount(tx))?.status !== 'active') return { notSentBecause: deactivatedMeanwhile }
      const given = mail.parameters as unknown as Parameters
      const token = resetToken(platform, tx.accountId, mail.subjectId).text
      const rendered = resetMail({
        ...given,
        language: mail.language as MailLanguage,
        email: mail.recipient,
        sentBy,
        link: `${platform.origins.service}/reset/${token}`,
        code: resetCode(platform, tx.accountId, mail.subjectId),
        expiresAt: new Date(given.expiresAt),
      })
      return { ...rendered, fromName: given.accountName }
    },
  }
}

function companySignInMailKind({ origins }: Platform): MailKind {
  return {
    kind: companySignInKind,
    async render(_tx, mail) {
      const given = mail.parameters as unknown as HintParameters
      const rendered = companySignInMail({
        ...given,
        language: mail.language as MailLanguage,
        signInUrl: `${origins.service}/sign-in`,
      })
      return { ...rendered, fromName: given.accountName }
    },
  }
}
