import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface DeploymentRow {
  deploymentId: string
  subscriberId: string
  channel: string
  revision: number
  expiresAt: Date
  createdAt: Date
  sentAt: Date | null
  openedAt: Date | null
  revokedAt: Date | null
  revokedBecause: string | null
  pinFailures: number
  clientsAllowed: number
  clientsMade: number
}

export interface NewDeployment {
  deploymentId: string
  subscriberId: string
  tokenHash: Buffer
  expiresAt: Date
  clientsAllowed: number
}

const columns = [
  'deploymentId',
  'subscriberId',
  'channel',
  'revision',
  'expiresAt',
  'createdAt',
  'sentAt',
  'openedAt',
  'revokedAt',
  'revokedBecause',
  'pinFailures',
  'clientsAllowed',
  'clientsMade',
] as const

/** Makes links, and says to the redirect server's ledger that they exist. */
export async function insertDeployments(
  tx: Tx,
  made: NewDeployment[],
  common: { operationId: string | null; channel: string; now: Date },
): Promise<void> {
  const rows = made.map((link) => ({
    deployment_id: link.deploymentId,
    subscriber_id: link.subscriberId,
    token_hash: link.tokenHash.toString('hex'),
    expires_at: link.expiresAt,
    clients_allowed: link.clientsAllowed,
  }))
  const json = JSON.stringify(rows)
  await sql`insert into app.deployments
      (account_id, deployment_id, subscriber_id, operation_id, channel, token_hash, expires_at, created_at, clients_allowed)
    select ${tx.accountId}, d.deployment_id, d.subscriber_id, ${common.operationId}, ${common.channel},
           decode(d.token_hash, 'hex'), d.expires_at, ${common.now}, d.clients_allowed
      from json_to_recordset(${json}::json)
        as d(deployment_id uuid, subscriber_id uuid, token_hash text, expires_at timestamptz, clients_allowed int)`.execute(
    tx,
  )
  await sql`insert into app.redirect_links (token_hash, expires_at)
    select decode(d.token_hash, 'hex'), d.expires_at
      from json_to_recordset(${json}::json) as d(token_hash text, expires_at timestamptz)
    on conflict (token_hash) do nothing`.execute(tx)
}

/** Ends the subscribers' open links and tickets. @returns the links that were open */
export async function revokeOpenDeployments(
  tx: Tx,
  subscriberIds: string[],
  because: string,
  now: Date,
): Promise<Array<{ deploymentId: string; subscriberId: string }>> {
  const { rows } = await sql<{ deploymentId: string; subscriberId: string; tokenHash: Buffer }>`
    update app.deployments set revoked_at = ${now}, revoked_because = ${because}
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[]) and revoked_at is null and expires_at > ${now}
    returning deployment_id, subscriber_id, token_hash`.execute(tx)
  await sql`update app.tickets set ended_at = ${now}
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[]) and ended_at is null`.execute(
    tx,
  )
  if (rows.length > 0) {
    await sql`update app.redirect_links set revoked = true, pushed_store = null
       where token_hash = any(${rows.map((row) => row.tokenHash)}::bytea[])`.execute(tx)
  }
  return rows
}

/** Which numbers of these people have an open link that was made in the portal? The open one of a number is its only one. */
export async function numbersWithOwnLink(tx: Tx, userIds: string[], now: Date): Promise<string[]> {
  if (userIds.length === 0) return []
  const { rows } = await sql<{ subscriberId: string }>`
    select s.subscriber_id from unnest(${userIds}::uuid[]) as person(id)
     cross join lateral (select subscriber_id from app.subscribers
        where account_id = ${tx.accountId} and user_id = person.id offset 0) s
     where exists (select from app.deployments d
        where d.account_id = ${tx.accountId} and d.subscriber_id = s.subscriber_id
          and d.channel = 'self' and d.revoked_at is null and d.expires_at > ${now} offset 0)`.execute(tx)
  return rows.map(({ subscriberId }) => subscriberId)
}

/** Whose link is this? `lock` for an act on it. */
export async function findDeployment(
  tx: Tx,
  tokenHash: Buffer,
  lock = false,
): Promise<DeploymentRow | undefined> {
  return tx
    .selectFrom('app.deployments')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('tokenHash', '=', tokenHash)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
}

/** Which link is this? */
export async function readDeployment(tx: Tx, deploymentId: string): Promise<DeploymentRow | undefined> {
  return tx
    .selectFrom('app.deployments')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('deploymentId', '=', deploymentId)
    .executeTakeFirst()
}

/** Which link did this subscriber get last? */
export async function latestDeployment(tx: Tx, subscriberId: string): Promise<DeploymentRow | undefined> {
  return tx
    .selectFrom('app.deployments')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', subscriberId)
    .orderBy('deploymentId', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Somebody looked at the link; true the first time. */
export async function markOpened(tx: Tx, deploymentId: string, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('app.deployments')
    .set({ openedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('deploymentId', '=', deploymentId)
    .where('openedAt', 'is', null)
    .returning('deploymentId')
    .executeTakeFirst()
  return row !== undefined
}

/** The mail server accepted the mail with the link, or an admin took it: deployed (CD-3). */
export async function markDeployed(
  tx: Tx,
  deploymentId: string,
  subscriberId: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('app.deployments')
    .set({ sentAt: now })
    .where('accountId', '=', tx.accountId)
    .where('deploymentId', '=', deploymentId)
    .execute()
  await sql`update app.subscribers set deployed_at = ${now}, state = case when state = 'queued' then 'sent' else state end
     where account_id = ${tx.accountId} and subscriber_id = ${subscriberId}`.execute(tx)
}

/** The mail with the link was refused for good. */
export async function markDeploymentFailed(tx: Tx, subscriberId: string): Promise<void> {
  await sql`update app.subscribers set state = 'failed'
     where account_id = ${tx.accountId} and subscriber_id = ${subscriberId} and state = 'queued'`.execute(tx)
}

/** New links wait to be mailed: what the list shows. */
export async function markQueued(
  tx: Tx,
  links: Array<{ subscriberId: string; expiresAt: Date }>,
): Promise<void> {
  await sql`update app.subscribers s
       set state = 'queued', deployed_at = null, link_expires_at = l.expires_at, redeploy_required = s.redeploy_required
      from json_to_recordset(${JSON.stringify(links.map((link) => ({ subscriber_id: link.subscriberId, expires_at: link.expiresAt })))}::json)
        as l(subscriber_id uuid, expires_at timestamptz)
     where s.account_id = ${tx.accountId} and s.subscriber_id = l.subscriber_id`.execute(tx)
}

/** Links that ended without a new one. */
export async function markRevoked(tx: Tx, subscriberIds: string[]): Promise<void> {
  await sql`update app.subscribers set state = 'revoked', link_expires_at = null
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[]) and state in ('queued', 'sent', 'failed')`.execute(
    tx,
  )
}

/** Takes one of the link's places for a client; false when all are taken. */
export async function takePlace(tx: Tx, deploymentId: string): Promise<boolean> {
  const row = await tx
    .updateTable('app.deployments')
    .set((eb) => ({ clientsMade: eb('clientsMade', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('deploymentId', '=', deploymentId)
    .whereRef('clientsMade', '<', 'clientsAllowed')
    .returning('deploymentId')
    .executeTakeFirst()
  return row !== undefined
}
