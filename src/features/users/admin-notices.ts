import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import { type MailKind, queueMails } from '#platform/mailer/index.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, partnerMayEnter, readAccount } from '../accounts/index.ts'
import { type AdminNotice, type AdminNoticeMail, adminNoticeMail } from './mails/admin-notice-mail.ts'
import { fullName, listAdmins, listAdminsOfPartner, type NoticeReader, type UserRow } from './store.ts'

const kind = 'admin-notice'

type Parameters = Omit<AdminNoticeMail, 'language' | 'at' | 'serviceOrigin' | 'eventsUrl'> & { at: string }

/** Who did it: an admin, the person a phone was set up for (no user of ours, of this account), the operator at the shell, or Rollcall itself. */
type NoticeActor =
  | (Pick<Actor, 'name' | 'email' | 'homeAccountId'> & { userId: string | null })
  | { kind: 'operator' | 'system'; name: string }

/**
 * Mails the account's registered admins that a delicate act was done, in its transaction (threats.md "Stolen admin mailbox"): all but whoever did it;
 * of a central address everybody, because it concerns everybody's mail (IM-9), and of a lost phone, because somebody has to change its passwords. Where a customer has none, its partner's admins are told.
 * @param besideId who is told of it by a mail of their own
 */
export async function tellAdmins(
  { clock }: Platform,
  tx: Tx,
  actor: NoticeActor,
  notice: AdminNotice,
  besideId?: string,
): Promise<void> {
  const toEverybody = notice.what === 'central-address-set' || notice.what === 'phone-lost'
  const account = (await readAccount(tx)) as AccountRow
  const now = clock.now()
  const admins = await adminsToTell(tx, account, now)
  const ownId = 'userId' in actor ? actor.userId : null
  const readers = admins.filter(({ userId }) => toEverybody || (userId !== ownId && userId !== besideId))
  await queueNotices(tx, account, readers, { actor, notice, now })
}

/**
 * Mails a customer's own registered admins what somebody of its partner did in it, in the transaction of the act (threats.md "Malicious partner
 * administrator"). What the account does itself, and acts in accounts that have nobody to tell, stand in the event history alone.
 */
export async function tellOfPartner(
  { clock }: Platform,
  tx: Tx,
  actor: Extract<NoticeActor, { homeAccountId: string }>,
  notice: AdminNotice,
): Promise<void> {
  if (actor.homeAccountId === tx.accountId) return
  const account = (await readAccount(tx)) as AccountRow
  await queueNotices(tx, account, await listAdmins(tx), { actor, notice, now: clock.now() })
}

/** Mails the other admins of the customer, and those of its partner, that the partner may enter, until when, or no longer (threats.md "Malicious partner administrator"). */
export async function tellOfPartnerAccess(
  platform: Platform,
  tx: Tx,
  actor: Extract<NoticeActor, { homeAccountId: string }>,
  {
    partnerAccessMode: mode,
    partnerAccessUntil: until,
  }: Pick<AccountRow, 'partnerAccessMode' | 'partnerAccessUntil'>,
): Promise<void> {
  const notice = ((): AdminNotice => {
    if (mode !== 'open') return { what: 'partner-access-closed', details: {} }
    if (until === null) return { what: 'partner-access-open', details: {} }
    return { what: 'partner-access-until', details: { until: until.toISOString() } }
  })()
  await tellAdmins(platform, tx, actor, notice)
  const account = (await readAccount(tx)) as AccountRow
  const now = platform.clock.now()
  await queueNotices(tx, account, await listAdminsOfPartner(tx), { actor, notice, now })
}

/** Somebody who may administer the account, or is to. */
export type Person = Pick<UserRow, 'firstName' | 'lastName'>

/**
 * Mails the admins that these people may administer the account from now on, as `tellAdmins` does; one mail for all.
 * @param count how many they are, where these are some of them
 */
export async function tellOfNewAdmins(
  platform: Platform,
  tx: Tx,
  actor: NoticeActor,
  admins: Person[],
  count = admins.length,
): Promise<void> {
  const [first] = admins
  if (!first) return
  const notice: AdminNotice =
    count === 1
      ? { what: 'admin-made', details: { person: fullName(first) } }
      : { what: 'admins-made', details: { count } }
  await tellAdmins(platform, tx, actor, notice)
}

/**
 * Mails the admins that these people may not administer the account any more, as `tellAdmins` does; one mail for all. Called before they are
 * removed, so that they are told too: who has stolen an admin's sign-in wants to be alone.
 * @param count how many they are, where these are some of them
 */
export async function tellOfRemovedAdmins(
  platform: Platform,
  tx: Tx,
  actor: NoticeActor,
  admins: Person[],
  count = admins.length,
): Promise<void> {
  const [first] = admins
  if (!first) return
  const notice: AdminNotice =
    count === 1
      ? { what: 'admin-removed', details: { person: fullName(first) } }
      : { what: 'admins-removed', details: { count } }
  await tellAdmins(platform, tx, actor, notice)
}

/**
 * Mails the other admins, as `tellAdmins` does, that somebody who may administer the account has another e-mail address: whoever reads that mailbox
 * resets the password, or gets the welcome e-mail. Called before it is written. The person is told at the old address, as everybody is whose address is changed.
 */
export function tellOfAdminsAddress(
  platform: Platform,
  tx: Tx,
  actor: NoticeActor,
  admin: Person & Pick<UserRow, 'userId' | 'email'>,
): Promise<void> {
  const details = { person: fullName(admin), email: admin.email }
  return tellAdmins(platform, tx, actor, { what: 'admin-email-changed', details }, admin.userId)
}

async function queueNotices(
  tx: Tx,
  account: AccountRow,
  readers: NoticeReader[],
  { actor, notice, now }: { actor: NoticeActor; notice: AdminNotice; now: Date },
): Promise<void> {
  if (readers.length === 0) return
  const parameters = {
    accountName: account.name,
    notice,
    actorName: actor.name,
    actorEmail: 'email' in actor ? actor.email : null,
    fromPartner: 'homeAccountId' in actor && actor.homeAccountId !== tx.accountId,
    at: now.toISOString(),
    timeZone: account.timeZone,
  } satisfies Parameters
  const mails = readers.map((reader) => ({
    kind,
    recipient: reader.email,
    language: reader.language ?? account.language,
    subjectKind: 'account',
    subjectId: tx.accountId,
    parameters,
  }))
  await queueMails(tx, mails, now)
}

/**
 * Who must know what happens in the account: its registered admins. Where it has none, those of its partner, as long as the customer
 * lets the partner in: such a mail names people. At most 100; without a language they read the account's.
 */
export async function adminsToTell(tx: Tx, account: AccountRow, now: Date): Promise<NoticeReader[]> {
  const own = await listAdmins(tx)
  return own.length === 0 && partnerMayEnter(account, now) ? listAdminsOfPartner(tx) : own
}

/** The mail about a delicate act. */
export function adminNoticeKind({ origins }: Platform): MailKind {
  return {
    kind,
    async render(tx, mail) {
      const given = mail.parameters as unknown as Parameters
      const rendered = adminNoticeMail({
        ...given,
        language: mail.language as MailLanguage,
        at: new Date(given.at),
        serviceOrigin: origins.service,
        eventsUrl: `${origins.service}/accounts/${tx.accountId}/activity/events`,
      })
      return { ...rendered, fromName: given.accountName }
    },
  }
}
