import type { Tx } from '#platform/database/index.ts'
import { type Actor, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changesBetween, record } from '../../audit/index.ts'
import { tellAdmins } from '../../users/index.ts'
import { type LanguageCode, languageCodes } from '../subscribers/fields.ts'
import { assertFit } from './checks.ts'
import { type DefaultTexts, defaultsInForce } from './default-content.ts'
import type { DeploymentEmail, DeploymentEmailTexts } from './schema.ts'
import { type EmailVersionRow, insertVersion, readLatestVersions, readVersion } from './store.ts'

/** The deployment e-mail as it is sent now, in every language (DP-4). */
export async function listEmails(tx: Tx): Promise<DeploymentEmail[]> {
  const defaults = await defaultsInForce(tx)
  const own = await readLatestVersions(tx)
  return languageCodes.map((language) =>
    present(
      language,
      defaults[language],
      own.find((row) => row.language === language),
    ),
  )
}

/** The deployment e-mail as it is sent now, in one language. */
export async function getEmail(tx: Tx, language: LanguageCode): Promise<DeploymentEmail> {
  return (await listEmails(tx)).find((email) => email.language === language) as DeploymentEmail
}

/**
 * Saves the account's own texts (IM-8). Mails that are queued already keep theirs.
 * @throws Refusal 422 that names each fault with line and column; `http.stale`
 */
export async function saveEmail(
  platform: Platform,
  actor: Actor,
  language: LanguageCode,
  texts: DeploymentEmailTexts,
  expectedVersion: number | undefined,
): Promise<DeploymentEmail> {
  assertFit(texts, platform.origins.service)
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await expected(tx, language, expectedVersion)
    const unchanged = !before.isDefault && before.subject === texts.subject && before.body === texts.body
    if (!unchanged) await addVersion(platform, tx, actor, before, texts)
    return getEmail(tx, language)
  })
}

/** Back to the default texts; nothing happens where they are in force. @throws Refusal `http.stale` */
export async function resetEmail(
  platform: Platform,
  actor: Actor,
  language: LanguageCode,
  expectedVersion: number | undefined,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await expected(tx, language, expectedVersion)
    if (!before.isDefault) await addVersion(platform, tx, actor, before, { subject: null, body: null })
  })
}

async function expected(
  tx: Tx,
  language: LanguageCode,
  version: number | undefined,
): Promise<DeploymentEmail> {
  const email = await getEmail(tx, language)
  if (version !== undefined && version !== email.version)
    throw stale((await readVersion(tx, language, email.version))?.createdByName)
  return email
}

async function addVersion(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  before: DeploymentEmail,
  texts: Pick<EmailVersionRow, 'subject' | 'body'>,
): Promise<void> {
  const { language } = before
  const version = before.version + 1
  await insertVersion(tx, {
    language,
    version,
    ...texts,
    createdAt: platform.clock.now(),
    createdBy: actor.userId,
    createdByName: actor.name,
  })
  const action = texts.subject === null ? 'deployment-email.reset' : 'deployment-email.changed'
  const changes = changesBetween(before, {
    subject: texts.subject ?? undefined,
    body: texts.body ?? undefined,
  })
  const details = { language, version, changes }
  await record(tx, actor, action, { kind: 'deployment-email', id: null }, details)
  await tellAdmins(platform, tx, actor, { what: 'deployment-email-changed', details: { language } })
}

function present(
  language: LanguageCode,
  defaults: DefaultTexts,
  own: EmailVersionRow | undefined,
): DeploymentEmail {
  return {
    language,
    subject: own?.subject ?? defaults.subject,
    body: own?.body ?? defaults.body,
    isDefault: own === undefined || own.subject === null,
    defaultVersion: defaults.version,
    version: own?.version ?? 0,
    updatedAt: own?.createdAt.toISOString() ?? null,
    updatedBy: own?.createdByName ?? null,
  }
}
