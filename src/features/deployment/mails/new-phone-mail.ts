import { oneLine, withoutLinks } from '#platform/mailer/layout/inert.ts'
import { htmlOf, type MailBlock, textOf } from '#platform/mailer/layout/layout.tsx'
import { sentBy } from '#platform/mailer/layout/sent-by.ts'
import { dateAndTime, timeOfDay } from '#platform/mailer/layout/times.ts'
import type { LanguageCode } from '../subscribers/fields.ts'
import { mailTexts } from './texts.ts'

export interface NewPhoneMail {
  language: LanguageCode
  accountName: string
  personName?: string
  directoryNumber: string | null
  /** Name of the app, for example `Linphone`. */
  kindLabel: string
  at: Date
  timeZone: string
  /** Address, at the service, of the page where the phone can be blocked. Opening it changes nothing. */
  notMeLink: string
  /** True where administrators read it: the person is told of in the third person. */
  forAdmins: boolean
}

/** Tells of a phone that was set up, so that a thief's does not go unnoticed. The same values give the same bytes. */
export function newPhoneMail(mail: NewPhoneMail): { subject: string; html: string; text: string } {
  const texts = mailTexts[mail.language].newPhone
  const reader = mail.forAdmins ? 'admins' : 'owner'
  const serviceOrigin = new URL(mail.notMeLink).origin
  const app = oneLine(mail.kindLabel)
  const paragraph = (...lines: string[]): MailBlock => ({
    kind: 'paragraph',
    lines: lines.map((line) => [{ text: withoutLinks(line, serviceOrigin), code: false }]),
  })
  const content = {
    language: mail.language,
    subject: oneLine(texts.subject(shortly(mail), app, timeOfDay(mail.at, mail.language, mail.timeZone))),
    heading: withoutLinks(oneLine(mail.accountName), serviceOrigin),
    blocks: [
      paragraph(texts.lead[reader](inFull(mail))),
      paragraph(
        `${texts.app}: ${app}`,
        `${texts.when}: ${dateAndTime(mail.at, mail.language, mail.timeZone)}`,
      ),
      paragraph(texts.expected, texts.unexpected[reader]),
      { kind: 'button' as const, label: texts.button[reader], href: mail.notMeLink },
    ],
    footer: sentBy(mail.language, serviceOrigin, mail.accountName),
  }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}

/** The number; of people without one, the name. */
function shortly({ directoryNumber, personName, accountName }: NewPhoneMail): string {
  return oneLine(directoryNumber || personName || accountName)
}

/** `Ada Lovelace, 1001` */
function inFull(mail: NewPhoneMail): string {
  const known = [mail.personName, mail.directoryNumber].map((part) => oneLine(part ?? ''))
  return known.filter((part) => part !== '').join(', ') || shortly(mail)
}
