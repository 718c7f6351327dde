import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import type { NewSubscriber, SecretField } from './schema.ts'
import { addToSearchFrom, refreshSearch } from './search-store.ts'
import { type SecretColumns, withSecretsSealed } from './secrets.ts'
import type { SubscriberRow } from './store.ts'
import { addToTimelines } from './timeline.ts'

/** A subscriber to be added in bulk: its id is known beforehand, its profile chosen, its rules checked. */
export type PlannedSubscriber = Omit<NewSubscriber, 'userId'> & { id: string; profileId: string }

/** The same with its secrets sealed, as it is stored. */
export type SealedSubscriber = Omit<PlannedSubscriber, SecretField> & SecretColumns

/** Only computes, so that it can be done while the database is busy with others. */
export function sealSubscriber(sealing: AccountSealing, planned: PlannedSubscriber): SealedSubscriber {
  return withSecretsSealed(sealing, planned.id, planned)
}

/** Adds many subscribers, whatever their number in the same few statements. The caller has applied the rules of a single one to each. */
export async function addSubscribers(
  platform: Platform,
  tx: Tx,
  actorName: string,
  added: SealedSubscriber[],
): Promise<void> {
  if (added.length === 0) return
  const now = platform.clock.now()
  const each = <Value>(read: (subscriber: SealedSubscriber) => Value) => added.map(read)
  // Arrays and not JSON, which takes PostgreSQL twice as long to read.
  const given = sql`select ${tx.accountId}::uuid, r.*, app.sort_name(r.last_name, r.first_name), ${now}::timestamptz, ${now}::timestamptz
      from unnest(
        ${each(({ id }) => id)}::uuid[],
        ${each(({ profileId }) => profileId)}::uuid[],
        ${each(({ directoryNumber, pbxSipUserName }) => directoryNumber ?? pbxSipUserName)}::text[],
        ${each(({ firstName }) => firstName ?? '')}::text[],
        ${each(({ lastName }) => lastName)}::text[],
        ${each(({ email }) => email)}::text[],
        ${each(({ language }) => language)}::text[],
        ${each(({ pbxSipHost }) => pbxSipHost)}::text[],
        ${each(({ pbxSipUserName }) => pbxSipUserName)}::text[],
        ${each(({ pbxSipSecret }) => pbxSipSecret)}::text[],
        ${each(({ voicemailNumber }) => voicemailNumber)}::text[],
        ${each(({ voicemailPinSecret }) => voicemailPinSecret)}::text[],
        ${each(({ mbgSipUserName }) => mbgSipUserName)}::text[],
        ${each(({ mbgSipSecret }) => mbgSipSecret)}::text[],
        ${each(({ clientServiceHost }) => clientServiceHost)}::text[],
        ${each(({ clientServicePort }) => clientServicePort)}::int[],
        ${each(({ clientServiceUserName }) => clientServiceUserName)}::text[],
        ${each(({ clientServiceSecret }) => clientServiceSecret)}::text[],
        ${each(({ deploymentPinSecret }) => deploymentPinSecret)}::text[]
      ) as r(subscriber_id, profile_id, directory_number, first_name, last_name, email, language, pbx_sip_host, pbx_sip_user_name,
        pbx_sip_secret, voicemail_number, voicemail_pin_secret, mbg_sip_user_name, mbg_sip_secret, client_service_host,
        client_service_port, client_service_user_name, client_service_secret, deployment_pin_secret)`
  // Found by what this statement has at hand: to read the rows again takes as long as to write them.
  await sql`with added as (insert into app.subscribers
      (account_id, subscriber_id, profile_id, directory_number, first_name, last_name, email, language, pbx_sip_host, pbx_sip_user_name,
       pbx_sip_secret, voicemail_number, voicemail_pin_secret, mbg_sip_user_name, mbg_sip_secret, client_service_host, client_service_port,
       client_service_user_name, client_service_secret, deployment_pin_secret, sort_name, created_at, updated_at)
      ${given} returning *)
    ${addToSearchFrom(sql`added`)}`.execute(tx)
  await addToTimelines(
    tx,
    each(({ id }) => ({ subscriberId: id, kind: 'subscriber.added', actorName })),
    now,
  )
}

export interface Likeness {
  subscriberId: string
  pbxSipHost: string | null
  pbxSipUserName: string | null
  clientServiceUserName: string | null
}

/**
 * Which subscribers have one of these PBX accounts or client service accounts? `offset 0` has each PBX account looked up by the index: while an
 * import fills the table its statistics are of before, and by them all rows would be read for each thousand.
 */
export async function findAlike(
  tx: Tx,
  pbxAccounts: Array<{ host: string; userName: string }>,
  clientServiceUserNames: string[],
): Promise<Likeness[]> {
  const { rows } = await sql<Likeness>`
    select s.subscriber_id, s.pbx_sip_host, s.pbx_sip_user_name, s.client_service_user_name
      from unnest(${pbxAccounts.map((each) => each.host)}::text[], ${pbxAccounts.map((each) => each.userName)}::text[]) as p(host, user_name)
      cross join lateral (select * from app.subscribers s
         where s.account_id = ${tx.accountId} and s.pbx_sip_host = p.host and s.pbx_sip_user_name = p.user_name offset 0) s
    union
    select s.subscriber_id, s.pbx_sip_host, s.pbx_sip_user_name, s.client_service_user_name
      from app.subscribers s
     where s.account_id = ${tx.accountId} and s.client_service_user_name = any(${clientServiceUserNames}::text[])`.execute(
    tx,
  )
  return rows
}

export interface Sharing {
  subscriberId: string
  email: string
  directoryNumber: string | null
}

/** Which subscribers have one of these e-mail addresses or directory numbers? */
export async function findSharing(tx: Tx, emails: string[], numbers: string[]): Promise<Sharing[]> {
  const { rows } = await sql<Sharing>`
    select subscriber_id, email, directory_number from app.subscribers
     where account_id = ${tx.accountId} and email_key = any(${emails.map((email) => email.toLowerCase())}::text[])
    union
    select subscriber_id, email, directory_number from app.subscribers
     where account_id = ${tx.accountId} and number_key = any(${numbers}::text[])`.execute(tx)
  return rows
}

/**
 * Which subscribers are these? Nobody else changes them until the transaction ends. Each is looked up by its key, as in `rowsByKey`.
 */
export async function lockSubscribers(tx: Tx, subscriberIds: string[]): Promise<SubscriberRow[]> {
  if (subscriberIds.length === 0) return []
  // In one order, so that two who lock the same records wait for each other and not crosswise.
  const { rows } = await sql<SubscriberRow>`
    select s.* from (select distinct id from unnest(${subscriberIds}::uuid[]) as id order by id) as wanted
      cross join lateral (select * from app.subscribers s
         where s.account_id = ${tx.accountId} and s.subscriber_id = wanted.id for update) s`.execute(tx)
  return rows
}

/** Writes whatever an admin or an import sets, of many subscribers. @returns their new versions */
export async function updateSubscribers(
  tx: Tx,
  rows: Array<Pick<SubscriberRow, WrittenColumn | 'subscriberId'>>,
  now: Date,
): Promise<Array<{ subscriberId: string; version: number }>> {
  const given = rows.map((row) => ({
    subscriber_id: row.subscriberId,
    profile_id: row.profileId,
    directory_number: row.directoryNumber,
    first_name: row.firstName,
    last_name: row.lastName,
    email: row.email,
    language: row.language,
    pbx_sip_host: row.pbxSipHost,
    pbx_sip_user_name: row.pbxSipUserName,
    pbx_sip_secret: row.pbxSipSecret,
    voicemail_number: row.voicemailNumber,
    voicemail_pin_secret: row.voicemailPinSecret,
    mbg_sip_user_name: row.mbgSipUserName,
    mbg_sip_secret: row.mbgSipSecret,
    client_service_host: row.clientServiceHost,
    client_service_port: row.clientServicePort,
    client_service_user_name: row.clientServiceUserName,
    client_service_secret: row.clientServiceSecret,
    deployment_pin_secret: row.deploymentPinSecret,
    update_pending: row.updatePending,
    redeploy_required: row.redeployRequired,
  }))
  const { rows: written } = await sql<{ subscriberId: string; version: number }>`update app.subscribers s
       set profile_id = r.profile_id, directory_number = r.directory_number, first_name = r.first_name, last_name = r.last_name,
           email = r.email, language = r.language, pbx_sip_host = r.pbx_sip_host, pbx_sip_user_name = r.pbx_sip_user_name,
           pbx_sip_secret = r.pbx_sip_secret, voicemail_number = r.voicemail_number, voicemail_pin_secret = r.voicemail_pin_secret,
           mbg_sip_user_name = r.mbg_sip_user_name, mbg_sip_secret = r.mbg_sip_secret, client_service_host = r.client_service_host,
           client_service_port = r.client_service_port, client_service_user_name = r.client_service_user_name,
           client_service_secret = r.client_service_secret, deployment_pin_secret = r.deployment_pin_secret,
           update_pending = r.update_pending, redeploy_required = r.redeploy_required,
           sort_name = app.sort_name(r.last_name, r.first_name), version = s.version + 1, updated_at = ${now}
      from json_to_recordset(${JSON.stringify(given)}::json) as r(subscriber_id uuid, profile_id uuid, directory_number text,
        first_name text, last_name text, email text, language text, pbx_sip_host text, pbx_sip_user_name text, pbx_sip_secret text,
        voicemail_number text, voicemail_pin_secret text, mbg_sip_user_name text, mbg_sip_secret text, client_service_host text,
        client_service_port int, client_service_user_name text, client_service_secret text, deployment_pin_secret text,
        update_pending boolean, redeploy_required boolean)
     where s.account_id = ${tx.accountId} and s.subscriber_id = r.subscriber_id
    returning s.subscriber_id, s.version`.execute(tx)
  await refreshSearch(
    tx,
    written.map((row) => row.subscriberId),
  )
  return written
}

/** The columns that `updateSubscribers` writes. */
export const writtenColumns = [
  'profileId',
  'directoryNumber',
  'firstName',
  'lastName',
  'email',
  'language',
  'pbxSipHost',
  'pbxSipUserName',
  'pbxSipSecret',
  'voicemailNumber',
  'voicemailPinSecret',
  'mbgSipUserName',
  'mbgSipSecret',
  'clientServiceHost',
  'clientServicePort',
  'clientServiceUserName',
  'clientServiceSecret',
  'deploymentPinSecret',
  'updatePending',
  'redeployRequired',
] as const satisfies Array<keyof SubscriberRow>
type WrittenColumn = (typeof writtenColumns)[number]
