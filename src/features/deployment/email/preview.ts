import type { Actor } from '#platform/http/index.ts'
import { qrImageCid } from '#platform/mailer/layout/layout.tsx'
import type { Platform } from '#platform/platform.ts'
import { deploymentMail } from '../mails/deployment-mail.ts'
import { qrSvgDataUri } from '../mails/qr.ts'
import type { LanguageCode } from '../subscribers/fields.ts'
import { assertFit } from './checks.ts'
import { sampleMail, sampleValues } from './sample.ts'
import type { NewPreview, Preview } from './schema.ts'

/**
 * The e-mail as its reader would see it (DP-4). No real link is made, also not for a real subscriber.
 * @throws Refusal 422 that names each fault of the texts; `deployment-email.subscriber-unknown`
 */
export async function previewEmail(
  platform: Platform,
  actor: Actor,
  language: LanguageCode,
  given: NewPreview,
): Promise<Preview> {
  assertFit(given, platform.origins.service)
  const values = await platform.database.inAccount(actor.accountId, (tx) =>
    sampleValues(platform, tx, language, given),
  )
  const { subject, html, text, qrText } = deploymentMail(sampleMail(platform, language, values))
  return { subject, html: qrText === undefined ? html : await withPicture(html, qrText), text }
}

/** A frame has no attachments: the picture comes along in the page. Quotes in texts are escaped, so only ours is meant. */
async function withPicture(html: string, qrText: string): Promise<string> {
  const dataUri = await qrSvgDataUri(qrText)
  return html.replace(`src="cid:${qrImageCid}"`, () => `src="${dataUri}"`)
}
