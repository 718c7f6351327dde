import type { DirectoryTx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { mailTexts } from '../mails/texts.ts'
import type { EmailDefaults } from '../redirect/schema.ts'
import { type RedirectChannel, RedirectRefused } from '../redirect/service-channel.ts'
import { type LanguageCode, languageCodes } from '../subscribers/fields.ts'
import { faultsOf } from './checks.ts'
import type { DeploymentEmailTexts } from './schema.ts'
import { insertDefaults, readDefault, readLatestDefaults } from './store.ts'

/** Rises with every change of the bundled texts; a test compares it with them. */
const bundledVersion = 1

/** The default content that this program brings along (CD-13). */
export const bundledContent: EmailDefaults = {
  version: bundledVersion,
  contents: languageCodes.map((language) => {
    const { subject, body } = mailTexts[language].deployment
    return { language, subject, bodyText: body }
  }),
}

export type DefaultTexts = DeploymentEmailTexts & { version: number }

/** The default texts in force: the newest that is known, bundled or fetched from the redirect server. */
export async function defaultsInForce(tx: DirectoryTx): Promise<Record<LanguageCode, DefaultTexts>> {
  const kept = await readLatestDefaults(tx)
  const newest = (language: LanguageCode): DefaultTexts => {
    const bundled = bundledTexts(language)
    const fetched = kept.find((row) => row.language === language)
    return fetched && fetched.version > bundled.version ? fetched : bundled
  }
  return { en: newest('en'), de: newest('de'), fr: newest('fr'), es: newest('es'), pt: newest('pt') }
}

/** Keeps the bundled content: a mail queued with it is rendered from it also after an upgrade that brings newer texts. */
export async function keepBundled(tx: DirectoryTx): Promise<void> {
  if ((await readDefault(tx, 'en', bundledVersion)) === undefined) await keep(tx, bundledContent)
}

/** The default texts of a version that was in force once. */
export async function defaultTextsOf(
  tx: DirectoryTx,
  language: LanguageCode,
  version: number,
): Promise<DeploymentEmailTexts> {
  return (await readDefault(tx, language, version)) ?? bundledTexts(language)
}

/**
 * Gives the redirect server our default content where it holds none or older, and takes its content where that is newer than all we know.
 * @param heldVersion the version it says it holds; null when it holds none
 */
export async function exchangeDefaults(
  { database, origins, log }: Platform,
  redirect: RedirectChannel,
  heldVersion: number | null,
): Promise<void> {
  if (heldVersion === null || heldVersion < bundledVersion) {
    await redirect.pushEmailDefaults(bundledContent).catch(unlessOlder)
    return
  }
  if (heldVersion <= (await database.inDirectory(newestKept))) return
  const fetched = await redirect.emailDefaults()
  if (!fetched) return
  const fit = fetched.contents.filter((each) => faultsOf(textsOf(each), origins.service).length === 0)
  // It is trusted for where links lead, not for what stands in our mails: its texts pass the rules that an admin's pass.
  if (fit.length < fetched.contents.length) {
    log.warn({ version: fetched.version }, 'default e-mail content of the redirect server breaks the rules')
  }
  if (fit.length > 0) await database.inDirectory((tx) => keep(tx, { ...fetched, contents: fit }))
}

/** Another service pushed newer content in this moment; it is fetched next time. */
function unlessOlder(error: unknown): void {
  if (!(error instanceof RedirectRefused && error.code === 'redirect.email-defaults-older')) throw error
}

async function newestKept(tx: DirectoryTx): Promise<number> {
  return Math.max(bundledVersion, ...(await readLatestDefaults(tx)).map(({ version }) => version))
}

async function keep(tx: DirectoryTx, { version, contents }: EmailDefaults): Promise<void> {
  await insertDefaults(
    tx,
    contents.map((each) => ({ language: each.language, version, ...textsOf(each) })),
  )
}

function bundledTexts(language: LanguageCode): DefaultTexts {
  const { subject, body } = mailTexts[language].deployment
  return { version: bundledVersion, subject, body }
}

function textsOf({ subject, bodyText }: EmailDefaults['contents'][number]): DeploymentEmailTexts {
  return { subject, body: bodyText }
}
