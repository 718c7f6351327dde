import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** A way to the identity provider and back, as it is stored. */
export interface SignOnRow {
  signOnId: string
  purpose: 'sign-in' | 'step-up' | 'test'
  userId: string | null
  sessionId: string | null
  sealedVerifier: string
  nonce: string
  returnTo: string | null
  providerVersion: number
  createdAt: Date
}

/** What a test found; kept until the next way is begun an hour after its end. */
export interface TestOutcome {
  state: 'passed' | 'failed'
  message: string | null
  issuer: string | null
  subject: string | null
  email: string | null
  personId: string | null
}

/** Begins a way; deletes those that ended more than an hour ago. */
export async function insertSignOn(
  tx: Tx,
  way: SignOnRow & { stateHash: Buffer; browserHash: Buffer; expiresAt: Date },
): Promise<void> {
  await tx
    .deleteFrom('app.singleSignOns')
    .where('accountId', '=', tx.accountId)
    .where('expiresAt', '<', sql<Date>`${way.createdAt}::timestamptz - interval '1 hour'`)
    .execute()
  await tx
    .insertInto('app.singleSignOns')
    .values({ accountId: tx.accountId, ...way })
    .execute()
}

/** Uses up a way, if this browser has begun it. One statement, so that of two answers one is looked at. */
export async function spendSignOn(
  tx: Tx,
  { stateHash, browserHash, now }: { stateHash: Buffer; browserHash: Buffer; now: Date },
): Promise<SignOnRow | undefined> {
  const row = await tx
    .updateTable('app.singleSignOns')
    .set({ usedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('stateHash', '=', stateHash)
    .where('browserHash', '=', browserHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning(['signOnId', 'purpose', 'userId', 'sessionId', 'sealedVerifier', 'nonce'])
    .returning(['returnTo', 'providerVersion', 'createdAt'])
    .executeTakeFirst()
  return row as SignOnRow | undefined
}

/** Keeps what a test found. */
export async function writeOutcome(tx: Tx, signOnId: string, outcome: TestOutcome): Promise<void> {
  await tx
    .updateTable('app.singleSignOns')
    .set({ outcome: JSON.stringify(outcome) })
    .where('accountId', '=', tx.accountId)
    .where('signOnId', '=', signOnId)
    .execute()
}

/** What has this test found? */
export async function findTest(
  tx: Tx,
  signOnId: string,
): Promise<{ outcome: TestOutcome | null; expiresAt: Date; usedAt: Date | null } | undefined> {
  const row = await tx
    .selectFrom('app.singleSignOns')
    .select(['outcome', 'expiresAt', 'usedAt'])
    .where('accountId', '=', tx.accountId)
    .where('signOnId', '=', signOnId)
    .where('purpose', '=', 'test')
    .executeTakeFirst()
  return row as { outcome: TestOutcome | null; expiresAt: Date; usedAt: Date | null } | undefined
}
