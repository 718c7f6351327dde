import { oneLine, withoutLinks } from '#platform/mailer/layout/inert.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import { htmlOf, type MailBlock, textOf } from '#platform/mailer/layout/layout.tsx'
import { sentBy } from '#platform/mailer/layout/sent-by.ts'
import { dateAndTime } from '#platform/mailer/layout/times.ts'
import { companySignInTexts, resetTexts } from './reset-texts.ts'

/** What the mail with link and confirmation code is made of. */
export interface ResetMail {
  language: MailLanguage
  accountName: string
  firstName: string
  lastName: string
  /** With which the person signs in, and to which the mail goes. */
  email: string
  sentBy: 'person' | 'admin'
  /** Address, at the service, of the page where the password is chosen. Opening it changes nothing. */
  link: string
  /** Six digits. */
  code: string
  expiresAt: Date
  timeZone: string
}

/** The mail with which a password is reset (UA-61). The same values give the same bytes. */
export function resetMail(mail: ResetMail): { subject: string; html: string; text: string } {
  const { language, accountName } = mail
  const texts = resetTexts[language]
  const serviceOrigin = new URL(mail.link).origin
  const { inert, paragraph } = inertFor(serviceOrigin)
  const byAdmin = mail.sentBy === 'admin'
  const content = {
    language,
    // The code stands in no subject: phones show that on a locked screen.
    subject: oneLine(texts.subject(accountName)),
    heading: inert(accountName),
    blocks: [
      paragraph(texts.hello(oneLine(`${mail.firstName} ${mail.lastName}`))),
      paragraph((byAdmin ? texts.askedByAdmin : texts.asked)(accountName, mail.email)),
      codeLine(texts.code, mail.code),
      { kind: 'button' as const, label: texts.button, href: mail.link },
      paragraph(texts.valid(dateAndTime(mail.expiresAt, language, mail.timeZone))),
      { kind: 'hint' as const, text: byAdmin ? texts.unexpectedByAdmin : texts.unexpected },
    ],
    footer: sentBy(language, serviceOrigin, accountName),
  }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}

/** What the mail to somebody is made of who asked for a password and signs in at their company. */
export interface CompanySignInMail {
  language: MailLanguage
  accountName: string
  firstName: string
  lastName: string
  /** Name of the account's single sign-on. */
  provider: string
  /** Address of the sign-in page. */
  signInUrl: string
}

/** Says how somebody signs in who has no password here (UA-61). The same values give the same bytes. */
export function companySignInMail(mail: CompanySignInMail): { subject: string; html: string; text: string } {
  const { language, accountName } = mail
  const texts = companySignInTexts[language]
  const serviceOrigin = new URL(mail.signInUrl).origin
  const { inert, paragraph } = inertFor(serviceOrigin)
  const content = {
    language,
    subject: oneLine(texts.subject(accountName)),
    heading: inert(accountName),
    blocks: [
      paragraph(resetTexts[language].hello(oneLine(`${mail.firstName} ${mail.lastName}`))),
      paragraph(texts.lead(accountName, mail.provider)),
      { kind: 'button' as const, label: texts.button, href: mail.signInUrl },
      { kind: 'hint' as const, text: texts.unexpected },
    ],
    footer: sentBy(language, serviceOrigin, accountName),
  }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}

/** Names cannot become links, lines or headers of their own. */
function inertFor(serviceOrigin: string) {
  const inert = (text: string) => withoutLinks(oneLine(text), serviceOrigin)
  const paragraph = (text: string): MailBlock => ({
    kind: 'paragraph',
    lines: [[{ text: inert(text), code: false }]],
  })
  return { inert, paragraph }
}

function codeLine(label: string, code: string): MailBlock {
  const lines = [
    [
      { text: `${label}: `, code: false },
      { text: code, code: true },
    ],
  ]
  return { kind: 'paragraph', lines }
}
