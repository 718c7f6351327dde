import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface OwnSessionRow {
  sessionId: string
  createdAt: Date
  lastSeenAt: Date
  userAgent: string | null
  address: string | null
  openedBy: string
  secondFactorAt: Date | null
}

/** In which browsers is this person signed in? The last used first; at most a hundred. */
export async function listSessions(tx: Tx, userId: string, now: Date): Promise<OwnSessionRow[]> {
  return tx
    .selectFrom('app.sessions')
    .select(['sessionId', 'createdAt', 'lastSeenAt', 'userAgent', 'address', 'openedBy', 'secondFactorAt'])
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('sessionId', 'desc')
    .limit(100)
    .execute()
}

/** In how many browsers is this person signed in? */
export async function countSessions(tx: Tx, userId: string, now: Date): Promise<number> {
  const { count } = await tx
    .selectFrom('app.sessions')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Ends a session of this person. @returns whether it was theirs and open */
export async function deleteSessionOf(tx: Tx, userId: string, sessionId: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('app.sessions')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('sessionId', '=', sessionId)
    .returning('sessionId')
    .executeTakeFirst()
  return row !== undefined
}

/** Ends the sessions of this person but one. @returns how many there were */
export async function deleteOtherSessions(tx: Tx, userId: string, exceptId: string | null): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('app.sessions')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where(sql<boolean>`session_id is distinct from ${exceptId}::uuid`)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Is the session still open? Nobody ends it before the transaction does. */
export async function holdSession(tx: Tx, sessionId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.sessions')
    .select('sessionId')
    .where('accountId', '=', tx.accountId)
    .where('sessionId', '=', sessionId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** When was the person's password set? undefined: they have none. */
export async function passwordChangedAt(tx: Tx, userId: string): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('app.passwordCredentials')
    .select('changedAt')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return row?.changedAt
}

/** Since when is the person known at an identity provider? The newest, where the account has changed its provider. */
export async function identityLinkedAt(tx: Tx, userId: string): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('app.identities')
    .select('linkedAt')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .orderBy('linkedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.linkedAt
}

/** Forgets the sessions of the account that have ended. @returns whether others are left */
export async function deleteEndedSessions(tx: Tx, now: Date): Promise<boolean> {
  await tx
    .deleteFrom('app.sessions')
    .where('accountId', '=', tx.accountId)
    .where('expiresAt', '<=', now)
    .execute()
  const left = await tx
    .selectFrom('app.sessions')
    .select('sessionId')
    .where('accountId', '=', tx.accountId)
    .limit(1)
    .executeTakeFirst()
  return left !== undefined
}

/** How was this session opened, and when was a code of the second factor last given in it? undefined: it has ended. */
export async function readOpening(
  tx: Tx,
  sessionId: string,
): Promise<{ openedBy: string; secondFactorAt: Date | null } | undefined> {
  return tx
    .selectFrom('app.sessions')
    .select(['openedBy', 'secondFactorAt'])
    .where('accountId', '=', tx.accountId)
    .where('sessionId', '=', sessionId)
    .executeTakeFirst()
}

/** When did a link from an e-mail set the password that the person has, or one that they changed since? null: none did. */
export async function passwordMailedAt(tx: Tx, userId: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('app.passwordCredentials')
    .select('mailedAt')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return row?.mailedAt ?? null
}
