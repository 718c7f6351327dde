import { sql } from 'kysely'
import { type DirectoryTx, type Tx, whenViolated } from '#platform/database/index.ts'
import { stale } from '#platform/http/index.ts'
import type { DeploymentEmailTexts } from './schema.ts'

/** A version of an account's own texts; without texts the default is in force from there on. */
export interface EmailVersionRow {
  language: string
  version: number
  subject: string | null
  body: string | null
  createdAt: Date
  createdBy: string | null
  createdByName: string | null
}

export interface EmailDefaultRow extends DeploymentEmailTexts {
  language: string
  version: number
}

/** What did the account say last in each language? */
export async function readLatestVersions(tx: Tx): Promise<EmailVersionRow[]> {
  return tx
    .selectFrom('app.deploymentEmailVersions')
    .distinctOn('language')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute()
}

/** What did the account say in this version? */
export async function readVersion(
  tx: Tx,
  language: string,
  version: number,
): Promise<EmailVersionRow | undefined> {
  return tx
    .selectFrom('app.deploymentEmailVersions')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('language', '=', language)
    .where('version', '=', version)
    .executeTakeFirst()
}

/** Adds the next version. @throws Refusal when somebody else added it in this moment */
export async function insertVersion(tx: Tx, row: EmailVersionRow): Promise<void> {
  await tx
    .insertInto('app.deploymentEmailVersions')
    .values({ accountId: tx.accountId, ...row })
    .execute()
    .catch(whenViolated('deployment_email_versions_pkey', stale))
}

/** Which default content is the newest that is kept, in each language? */
export async function readLatestDefaults(tx: DirectoryTx): Promise<EmailDefaultRow[]> {
  return tx
    .selectFrom('app.emailDefaults')
    .distinctOn('language')
    .selectAll()
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute()
}

/** What did the default content say in this version? */
export async function readDefault(
  tx: DirectoryTx,
  language: string,
  version: number,
): Promise<EmailDefaultRow | undefined> {
  return tx
    .selectFrom('app.emailDefaults')
    .selectAll()
    .where('language', '=', language)
    .where('version', '=', version)
    .executeTakeFirst()
}

/** Keeps default content; a version that is kept already never changes. */
export async function insertDefaults(tx: DirectoryTx, rows: EmailDefaultRow[]): Promise<void> {
  await tx
    .insertInto('app.emailDefaults')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['language', 'version']).doNothing())
    .execute()
}

/**
 * When were the latest tests queued, newest first? Holds the account's row until the end of the transaction, so that tests asked for at
 * the same moment are counted one after the other.
 */
export async function readLatestTests(tx: Tx, kind: string, limit: number): Promise<Date[]> {
  await sql`select from app.accounts where account_id = ${tx.accountId} for no key update`.execute(tx)
  const rows = await tx
    .selectFrom('app.outgoingMails')
    .select('createdAt')
    .where('accountId', '=', tx.accountId)
    .where('subjectKind', '=', kind)
    .where('subjectId', '=', tx.accountId)
    .orderBy('mailId', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ createdAt }) => createdAt)
}
