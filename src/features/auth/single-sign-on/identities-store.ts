import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** Who of the account is this at the identity provider? */
export async function findIdentity(
  tx: Tx,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<{ userId: string } | undefined> {
  return tx
    .selectFrom('app.identities')
    .select('userId')
    .where('accountId', '=', tx.accountId)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
}

/** Has this person an identity of the issuer already? */
export async function hasIdentityOf(tx: Tx, userId: string, issuer: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.identities')
    .select('subject')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return row !== undefined
}

/** Links a person, whom the caller has locked, with who they are at the identity provider. */
export async function insertIdentity(
  tx: Tx,
  identity: { issuer: string; subject: string; userId: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('app.identities')
    .values({ accountId: tx.accountId, ...identity, linkedAt: now, lastUsedAt: now })
    .execute()
}

/** The person comes by it. */
export async function touchIdentity(
  tx: Tx,
  { issuer, subject }: { issuer: string; subject: string },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('app.identities')
    .set({ lastUsedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .execute()
}

/** These people are nobody at the identity provider any more. */
export async function deleteIdentitiesOf(tx: Tx, userIds: string[]): Promise<void> {
  await tx
    .deleteFrom('app.identities')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
}

/** The person has come without the links with which they could set a password: those end as used. */
export async function spendLinksOf(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .updateTable('app.setUpLinks')
    .set({ usedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .execute()
}
