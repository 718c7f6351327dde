import type { Tx } from '#platform/database/index.ts'
import { type MailKind, queueMails } from '#platform/mailer/index.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../accounts/index.ts'
import { readUser } from '../users/index.ts'
import { browserNameOf } from './browser-name.ts'
import { type SignInNotice, type SignInNoticeMail, signInNoticeMail } from './mails/sign-in-notice-mail.ts'

const kind = 'sign-in-notice'

/** What must not change between two attempts to send the mail. */
type Parameters = Omit<SignInNoticeMail, 'language' | 'at' | 'serviceOrigin'> & { at: string }

/**
 * Mails a person what was done to their own sign-in, in the transaction of the act, to the address that they have then: whoever has taken a sign-in
 * over cannot keep it quiet (NIST SP 800-63B-4, 4.6). It counts against no budget.
 * @param client where it was done from, where the person themselves did it
 */
export async function tellPerson(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  userId: string,
  notice: SignInNotice,
  client: { address?: string | undefined; userAgent?: string | undefined } = {},
): Promise<void> {
  const user = await readUser(tx, userId)
  if (!user) return
  const account = (await readAccount(tx)) as AccountRow
  const now = clock.now()
  const parameters = {
    accountName: account.name,
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    notice,
    address: client.address ?? null,
    browser: browserNameOf(client.userAgent) ?? null,
    at: now.toISOString(),
    timeZone: account.timeZone,
  } satisfies Parameters
  const mail = {
    kind,
    recipient: user.email,
    language: user.language ?? account.language,
    subjectKind: 'user',
    subjectId: userId,
    parameters,
  }
  await queueMails(tx, [mail], now)
}

/** The mail about a person's own sign-in. */
export function signInNoticeKind({ origins }: Pick<Platform, 'origins'>): MailKind {
  return {
    kind,
    async render(_tx, mail) {
      const given = mail.parameters as unknown as Parameters
      const rendered = signInNoticeMail({
        ...given,
        language: mail.language as MailLanguage,
        at: new Date(given.at),
        serviceOrigin: origins.service,
      })
      return { ...rendered, fromName: given.accountName }
    },
  }
}
