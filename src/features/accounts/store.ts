import { sql } from 'kysely'
import { type DirectoryTx, keptRead, type PartnerTx, type Tx } from '#platform/database/index.ts'

/** What an account is known and reached by. */
export interface AccountDetails {
  customerNumber: string | null
  businessType: string | null
  street: string | null
  postalCode: string | null
  city: string | null
  region: string | null
  supportContactName: string | null
  supportContactEmail: string | null
  supportContactPhone: string | null
}

export interface AccountRow extends AccountDetails {
  accountId: string
  parentId: string | null
  kind: string
  name: string
  country: string
  language: string
  timeZone: string
  redirectBypass: boolean
  partnerAccessMode: string
  partnerAccessUntil: Date | null
  directory: string
  status: string
  defaultProfileId: string | null
  adminsNeedSecondFactor: boolean
  version: number
  createdAt: Date
  updatedAt: Date
}

const accountColumns = [
  'accountId',
  'parentId',
  'kind',
  'name',
  'country',
  'language',
  'timeZone',
  'redirectBypass',
  'partnerAccessMode',
  'partnerAccessUntil',
  'directory',
  'status',
  'defaultProfileId',
  'adminsNeedSecondFactor',
  'version',
  'createdAt',
  'updatedAt',
  'customerNumber',
  'businessType',
  'street',
  'postalCode',
  'city',
  'region',
  'supportContactName',
  'supportContactEmail',
  'supportContactPhone',
] as const satisfies Array<keyof AccountRow>

/** Adds the account that the transaction has entered. */
export async function insertAccount(
  tx: Tx,
  account: Pick<AccountRow, 'parentId' | 'kind' | 'name' | 'country' | 'language' | 'timeZone'> &
    Partial<AccountDetails> & { now: Date },
): Promise<AccountRow> {
  const { now, ...values } = account
  return tx
    .insertInto('app.accounts')
    .values({ accountId: tx.accountId, ...values, createdAt: now, updatedAt: now })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Which account is this? */
export function readAccount(tx: Tx): Promise<AccountRow | undefined> {
  return accountEntered(tx, {})
}

const accountEntered = keptRead((db, accountId) =>
  db.selectFrom('app.accounts').select(accountColumns).where('accountId', '=', accountId),
)

/** What says who may enter an account. */
export type Access = Pick<
  AccountRow,
  'accountId' | 'parentId' | 'status' | 'partnerAccessMode' | 'partnerAccessUntil' | 'adminsNeedSecondFactor'
>

/** Who may enter the account? Asked at every request. */
export function readAccess(tx: Tx): Promise<Access | undefined> {
  return accessToEntered(tx, {})
}

const accessToEntered = keptRead((db, accountId) =>
  db
    .selectFrom('app.accounts')
    .select(['accountId', 'parentId', 'status', 'partnerAccessMode', 'partnerAccessUntil'])
    .select('adminsNeedSecondFactor')
    .where('accountId', '=', accountId),
)

/** Which account is this? Nobody else changes it until the transaction ends. */
export async function lockAccount(tx: Tx): Promise<AccountRow | undefined> {
  return tx
    .selectFrom('app.accounts')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The same, and nobody adds anything to the account either: whoever is at it is waited for. */
export async function lockAccountAlone(tx: Tx): Promise<AccountRow | undefined> {
  return tx
    .selectFrom('app.accounts')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .forUpdate()
    .executeTakeFirst()
}

/** Changes the account, which the caller has locked. */
export async function updateAccount(
  tx: Tx,
  changes: Partial<
    AccountDetails &
      Pick<
        AccountRow,
        | 'name'
        | 'country'
        | 'language'
        | 'timeZone'
        | 'redirectBypass'
        | 'directory'
        | 'status'
        | 'partnerAccessMode'
        | 'partnerAccessUntil'
      >
  >,
  now: Date,
): Promise<AccountRow> {
  return tx
    .updateTable('app.accounts')
    .set((eb) => ({ ...changes, updatedAt: now, version: eb('version', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Gives a new account the profile that its subscribers get where none is named: still its first version. */
export async function completeAccount(tx: Tx, defaultProfileId: string): Promise<void> {
  await tx
    .updateTable('app.accounts')
    .set({ defaultProfileId })
    .where('accountId', '=', tx.accountId)
    .execute()
}

/** Has subscribers get this profile where none is named, from now on. */
export async function setDefaultProfile(tx: Tx, defaultProfileId: string, now: Date): Promise<void> {
  await tx
    .updateTable('app.accounts')
    .set((eb) => ({ defaultProfileId, updatedAt: now, version: eb('version', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .execute()
}

/** Whether admins of the account, which the caller has locked, need a second factor. It is no setting that a version is kept of. */
export async function setAdminsNeedSecondFactor(tx: Tx, adminsNeedSecondFactor: boolean): Promise<void> {
  await tx
    .updateTable('app.accounts')
    .set({ adminsNeedSecondFactor })
    .where('accountId', '=', tx.accountId)
    .execute()
}

/** Which active accounts are below this one, all of them or those of this name, in whatever case? */
export async function listChildren(
  tx: PartnerTx,
  name?: string,
): Promise<Pick<AccountRow, 'accountId' | 'kind' | 'name'>[]> {
  return tx
    .selectFrom('app.accounts')
    .select(['accountId', 'kind', 'name'])
    .where('parentId', '=', tx.partnerId)
    .where('status', '=', 'active')
    .$if(name !== undefined, (query) => query.where(sql<boolean>`lower(name) = lower(${name})`))
    .orderBy('name')
    .orderBy('accountId')
    .execute()
}

/** Which active customers does the partner have, with what tells them apart and whether they let it in? By name. */
export async function listCustomersByName(
  tx: PartnerTx,
): Promise<
  Pick<AccountRow, 'accountId' | 'name' | 'customerNumber' | 'partnerAccessMode' | 'partnerAccessUntil'>[]
> {
  return tx
    .selectFrom('app.accounts')
    .select(['accountId', 'name', 'customerNumber', 'partnerAccessMode', 'partnerAccessUntil'])
    .where('parentId', '=', tx.partnerId)
    .where('kind', '=', 'customer')
    .where('status', '=', 'active')
    .orderBy('name')
    .orderBy('accountId')
    .execute()
}

/** Which accounts are below this one, whatever their status? */
export async function listAllChildren(
  tx: PartnerTx,
): Promise<Pick<AccountRow, 'accountId' | 'kind' | 'name'>[]> {
  return tx
    .selectFrom('app.accounts')
    .select(['accountId', 'kind', 'name'])
    .where('parentId', '=', tx.partnerId)
    .orderBy('name')
    .orderBy('accountId')
    .execute()
}

/** Which account plays this part in the installation? */
export async function readPart(tx: DirectoryTx, part: Part): Promise<string | undefined> {
  const row = await tx
    .selectFrom('app.installation')
    .select('value')
    .where('name', '=', part)
    .executeTakeFirst()
  return row?.value
}

/** Gives a part to an account; false when another process was faster. */
export async function claimPart(tx: DirectoryTx, part: Part, accountId: string): Promise<boolean> {
  const row = await tx
    .insertInto('app.installation')
    .values({ name: part, value: accountId })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('value')
    .executeTakeFirst()
  return row !== undefined
}

type Part = 'operator' | 'first-partner'
