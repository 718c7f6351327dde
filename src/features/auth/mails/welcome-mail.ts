import { oneLine, withoutLinks } from '#platform/mailer/layout/inert.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import { htmlOf, type MailBlock, textOf } from '#platform/mailer/layout/layout.tsx'
import { sentBy } from '#platform/mailer/layout/sent-by.ts'
import { dateAndTime } from '#platform/mailer/layout/times.ts'
import { welcomeTexts } from './welcome-texts.ts'

/** What the mail *Finish building your account* is made of. */
export interface WelcomeMail {
  language: MailLanguage
  accountName: string
  firstName: string
  lastName: string
  /** With which the person signs in, and to which the mail goes. */
  email: string
  /** The name of the identity provider with which people sign in instead of choosing a password. */
  singleSignOn: string | null
  /** Address, at the service, of the page where the account is finished. Opening it changes nothing. */
  link: string
  expiresAt: Date
  timeZone: string
}

/** The mail *Finish building your account* (UA-16, UA-62). The same values give the same bytes. */
export function welcomeMail(mail: WelcomeMail): { subject: string; html: string; text: string } {
  const { language } = mail
  const texts = welcomeTexts[language]
  const serviceOrigin = new URL(mail.link).origin
  const inert = (text: string) => withoutLinks(oneLine(text), serviceOrigin)
  const paragraph = (text: string): MailBlock => ({
    kind: 'paragraph',
    lines: [[{ text: inert(text), code: false }]],
  })
  const content = {
    language,
    subject: oneLine(texts.subject(mail.accountName)),
    heading: inert(mail.accountName),
    blocks: [
      paragraph(texts.hello(oneLine(`${mail.firstName} ${mail.lastName}`))),
      paragraph(
        mail.singleSignOn === null
          ? texts.lead(mail.accountName, mail.email)
          : texts.leadTo(mail.accountName, mail.email, mail.singleSignOn),
      ),
      { kind: 'button' as const, label: texts.button, href: mail.link },
      paragraph(texts.valid(dateAndTime(mail.expiresAt, language, mail.timeZone))),
      { kind: 'hint' as const, text: texts.unexpected },
    ],
    footer: sentBy(language, serviceOrigin, mail.accountName),
  }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}
