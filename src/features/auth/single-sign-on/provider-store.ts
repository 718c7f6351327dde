import { sql } from 'kysely'
import { keptRead, type Tx } from '#platform/database/index.ts'

/** The identity provider of an account, as it is stored. */
export interface ProviderRow {
  name: string
  issuer: string
  clientId: string
  sealedClientSecret: string | null
  isOn: boolean
  keepsLocalPasswords: boolean
  testedVersion: number | null
  testedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
}

const columns = [
  'name',
  'issuer',
  'clientId',
  'sealedClientSecret',
  'isOn',
  'keepsLocalPasswords',
  'testedVersion',
  'testedAt',
  'version',
  'createdAt',
  'updatedAt',
] as const

/** Which identity provider has the account? */
export async function readProvider(tx: Tx): Promise<ProviderRow | undefined> {
  return tx
    .selectFrom('app.identityProviders')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .executeTakeFirst()
}

/** How is the account's single sign-on, if it is on? Asked at every sign-in. */
export function findSignInOf(tx: Tx): Promise<Pick<ProviderRow, 'name' | 'keepsLocalPasswords'> | undefined> {
  return readSignIn(tx, {})
}

const readSignIn = keptRead((db, accountId) =>
  db
    .selectFrom('app.identityProviders')
    .select(['name', 'keepsLocalPasswords'])
    .where('accountId', '=', accountId)
    .where('isOn', '=', true),
)

/**
 * Nobody else changes how the account signs in until the transaction ends, neither its provider nor its domains; and no session is opened, because that
 * holds the account (`account-store.ts`): a sign-in with a password is before the last one, and ended by it, or is told that it does not count.
 */
export async function lockSignIn(tx: Tx): Promise<void> {
  await tx
    .selectFrom('app.accounts')
    .select('accountId')
    .where('accountId', '=', tx.accountId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Adds the account's identity provider, switched off. */
export async function insertProvider(
  tx: Tx,
  provider: Pick<ProviderRow, 'name' | 'issuer' | 'clientId' | 'sealedClientSecret'>,
  now: Date,
): Promise<ProviderRow> {
  return tx
    .insertInto('app.identityProviders')
    .values({ accountId: tx.accountId, ...provider, createdAt: now, updatedAt: now })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Another issuer, client or secret: the next version, which no test has passed. */
export async function replaceProvider(
  tx: Tx,
  provider: Pick<ProviderRow, 'name' | 'issuer' | 'clientId' | 'sealedClientSecret'>,
  now: Date,
): Promise<ProviderRow> {
  return tx
    .updateTable('app.identityProviders')
    .set((eb) => ({
      ...provider,
      testedVersion: null,
      testedAt: null,
      version: eb('version', '+', 1),
      updatedAt: now,
    }))
    .where('accountId', '=', tx.accountId)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Other settings: the next version, tested if this one is. */
export async function updateProvider(
  tx: Tx,
  changes: Partial<Pick<ProviderRow, 'name' | 'isOn' | 'keepsLocalPasswords'>>,
  now: Date,
): Promise<ProviderRow> {
  return tx
    .updateTable('app.identityProviders')
    .set((eb) => ({
      ...changes,
      testedVersion: sql<number | null>`case when tested_version = version then version + 1 end`,
      version: eb('version', '+', 1),
      updatedAt: now,
    }))
    .where('accountId', '=', tx.accountId)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** A test of this version has passed; says nothing where another version has come meanwhile. */
export async function markTested(tx: Tx, version: number, now: Date): Promise<void> {
  await tx
    .updateTable('app.identityProviders')
    .set({ testedVersion: version, testedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('version', '=', version)
    .execute()
}

/** The account has no identity provider any more. */
export async function deleteProvider(tx: Tx): Promise<void> {
  await tx.deleteFrom('app.identityProviders').where('accountId', '=', tx.accountId).execute()
}

/** Ends the sessions that were opened with a password or a link, all but this one. @returns how many there were */
export async function deletePasswordSessions(tx: Tx, besideId: string | null): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('app.sessions')
    .where('accountId', '=', tx.accountId)
    .where('openedBy', 'in', ['password', 'link'])
    .where(sql<boolean>`session_id is distinct from ${besideId}::uuid`)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
