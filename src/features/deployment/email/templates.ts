import type { Tx } from '#platform/database/index.ts'
import { type LanguageCode, languageCodes } from '../subscribers/fields.ts'
import { defaultsInForce, defaultTextsOf, keepBundled } from './default-content.ts'
import type { DeploymentEmailTexts } from './schema.ts'
import { readLatestVersions, readVersion } from './store.ts'

/** Which texts a mail was queued with, so that a repeat after a change says the same (CD-6: byte-equal). */
export interface TemplateVersion {
  of: 'account' | 'default'
  version: number
}

/** The texts that a mail queued now gets, in each language: the account's own, else the default. */
export async function templatesInForce(tx: Tx): Promise<Record<string, TemplateVersion>> {
  await keepBundled(tx)
  const defaults = await defaultsInForce(tx)
  const own = (await readLatestVersions(tx)).filter(({ subject }) => subject !== null)
  return Object.fromEntries([
    ...languageCodes.map((language) => [language, { of: 'default', version: defaults[language].version }]),
    ...own.map(({ language, version }) => [language, { of: 'account', version }]),
  ])
}

/** The texts of a version. */
export async function textsOfTemplate(
  tx: Tx,
  language: LanguageCode,
  { of, version }: TemplateVersion,
): Promise<DeploymentEmailTexts> {
  const own = of === 'account' ? await readVersion(tx, language, version) : undefined
  if (own && own.subject !== null && own.body !== null) return { subject: own.subject, body: own.body }
  return defaultTextsOf(tx, language, version)
}
