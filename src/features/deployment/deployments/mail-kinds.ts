import type { Tx } from '#platform/database/index.ts'
import type { MailKind, OutgoingMail } from '#platform/mailer/index.ts'
import { qrImageCid } from '#platform/mailer/layout/layout.tsx'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../../accounts/index.ts'
import { type TemplateVersion, textsOfTemplate } from '../email/templates.ts'
import { deploymentMail } from '../mails/deployment-mail.ts'
import { newPhoneMail } from '../mails/new-phone-mail.ts'
import { qrPng } from '../mails/qr.ts'
import type { LanguageCode } from '../subscribers/fields.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { linkToken } from './links.ts'
import { isPushed } from './redirect-links-store.ts'
import { markDeployed, markDeploymentFailed, readDeployment } from './store.ts'

interface DeploymentParameters {
  subscriberId: string
  revision: number
  accountName: string
  redirectBypass: boolean
  timeZone: string
  firstName: string
  lastName: string
  directoryNumber: string
  central: boolean
  pinRequired: boolean
  expiresAt: string
  template: TemplateVersion
}

/** The mail that brings the link (CD-6). Its token is derived at the moment of sending and never stored. */
export function deploymentMailKind(platform: Platform): MailKind {
  return {
    kind: 'deployment',
    budgeted: true,
    async render(tx, mail) {
      const deployment = await readDeployment(tx, mail.subjectId)
      if (!deployment || deployment.revokedAt !== null) return 'unwanted'
      // UA-1: its link would lead nowhere.
      if ((await readAccount(tx))?.status !== 'active') return { notSentBecause: deactivatedMeanwhile }
      const given = mail.parameters as unknown as DeploymentParameters
      const token = linkToken(platform, tx.accountId, mail.subjectId, given.revision)
      // A mail whose link the redirect server does not know yet would lead its reader nowhere.
      if (!given.redirectBypass && !(await isPushed(tx, token.hash))) return whyLater(platform, mail)
      const origin = given.redirectBypass ? platform.origins.service : platform.origins.redirect
      const link = `${origin}/d/${token.text}`
      const language = mail.language as LanguageCode
      const { subject: subjectTemplate, body: bodyTemplate } = await textsOfTemplate(
        tx,
        language,
        given.template,
      )
      const rendered = deploymentMail({
        language,
        subjectTemplate,
        bodyTemplate,
        accountName: given.accountName,
        firstName: given.firstName,
        lastName: given.lastName,
        directoryNumber: given.directoryNumber,
        link,
        authenticationCode: token.text,
        expiresAt: new Date(given.expiresAt),
        timeZone: given.timeZone,
        serviceOrigin: platform.origins.service,
        pinRequired: given.pinRequired,
        toCentralAddress: given.central,
      })
      const { subject, html, text, qrText } = rendered
      const images =
        qrText === undefined ? [] : [{ cid: qrImageCid, fileName: 'qr.png', png: await qrPng(qrText) }]
      return { subject, html, text, fromName: given.accountName, images }
    },
    async fated(tx, mail, fate) {
      const { subscriberId } = mail.parameters as unknown as DeploymentParameters
      const now = platform.clock.now()
      if (fate.status === 'sent') await markDeployed(tx, mail.subjectId, subscriberId, now)
      if (fate.status === 'failed' || fate.status === 'not-sent') await markDeploymentFailed(tx, subscriberId)
      await tellTimeline(tx, mail, subscriberId, fate.status, fate.answer, now)
    },
  }
}

const deactivatedMeanwhile =
  'The account was deactivated before the e-mail was sent. Reactivate it, then deploy again.'

/** Within this time the redirect server knows the links of a large deployment; longer means that it does not answer. */
const pushTimeMaxMs = 20_000

function whyLater({ clock, origins }: Platform, mail: OutgoingMail): 'later' | { laterBecause: string } {
  if (clock.now().getTime() - mail.createdAt.getTime() < pushTimeMaxMs) return 'later'
  const laterBecause = `The redirect server at ${origins.redirect} does not answer as it should, so it does not know the link. Check that it runs and can be reached; the e-mail goes out by itself then.`
  return { laterBecause }
}

const timelineKinds = {
  sent: 'mail.accepted',
  failed: 'mail.refused',
  delayed: 'mail.delayed',
  'not-sent': 'mail.not-sent',
} as const

async function tellTimeline(
  tx: Tx,
  mail: OutgoingMail,
  subscriberId: string,
  status: keyof typeof timelineKinds,
  answer: string,
  now: Date,
): Promise<void> {
  const details = { recipient: mail.recipient, answer }
  await addToTimelines(
    tx,
    [{ subscriberId, deploymentId: mail.subjectId, kind: timelineKinds[status], details }],
    now,
  )
}

interface NewPhoneParameters {
  deploymentId: string
  revision: number
  ticketId: string
  accountName: string
  personName: string
  directoryNumber: string | null
  kindLabel: string
  at: string
  timeZone: string
  forAdmins: boolean
}

/** Tells of a phone that was set up, so that a thief's does not go unnoticed (threats.md "Stolen mailbox, no PIN"). */
export function newPhoneMailKind(platform: Platform): MailKind {
  return {
    kind: 'new-phone',
    async render(tx, mail) {
      const given = mail.parameters as unknown as NewPhoneParameters
      const token = linkToken(platform, tx.accountId, given.deploymentId, given.revision).text
      const rendered = newPhoneMail({
        ...given,
        language: mail.language as LanguageCode,
        at: new Date(given.at),
        notMeLink: `${platform.origins.service}/d/${token}/phones/${given.ticketId}`,
      })
      return { ...rendered, fromName: given.accountName }
    },
  }
}
