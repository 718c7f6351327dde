import { oneLine, withoutLinks } from '#platform/mailer/layout/inert.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import { htmlOf, type MailBlock, textOf } from '#platform/mailer/layout/layout.tsx'
import { sentBy } from '#platform/mailer/layout/sent-by.ts'
import { dateAndTime } from '#platform/mailer/layout/times.ts'
import type { NoticeDetails } from './admin-notice-details.ts'
import { noticeTexts } from './admin-notice-texts.ts'

/** A delicate act, and what it was done to. */
export type AdminNotice = {
  [What in keyof NoticeDetails]: { what: What; details: NoticeDetails[What] }
}[keyof NoticeDetails]

export interface AdminNoticeMail {
  language: MailLanguage
  accountName: string
  notice: AdminNotice
  /** Name and address of who did it; without an address it was the operator at the shell, or Rollcall itself. */
  actorName: string
  actorEmail: string | null
  /** Somebody of the partner did it. */
  fromPartner: boolean
  at: Date
  timeZone: string
  /** Origin of the service whose pages show what was done. */
  serviceOrigin: string
  /** The page where to look. */
  eventsUrl: string
}

/** Tells an admin of a delicate act of somebody else: what, who, when, where to look. The same values give the same bytes. */
export function adminNoticeMail(mail: AdminNoticeMail): { subject: string; html: string; text: string } {
  const { language, accountName, serviceOrigin } = mail
  const texts = noticeTexts[language]
  const paragraph = (...lines: string[]): MailBlock => ({
    kind: 'paragraph',
    lines: lines.map((line) => [{ text: withoutLinks(oneLine(line), serviceOrigin), code: false }]),
  })
  const sentence = sentenceOf(mail)
  const by = `${whoOf(mail)}${mail.fromPartner ? ` (${texts.partner})` : ''}`
  const content = {
    language,
    subject: oneLine(`${accountName}: ${sentence}`),
    heading: withoutLinks(oneLine(accountName), serviceOrigin),
    blocks: [
      paragraph(`${sentence}.`),
      paragraph(`${texts.by}: ${by}`, `${texts.when}: ${dateAndTime(mail.at, language, mail.timeZone)}`),
      ...(leadsNowhere(mail)
        ? [paragraph(adviceOf(mail))]
        : [
            paragraph(adviceOf(mail)),
            { kind: 'button' as const, label: texts.button, href: mail.eventsUrl },
          ]),
    ],
    footer: sentBy(language, serviceOrigin, accountName),
  }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}

function whoOf({ language, notice, actorName, actorEmail }: AdminNoticeMail): string {
  if (notice.what === 'licences-ended') return actorName
  return actorEmail === null ? noticeTexts[language].operator : `${actorName}, ${actorEmail}`
}

/** Its readers, or some of them, cannot look any more. */
function leadsNowhere({ notice }: AdminNoticeMail): boolean {
  return notice.what === 'account-deactivated' || notice.what === 'partner-access-closed'
}

function adviceOf({ language, notice, actorEmail }: AdminNoticeMail): string {
  const texts = noticeTexts[language]
  if (notice.what === 'account-deactivated') return texts.adviceOnDeactivation
  if (notice.what === 'partner-access-closed') return texts.adviceOnClosedAccess
  if (notice.what === 'licences-ended') return texts.adviceOnEndedLicences
  if (notice.what === 'phone-lost' && notice.details.accounts !== '') return texts.adviceOnLostPhone
  return actorEmail === null ? texts.adviceOnOperator : texts.advice
}

function sentenceOf({ language, notice, timeZone }: AdminNoticeMail): string {
  const { what } = noticeTexts[language]
  if (notice.what === 'deployment-email-changed') {
    return what[notice.what]({ language: languageName(notice.details.language, language) })
  }
  if (notice.what === 'partner-access-until') {
    return what[notice.what]({ until: dateAndTime(new Date(notice.details.until), language, timeZone) })
  }
  // What and details belong together by the type of the notice; TypeScript does not follow a function looked up by a union.
  return (what[notice.what] as (details: typeof notice.details) => string)(notice.details)
}

/** `de` → `German` */
function languageName(code: string, inLanguage: MailLanguage): string {
  return new Intl.DisplayNames(inLanguage, { type: 'language' }).of(code) ?? code
}
