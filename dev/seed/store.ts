import { sql } from 'kysely'
import pg from 'pg'
import { addToSearch, addToTimelines, type SecretColumns } from '#features/deployment/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { SeedPerson } from './people.ts'

/** How far the deployment of a subscriber is. */
export interface Standing {
  state: 'new' | 'sent' | 'failed' | 'downloaded' | 'revoked'
  deployedAt: Date | null
  linkExpiresAt: Date | null
  downloadedAt: Date | null
  updatePending: boolean
  forcePendingAt: Date | null
  redeployRequired: boolean
  pinLockedAt: Date | null
}

type SealedPerson = Pick<SeedPerson, 'id' | 'values' | 'standing'> & {
  sealed: SecretColumns
  userId: string | null
}

/** From here on the transaction does not wait for the disk: what a crash takes are the last hundreds, each of them whole. */
export async function waitForNoDisk(tx: Tx): Promise<void> {
  await sql`set local synchronous_commit to off`.execute(tx)
}

/** Adds subscribers with their standing, found by search as those are whom the product adds. */
export async function insertPeople(
  tx: Tx,
  people: SealedPerson[],
  actorName: string,
  addedAt: Date,
): Promise<void> {
  const each = <Value>(read: (person: SealedPerson) => Value) => people.map(read)
  await sql`insert into app.subscribers
      (account_id, subscriber_id, user_id, profile_id, directory_number, first_name, last_name, email, language, pbx_sip_host, pbx_sip_user_name,
       pbx_sip_secret, voicemail_number, client_service_user_name, deployment_pin_secret, state, deployed_at, link_expires_at, downloaded_at,
       update_pending, force_pending_at, redeploy_required, pin_locked_at, sort_name, created_at, updated_at)
    select ${tx.accountId}, r.*, app.sort_name(r.last_name, r.first_name), ${addedAt}, coalesce(r.deployed_at, ${addedAt})
      from unnest(
        ${each(({ id }) => id)}::uuid[],
        ${each(({ userId }) => userId)}::uuid[],
        ${each(({ values }) => values.profileId)}::uuid[],
        ${each(({ values }) => values.directoryNumber)}::text[],
        ${each(({ values }) => values.firstName)}::text[],
        ${each(({ values }) => values.lastName)}::text[],
        ${each(({ values }) => values.email)}::text[],
        ${each(({ values }) => values.language)}::text[],
        ${each(({ values }) => values.pbxSipHost)}::text[],
        ${each(({ values }) => values.pbxSipUserName)}::text[],
        ${each(({ sealed }) => sealed.pbxSipSecret)}::text[],
        ${each(({ values }) => values.voicemailNumber)}::text[],
        ${each(({ values }) => values.clientServiceUserName)}::text[],
        ${each(({ sealed }) => sealed.deploymentPinSecret)}::text[],
        ${each(({ standing }) => standing.state)}::text[],
        ${each(({ standing }) => standing.deployedAt)}::timestamptz[],
        ${each(({ standing }) => standing.linkExpiresAt)}::timestamptz[],
        ${each(({ standing }) => standing.downloadedAt)}::timestamptz[],
        ${each(({ standing }) => standing.updatePending)}::boolean[],
        ${each(({ standing }) => standing.forcePendingAt)}::timestamptz[],
        ${each(({ standing }) => standing.redeployRequired)}::boolean[],
        ${each(({ standing }) => standing.pinLockedAt)}::timestamptz[]
      ) as r(subscriber_id, user_id, profile_id, directory_number, first_name, last_name, email, language, pbx_sip_host, pbx_sip_user_name,
        pbx_sip_secret, voicemail_number, client_service_user_name, deployment_pin_secret, state, deployed_at, link_expires_at,
        downloaded_at, update_pending, force_pending_at, redeploy_required, pin_locked_at)`.execute(tx)
  const ids = each(({ id }) => id)
  await addToSearch(tx, ids)
  await addToTimelines(
    tx,
    ids.map((subscriberId) => ({ subscriberId, kind: 'subscriber.added', actorName })),
    addedAt,
  )
}

/** What the server would do by itself in the next minutes: so many new rows are otherwise read by plans made for an empty table. */
export async function tidyUp(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(
      'vacuum (analyze) app.subscribers, app.subscriber_search, app.timeline_entries, app.users, app.user_search, app.licences',
    )
  } finally {
    await client.end()
  }
}
