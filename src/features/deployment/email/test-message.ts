import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import { type MailKind, queueMails } from '#platform/mailer/index.ts'
import { qrImageCid } from '#platform/mailer/layout/layout.tsx'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import { readUser } from '../../users/index.ts'
import { deploymentMail } from '../mails/deployment-mail.ts'
import { qrPng } from '../mails/qr.ts'
import type { LanguageCode } from '../subscribers/fields.ts'
import { assertFit } from './checks.ts'
import { recipientNotAdmin, tooManyTests } from './errors.ts'
import { type SampleValues, sampleMail, sampleValues } from './sample.ts'
import type { NewTestMessage, TestMessage } from './schema.ts'
import { readLatestTests } from './store.ts'

/** Enough to try a text in five languages twice. More would be a way to use our mailer for something else. */
const testsPerHour = 10
const kind = 'deployment-email-test'

/**
 * Mails a test to the caller, or to another registered admin of the account (DP-4). A partner's admin gets it at their own address.
 * @throws Refusal 422 that names each fault of the texts; `deployment-email.recipient-not-admin`, `deployment-email.too-many-tests`
 */
export async function sendTest(
  platform: Platform,
  actor: Actor,
  language: LanguageCode,
  { recipientUserId, ...texts }: NewTestMessage,
): Promise<TestMessage> {
  assertFit(texts, platform.origins.service)
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const recipient = await addressOf(tx, actor, recipientUserId)
    const now = platform.clock.now()
    await assertNotTooMany(tx, now)
    const mail = {
      kind,
      recipient,
      language,
      subjectKind: kind,
      subjectId: tx.accountId,
      parameters: { ...(await sampleValues(platform, tx, language, texts)) },
    }
    const [id] = await queueMails(tx, [mail], now)
    await record(
      tx,
      actor,
      'deployment-email.tested',
      { kind: 'deployment-email', id: null },
      { language, recipient },
    )
    return { id: id as string, recipient }
  })
}

/** The test of a deployment mail; its parameters hold the texts. */
export function testMailKind(platform: Platform): MailKind {
  return {
    kind,
    budgeted: true,
    async render(_tx, { language, parameters }) {
      const values = parameters as unknown as SampleValues
      const mail = sampleMail(platform, language as LanguageCode, values)
      const { subject, html, text, qrText } = deploymentMail({ ...mail, isTest: true })
      const images =
        qrText === undefined ? [] : [{ cid: qrImageCid, fileName: 'qr.png', png: await qrPng(qrText) }]
      return { subject, html, text, fromName: values.accountName, images }
    },
  }
}

async function addressOf(tx: Tx, actor: Actor, userId: string | undefined): Promise<string> {
  if (userId === undefined || userId === actor.userId) return actor.email
  const user = await readUser(tx, userId)
  if (user?.role !== 'admin' || user.status !== 'registered') throw recipientNotAdmin()
  return user.email
}

async function assertNotTooMany(tx: Tx, now: Date): Promise<void> {
  const oldest = (await readLatestTests(tx, kind, testsPerHour))[testsPerHour - 1]
  if (oldest === undefined) return
  const waitMs = later(oldest, { hours: 1 }).getTime() - now.getTime()
  if (waitMs > 0) throw tooManyTests(Math.ceil(waitMs / 1_000))
}
