import { oneLine, withoutLinks } from '#platform/mailer/layout/inert.ts'
import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import { htmlOf, type MailBlock, textOf } from '#platform/mailer/layout/layout.tsx'
import { sentBy } from '#platform/mailer/layout/sent-by.ts'
import { dateAndTime } from '#platform/mailer/layout/times.ts'
import { type SignInNoticeDetails, signInNoticeTexts } from './sign-in-notice-texts.ts'

/** What was done to a person's own sign-in. */
export type SignInNotice = {
  [What in keyof SignInNoticeDetails]: { what: What; details: SignInNoticeDetails[What] }
}[keyof SignInNoticeDetails]

export interface SignInNoticeMail {
  language: MailLanguage
  accountName: string
  firstName: string
  lastName: string
  /** With which the person signs in. */
  email: string
  notice: SignInNotice
  /** IP address it was done from; null: not known, or somebody else did it. */
  address: string | null
  /** Browser and system in our words. */
  browser: string | null
  at: Date
  timeZone: string
  /** Origin of the service with the page where a password is reset. */
  serviceOrigin: string
}

/** Tells a person what was done to their sign-in: what, when, from where, and what to do if it was not them. The same values give the same bytes. */
export function signInNoticeMail(mail: SignInNoticeMail): { subject: string; html: string; text: string } {
  const { language, accountName, serviceOrigin } = mail
  const texts = signInNoticeTexts[language]
  const inert = (text: string) => withoutLinks(oneLine(text), serviceOrigin)
  const paragraph = (...lines: string[]): MailBlock => ({
    kind: 'paragraph',
    lines: lines.map((line) => [{ text: inert(line), code: false }]),
  })
  const sentence = sentenceOf(mail)
  const { by } = mail.notice.details as { by?: string }
  const content = {
    language,
    subject: oneLine(`${accountName}: ${sentence}`),
    heading: inert(accountName),
    blocks: [
      paragraph(texts.hello(oneLine(`${mail.firstName} ${mail.lastName}`))),
      paragraph(`${sentence}.`),
      paragraph(
        ...addressesOf(mail),
        `${texts.when}: ${dateAndTime(mail.at, language, mail.timeZone)}`,
        ...(by === undefined ? [] : [`${texts.by}: ${by}`]),
        ...(mail.browser === null ? [] : [`${texts.browser}: ${mail.browser}`]),
        ...(mail.address === null ? [] : [`${texts.address}: ${mail.address}`]),
      ),
      ...adviceOf(mail),
      { kind: 'hint' as const, text: texts.noQuestion },
    ],
    footer: sentBy(language, serviceOrigin, accountName),
  }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}

/** With which address the person signs in, and with which they do no more. */
function addressesOf({ language, email, notice }: SignInNoticeMail): string[] {
  const texts = signInNoticeTexts[language]
  if (notice.what !== 'email-changed') return [`${texts.signIn}: ${email}`]
  return [`${texts.before}: ${email}`, `${texts.after}: ${notice.details.to}`]
}

function adviceOf({ language, notice, serviceOrigin }: SignInNoticeMail): MailBlock[] {
  const texts = signInNoticeTexts[language]
  const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', lines: [[{ text, code: false }]] })
  // No button: the password is reset with the new address, which may be somebody else's.
  if (notice.what === 'email-changed') return [paragraph(texts.adviceOnAddress)]
  return [
    paragraph('by' in notice.details ? texts.adviceOnAdmin : texts.advice),
    { kind: 'button', label: texts.button, href: `${serviceOrigin}/forgot` },
  ]
}

function sentenceOf({ language, notice }: SignInNoticeMail): string {
  // What and details belong together by the type of the notice; TypeScript does not follow a function looked up by a union.
  const sentence = signInNoticeTexts[language].what[notice.what] as (details: typeof notice.details) => string
  return sentence(notice.details)
}
