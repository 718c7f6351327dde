import { sql } from 'kysely'
import { keptRead, type Tx, unread } from '#platform/database/index.ts'
import type { SignedIn } from '#platform/http/index.ts'

/** What is this person's password hash? */
export async function readPasswordHash(tx: Tx, userId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('app.passwordCredentials')
    .select('hash')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return row?.hash
}

/** Sets or replaces a password. `mailedAt`: when a link from an e-mail set it; null: none did; undefined: what is known of that stays. */
export async function upsertPassword(
  tx: Tx,
  userId: string,
  hash: string,
  now: Date,
  mailedAt: Date | null | undefined,
): Promise<void> {
  const password = { hash, changedAt: now, ...(mailedAt === undefined ? {} : { mailedAt }) }
  await tx
    .insertInto('app.passwordCredentials')
    .values({ accountId: tx.accountId, userId, ...password })
    .onConflict((conflict) => conflict.columns(['accountId', 'userId']).doUpdateSet(password))
    .execute()
}

/** Another hash of the same password. */
export async function rehashPassword(tx: Tx, userId: string, hash: string): Promise<void> {
  await tx
    .updateTable('app.passwordCredentials')
    .set({ hash })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .execute()
}

/** These people have no password any more. */
export async function deletePasswordsOf(tx: Tx, userIds: string[]): Promise<void> {
  await tx
    .deleteFrom('app.passwordCredentials')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
}

export interface SessionRow {
  sessionId: string
  userId: string
  tokenHash: Buffer
  createdAt: Date
  expiresAt: Date
  lastSeenAt: Date
  steppedUpAt: Date
  openedBy: SignedIn['signedInBy']
  secondFactorAt: Date | null
  userAgent: string | null
  address: string | null
}

/** So many sessions a person has, as many as they are shown: of more the one that was used last the longest ago ends. */
const sessionsMax = 100

/** Opens a session. @returns when the newest of the account's others was opened */
export async function insertSession(tx: Tx, session: SessionRow): Promise<Date | null> {
  return (await insert(tx, { ...session, othersMax: sessionsMax - 1 }))?.newest ?? null
}

const insert = keptRead((db, accountId, session: SessionRow & { othersMax: number }) =>
  db
    .with('ended', (eb) =>
      eb
        .deleteFrom('app.sessions')
        .where('accountId', '=', accountId)
        .where('userId', '=', session.userId)
        .where('sessionId', 'in', (one) =>
          one
            .selectFrom('app.sessions')
            .select('sessionId')
            .where('accountId', '=', accountId)
            .where('userId', '=', session.userId)
            .orderBy('lastSeenAt', 'desc')
            .orderBy('sessionId', 'desc')
            .offset(session.othersMax),
        ),
    )
    .insertInto('app.sessions')
    .values({
      accountId,
      sessionId: session.sessionId,
      userId: session.userId,
      tokenHash: session.tokenHash,
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
      lastSeenAt: session.lastSeenAt,
      steppedUpAt: session.steppedUpAt,
      openedBy: session.openedBy,
      secondFactorAt: session.secondFactorAt,
      userAgent: session.userAgent,
      address: session.address,
    })
    // What it inserts itself a statement does not see.
    .returning((eb) =>
      eb
        .selectFrom('app.sessions as others')
        .select('others.createdAt')
        .where('others.accountId', '=', accountId)
        .orderBy('others.sessionId', 'desc')
        .limit(1)
        .as('newest'),
    ),
)

/** Whose session is this, and is the person still allowed in? */
export const findSession = keptRead((db, accountId, { tokenHash, now }: SessionSought) =>
  db
    .selectFrom('app.sessions as s')
    .innerJoin('app.users as u', (join) =>
      join.onRef('u.accountId', '=', 's.accountId').onRef('u.userId', '=', 's.userId'),
    )
    .innerJoin('app.accounts as a', 'a.accountId', 's.accountId')
    .leftJoin('app.secondFactors as f', (join) =>
      join.onRef('f.accountId', '=', 's.accountId').onRef('f.userId', '=', 's.userId'),
    )
    .select(['s.sessionId', 's.userId', 's.createdAt', 's.expiresAt', 's.lastSeenAt', 's.steppedUpAt'])
    .select(['s.openedBy', 's.secondFactorAt'])
    .select(['u.firstName', 'u.lastName', 'u.email', 'u.role', 'a.kind'])
    .select(['a.adminsNeedSecondFactor', 'f.confirmedAt as secondFactorSince'])
    .where('s.accountId', '=', accountId)
    .where('s.tokenHash', '=', tokenHash)
    .where('s.expiresAt', '>', now)
    .where('u.status', '=', 'registered')
    .where('a.status', '=', 'active'),
)

interface SessionSought {
  tokenHash: Buffer
  now: Date
}

/** The session is in use: moves its end. */
export async function touchSession(tx: Tx, sessionId: string, now: Date, expiresAt: Date): Promise<void> {
  await tx
    .updateTable('app.sessions')
    .set({ lastSeenAt: now, expiresAt })
    .where('accountId', '=', tx.accountId)
    .where('sessionId', '=', sessionId)
    .execute()
}

/** Gives the session a new token after a step-up. */
export async function rotateSession(tx: Tx, sessionId: string, tokenHash: Buffer, now: Date): Promise<void> {
  await tx
    .updateTable('app.sessions')
    .set({ tokenHash, steppedUpAt: now, lastSeenAt: now, stepUpFailures: 0 })
    .where('accountId', '=', tx.accountId)
    .where('sessionId', '=', sessionId)
    .execute()
}

/** A second factor was given in the session. */
export async function markSecondFactorGiven(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx
    .updateTable('app.sessions')
    .set({ secondFactorAt: now })
    .where('accountId', '=', tx.accountId)
    .where('sessionId', '=', sessionId)
    .execute()
}

/** Counts a step-up as failed before the password is compared. @returns failures in a row, this one included; 0 when the session has ended */
export async function countStepUpFailure(tx: Tx, sessionId: string): Promise<number> {
  const row = await tx
    .updateTable('app.sessions')
    .set((eb) => ({ stepUpFailures: eb('stepUpFailures', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('sessionId', '=', sessionId)
    .returning('stepUpFailures')
    .executeTakeFirst()
  return row?.stepUpFailures ?? 0
}

/** The password was not looked at after all. */
export async function uncountStepUpFailure(tx: Tx, sessionId: string): Promise<void> {
  await tx
    .updateTable('app.sessions')
    .set((eb) => ({ stepUpFailures: eb('stepUpFailures', '-', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('sessionId', '=', sessionId)
    .execute()
}

/** Ends a session. */
export async function deleteSession(tx: Tx, sessionId: string): Promise<void> {
  await tx
    .deleteFrom('app.sessions')
    .where('accountId', '=', tx.accountId)
    .where('sessionId', '=', sessionId)
    .execute()
}

/** Ends all sessions of these people. @returns how many there were */
export async function deleteSessionsOf(tx: Tx, userIds: string[]): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('app.sessions')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Ends all sessions of the account's own people. */
export async function deleteAllSessions(tx: Tx): Promise<void> {
  await tx.deleteFrom('app.sessions').where('accountId', '=', tx.accountId).execute()
}

/**
 * Adds a set-up link, and ends those before it that nobody has used: the same person's, and those for a first admin, who is no longer to come
 * from nowhere once an admin was named.
 */
export async function replaceSetUpLink(
  tx: Tx,
  link: { linkId: string; userId: string | null; tokenHash: Buffer; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .deleteFrom('app.setUpLinks')
    .where('accountId', '=', tx.accountId)
    .where((eb) => eb.or([eb('userId', 'is', null), eb('userId', '=', link.userId)]))
    .where('usedAt', 'is', null)
    .execute()
  await tx
    .insertInto('app.setUpLinks')
    .values({ accountId: tx.accountId, ...link })
    .execute()
}

/** Nobody becomes the account's first admin by a link any more. */
export async function deleteFirstAdminLinks(tx: Tx): Promise<void> {
  await tx
    .deleteFrom('app.setUpLinks')
    .where('accountId', '=', tx.accountId)
    .where('userId', 'is', null)
    .where('usedAt', 'is', null)
    .modifyEnd(unread)
    .execute()
}

/** A set-up link: `userId` null: for whoever becomes the first admin; `mailState` null: it was printed, and not mailed. */
export interface SetUpLinkRow {
  userId: string | null
  mailState: string | null
}

/** Which set-up link is this, if it can still be used? */
export async function findOpenSetUpLink(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
): Promise<SetUpLinkRow | undefined> {
  return tx
    .selectFrom('app.setUpLinks')
    .select(['userId', 'mailState'])
    .where('accountId', '=', tx.accountId)
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
}

/** Uses up a set-up link; undefined when it is unknown, used or expired. One statement, so that of two uses one wins. */
export async function spendSetUpLink(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
): Promise<SetUpLinkRow | undefined> {
  return tx
    .updateTable('app.setUpLinks')
    .set({ usedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning(['userId', 'mailState'])
    .executeTakeFirst()
}
