import type { Tx } from '#platform/database/index.ts'
import { type MailKind, queueMails } from '#platform/mailer/index.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../accounts/index.ts'
import type { ActingUser } from '../audit/index.ts'
import { readUser, type UserRow } from '../users/index.ts'
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

/** Somebody who signs in with another e-mail address from now on. */
interface Moved {
  before: UserRow
  after: Pick<UserRow, 'email'>
}

/**
 * Tells people who have registered, in their language and at the address that they had, that another one signs them in, in the transaction of the
 * change: a password is reset by whoever reads the new mailbox. However many they are, it is two statements.
 */
export async function tellOfNewAddresses(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  actor: ActingUser,
  moved: Moved[],
): Promise<void> {
  const told = moved.filter(({ before }) => before.registeredAt !== null)
  if (told.length === 0) return
  const account = (await readAccount(tx)) as AccountRow
  const now = clock.now()
  const by = `${actor.name}, ${actor.email}`
  const mails = told.map(({ before: { userId, firstName, lastName, email, language }, after }) => ({
    kind,
    recipient: email,
    language: language ?? account.language,
    subjectKind: 'user',
    subjectId: userId,
    parameters: {
      accountName: account.name,
      firstName,
      lastName,
      email,
      notice: { what: 'email-changed', details: { by, to: shortened(after.email) } },
      address: null,
      browser: null,
      at: now.toISOString(),
      timeZone: account.timeZone,
    } satisfies Parameters,
  }))
  await queueMails(tx, mails, now)
}

/** `anna.kuehn@acme.example` → `a…@acme.example`: enough to know an address by, and not to write to. */
function shortened(email: string): string {
  return `${email.slice(0, 1)}…${email.slice(email.lastIndexOf('@'))}`
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
