import { oneLine, withoutLinks } from '#platform/mailer/layout/inert.ts'
import { htmlOf, type MailBlock, textOf } from '#platform/mailer/layout/layout.tsx'
import { sentBy } from '#platform/mailer/layout/sent-by.ts'
import { dateAndTime } from '#platform/mailer/layout/times.ts'
import type { LanguageCode } from '../subscribers/fields.ts'
import { type Block, blocksOf } from './body.ts'
import { renderTemplate } from './template.ts'
import { mailTexts } from './texts.ts'

export interface DeploymentMail {
  language: LanguageCode
  accountName: string
  firstName: string
  lastName: string
  directoryNumber: string | null
  /** The link of this deployment, at the redirect server or, bypassing it, at the service. */
  link: string
  /** The token of the link; it is grouped here. */
  authenticationCode: string
  expiresAt: Date
  timeZone: string
  /** Origin of the service whose pages follow, for example `https://rollcall.example.com`. */
  serviceOrigin: string
  pinRequired: boolean
  /** The mail goes to the profile's central address and says for whom it is. */
  toCentralAddress: boolean
  /** The texts, the account's own or the default ones: templates that passed `checkSubject` and `checkBody`. */
  subjectTemplate: string
  bodyTemplate: string
  /** An admin tries the texts: the mail says so, in its subject and above everything else. */
  isTest?: boolean
}

export interface RenderedDeploymentMail {
  subject: string
  html: string
  text: string
  /** What the attached QR (`qrImageCid`) says; undefined where the body shows none. */
  qrText: string | undefined
}

/** The mail that brings the link (CD-6, IM-8). The same values give the same bytes. It has no place for a PIN or a password. */
export function deploymentMail(mail: DeploymentMail): RenderedDeploymentMail {
  const values = {
    firstName: oneLine(mail.firstName),
    lastName: oneLine(mail.lastName),
    directoryNumber: oneLine(mail.directoryNumber ?? ''),
    accountName: oneLine(mail.accountName),
    authenticationCode: groupedCode(mail.authenticationCode),
    expiresAt: dateAndTime(mail.expiresAt, mail.language, mail.timeZone),
  }
  // Subjects are shown on locked screens and kept in logs: nothing of the link, whatever the template says.
  const inSubject = { ...values, authenticationCode: '', link: '', qrCode: '' }
  const inert = (text: string) => withoutLinks(text, mail.serviceOrigin)
  const body = withLink(blocksOf(mail.bodyTemplate, values, inert))
  const content = {
    language: mail.language,
    subject: subjectOf(mail, oneLine(renderTemplate(mail.subjectTemplate, inSubject))),
    heading: inert(values.accountName),
    blocks: [...asTest(mail), ...forWhom(mail, inert), ...body.flatMap((block) => shown(block, mail))],
    footer: sentBy(mail.language, mail.serviceOrigin, values.accountName),
  }
  const showsQr = body.some(({ kind }) => kind === 'qrCode')
  return {
    subject: content.subject,
    html: htmlOf(content),
    text: textOf(content),
    qrText: showsQr ? mail.link : undefined,
  }
}

/** `abcdefgh` → `abcde fgh`: read aloud and typed in fives; blanks do not count when it is entered. */
export function groupedCode(code: string): string {
  return code.replace(/\s+/g, '').replace(/.{5}(?=.)/g, '$& ')
}

/** A mail without the link helps nobody: it comes last where a template forgot it. */
function withLink(blocks: Block[]): Block[] {
  return blocks.some(({ kind }) => kind === 'link') ? blocks : [...blocks, { kind: 'link' }]
}

/** A block as it is shown, followed by what must be known with it: the PIN beside the button, the page beside the code. */
function shown(block: Block, mail: DeploymentMail): MailBlock[] {
  const texts = mailTexts[mail.language].deployment
  switch (block.kind) {
    case 'paragraph':
      return showsCode(block)
        ? [block, { kind: 'hint', text: texts.codeNote(`${mail.serviceOrigin}/d`) }]
        : [block]
    case 'link':
      return [
        { kind: 'button', label: texts.button, href: mail.link },
        ...(mail.pinRequired ? [{ kind: 'note' as const, text: texts.pinNote }] : []),
      ]
    case 'qrCode':
      return [{ kind: 'qrCode', alt: texts.qrAlt, caption: texts.qrCaption }]
  }
}

function showsCode({ lines }: Extract<Block, { kind: 'paragraph' }>): boolean {
  return lines.some((line) => line.some(({ code }) => code))
}

function subjectOf(mail: DeploymentMail, subject: string): string {
  const full = mail.toCentralAddress ? `${subject} (${personOf(mail)})` : subject
  return mail.isTest ? mailTexts[mail.language].test.subject(full) : full
}

function asTest({ language, isTest }: DeploymentMail): MailBlock[] {
  return isTest ? [{ kind: 'note', text: mailTexts[language].test.note }] : []
}

function forWhom(mail: DeploymentMail, inert: (text: string) => string): MailBlock[] {
  if (!mail.toCentralAddress) return []
  return [{ kind: 'note', text: inert(mailTexts[mail.language].deployment.forPerson(personOf(mail))) }]
}

/** `Ada Lovelace, 1001` */
function personOf({ firstName, lastName, directoryNumber }: DeploymentMail): string {
  const name = oneLine(`${firstName} ${lastName}`)
  return [name, oneLine(directoryNumber ?? '')].filter((part) => part !== '').join(', ')
}
