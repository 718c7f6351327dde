import { type SelectQueryBuilder, sql } from 'kysely'
import type { DB, Tx } from '#platform/database/index.ts'
import { whenViolated } from '#platform/database/index.ts'
import { userUnknown } from './errors.ts'
import type { SubscriberFilter } from './schema.ts'

export interface SubscriberRow {
  subscriberId: string
  userId: string | null
  profileId: string
  directoryNumber: string | null
  firstName: string
  lastName: string
  email: string
  language: string | null
  pbxSipHost: string | null
  pbxSipUserName: string | null
  pbxSipSecret: string | null
  voicemailNumber: string | null
  voicemailPinSecret: string | null
  mbgSipUserName: string | null
  mbgSipSecret: string | null
  clientServiceHost: string | null
  clientServicePort: number | null
  clientServiceUserName: string | null
  clientServiceSecret: string | null
  deploymentPinSecret: string | null
  origin: string
  owners: Record<string, string>
  state: string
  deployedAt: Date | null
  downloadedAt: Date | null
  linkExpiresAt: Date | null
  updatePending: boolean
  forcePendingAt: Date | null
  redeployRequired: boolean
  clientCount: number
  pinFailures: number
  pinLockedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
}

/** The columns an admin or an import sets. */
export type SubscriberValues = Partial<
  Pick<
    SubscriberRow,
    | 'userId'
    | 'profileId'
    | 'directoryNumber'
    | 'firstName'
    | 'lastName'
    | 'email'
    | 'language'
    | 'pbxSipHost'
    | 'pbxSipUserName'
    | 'pbxSipSecret'
    | 'voicemailNumber'
    | 'voicemailPinSecret'
    | 'mbgSipUserName'
    | 'mbgSipSecret'
    | 'clientServiceHost'
    | 'clientServicePort'
    | 'clientServiceUserName'
    | 'clientServiceSecret'
    | 'deploymentPinSecret'
  >
>

/** Adds a subscriber. */
export async function insertSubscriber(
  tx: Tx,
  subscriberId: string,
  values: SubscriberValues & { profileId: string; lastName: string; email: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('app.subscribers')
    .values({
      accountId: tx.accountId,
      subscriberId,
      ...values,
      sortName: sortName(values.lastName, values.firstName ?? ''),
      createdAt: now,
      updatedAt: now,
    })
    .execute()
    .catch(whenViolated('subscribers_user', userUnknown))
}

/** Changes a subscriber; undefined when its version is no longer the expected one. */
export async function updateSubscriber(
  tx: Tx,
  current: SubscriberRow,
  values: SubscriberValues & { updatePending?: boolean; redeployRequired?: boolean },
  expectedVersion: number | undefined,
  now: Date,
): Promise<SubscriberRow | undefined> {
  const row = await tx
    .updateTable('app.subscribers')
    .set((eb) => ({
      ...values,
      sortName: sortName(values.lastName ?? current.lastName, values.firstName ?? current.firstName),
      updatedAt: now,
      version: eb('version', '+', 1),
    }))
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', current.subscriberId)
    .$if(expectedVersion !== undefined, (query) => query.where('version', '=', expectedVersion as number))
    .returningAll()
    .executeTakeFirst()
    .catch(whenViolated('subscribers_user', userUnknown))
  return row as SubscriberRow | undefined
}

function sortName(lastName: string, firstName: string) {
  return sql<string>`app.fold(${`${lastName} ${firstName}`.trim()})`
}

/** Which subscribers are these? */
export async function readSubscribers(tx: Tx, subscriberIds: string[]): Promise<SubscriberRow[]> {
  if (subscriberIds.length === 0) return []
  const rows = await tx
    .selectFrom('app.subscribers')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where(sql<boolean>`subscriber_id = any(${subscriberIds}::uuid[])`)
    .execute()
  return rows as SubscriberRow[]
}

/** Which subscriber is this? `lock` keeps others from changing it until the transaction ends. */
export async function readSubscriber(
  tx: Tx,
  subscriberId: string,
  lock = false,
): Promise<SubscriberRow | undefined> {
  const row = await tx
    .selectFrom('app.subscribers')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', subscriberId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row as SubscriberRow | undefined
}

/** Deletes subscribers with their links and timelines; clients stay, to be handed the reset document. */
export async function deleteSubscribers(tx: Tx, subscriberIds: string[]): Promise<string[]> {
  const { rows } = await sql<{ subscriberId: string }>`delete from app.subscribers
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[]) returning subscriber_id`.execute(
    tx,
  )
  return rows.map((row) => row.subscriberId)
}

type Sortable = { expression: ReturnType<typeof sql<string>>; type: 'text' | 'timestamptz' | 'uuid' }

const sorts: Record<string, Sortable> = {
  lastName: { expression: sql<string>`sort_name`, type: 'text' },
  directoryNumber: { expression: sql<string>`(coalesce(directory_number, '')) collate "C"`, type: 'text' },
  email: { expression: sql<string>`lower(email)`, type: 'text' },
  deployedAt: { expression: sql<string>`coalesce(deployed_at, '-infinity')`, type: 'timestamptz' },
  downloadedAt: { expression: sql<string>`coalesce(downloaded_at, '-infinity')`, type: 'timestamptz' },
  state: { expression: sql<string>`state`, type: 'text' },
  profile: { expression: sql<string>`profile_id`, type: 'uuid' },
}

/** Which subscribers match, in this order, after that one? Keyset paging: any depth costs the same. */
export async function listSubscribers(
  tx: Tx,
  filter: SubscriberFilter,
  order: { sort: string; descending: boolean; after: [string, string] | undefined; limit: number },
): Promise<Array<SubscriberRow & { sortKey: string }>> {
  const { expression, type } = sorts[order.sort] as Sortable
  const direction = order.descending ? 'desc' : 'asc'
  const rows = await narrowed(tx, filter)
    .selectAll()
    .select(sql<string>`(${expression})::text`.as('sortKey'))
    .$if(order.after !== undefined, (query) =>
      query.where(
        sql<boolean>`(${expression}, subscriber_id) ${sql.raw(order.descending ? '<' : '>')}
          (${order.after?.[0]}::${sql.raw(type)}, ${order.after?.[1]}::uuid)`,
      ),
    )
    .orderBy(expression, direction)
    .orderBy('subscriberId', direction)
    .limit(order.limit)
    .execute()
  return rows as Array<SubscriberRow & { sortKey: string }>
}

/** How many subscribers match? */
export async function countSubscribers(tx: Tx, filter: SubscriberFilter): Promise<number> {
  const row = await narrowed(tx, filter)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Makes an operation's items out of everything that matches. */
export async function selectIntoItems(
  tx: Tx,
  operationId: string,
  filter: SubscriberFilter,
  except: string[],
): Promise<void> {
  await tx
    .insertInto('app.operationItems')
    .columns(['accountId', 'operationId', 'subjectId'])
    .expression(
      narrowed(tx, filter)
        .select(['accountId', sql<string>`${operationId}::uuid`.as('operationId'), 'subscriberId'])
        .where(sql<boolean>`subscriber_id <> all(${except}::uuid[])`),
    )
    .execute()
}

function narrowed(tx: Tx, filter: SubscriberFilter): SelectQueryBuilder<DB, 'app.subscribers', object> {
  return tx
    .selectFrom('app.subscribers')
    .where('accountId', '=', tx.accountId)
    .$if(filter.profileId !== undefined, (query) => query.where('profileId', '=', filter.profileId as string))
    .$if(filter.state !== undefined, (query) => query.where('state', '=', filter.state as string))
    .$if(filter.origin !== undefined, (query) => query.where('origin', '=', filter.origin as string))
}

/** Gives all subscribers of one profile another. */
export async function moveToProfile(tx: Tx, fromId: string, toId: string, now: Date): Promise<void> {
  await sql`update app.subscribers
       set profile_id = ${toId}, version = version + 1, updated_at = ${now}, update_pending = update_pending or client_count > 0
     where account_id = ${tx.accountId} and profile_id = ${fromId}`.execute(tx)
}
