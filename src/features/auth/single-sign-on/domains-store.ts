import type { DirectoryTx, Tx } from '#platform/database/index.ts'

/** An e-mail domain of an account, as it is stored. */
export interface DomainRow {
  domain: string
  challenge: string
  createdAt: Date
  checkedAt: Date | null
  verifiedAt: Date | null
  verifiedBy: string | null
}

const columns = ['domain', 'challenge', 'createdAt', 'checkedAt', 'verifiedAt', 'verifiedBy'] as const

/** Which e-mail domains has the account? */
export async function listDomains(tx: Tx): Promise<DomainRow[]> {
  return tx
    .selectFrom('app.emailDomains')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .orderBy('domain')
    .execute()
}

/** What stands of this domain? */
export async function readDomain(tx: Tx, domain: string): Promise<DomainRow | undefined> {
  return tx
    .selectFrom('app.emailDomains')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('domain', '=', domain)
    .executeTakeFirst()
}

/** Adds a domain that counts for nothing yet. @returns undefined where it is there */
export async function insertDomain(
  tx: Tx,
  domain: Pick<DomainRow, 'domain' | 'challenge' | 'createdAt'>,
): Promise<DomainRow | undefined> {
  return tx
    .insertInto('app.emailDomains')
    .values({ accountId: tx.accountId, ...domain })
    .onConflict((conflict) => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
}

/** Its record was looked for. */
export async function markChecked(tx: Tx, domain: string, now: Date): Promise<void> {
  await tx
    .updateTable('app.emailDomains')
    .set({ checkedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('domain', '=', domain)
    .execute()
}

/** The domain counts from now on. */
export async function markVerified(
  tx: Tx,
  domain: string,
  by: 'dns' | 'operator',
  now: Date,
): Promise<DomainRow> {
  return tx
    .updateTable('app.emailDomains')
    .set({ verifiedAt: now, verifiedBy: by })
    .where('accountId', '=', tx.accountId)
    .where('domain', '=', domain)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** The account gives the domain up. */
export async function deleteDomain(tx: Tx, domain: string): Promise<void> {
  await tx
    .deleteFrom('app.emailDomains')
    .where('accountId', '=', tx.accountId)
    .where('domain', '=', domain)
    .execute()
  await tx
    .deleteFrom('app.domainDirectory')
    .where('accountId', '=', tx.accountId)
    .where('domain', '=', domain)
    .execute()
}

/** Takes a domain for this account. The database decides between two who do it at once. @returns whether it is this account's */
export async function claimDomain(tx: Tx, domain: string): Promise<boolean> {
  await tx
    .insertInto('app.domainDirectory')
    .values({ accountId: tx.accountId, domain })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await accountOfDomain(tx, domain)) === tx.accountId
}

/** Whose domain is this? Asked before anybody is known. */
export async function accountOfDomain(tx: DirectoryTx, domain: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('app.domainDirectory')
    .select('accountId')
    .where('domain', '=', domain)
    .executeTakeFirst()
  return row?.accountId
}
