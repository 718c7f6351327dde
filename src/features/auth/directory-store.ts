import { sql } from 'kysely'
import {
  type DirectoryTx,
  keptInAccount,
  keptStatement,
  onlyReads,
  type Tx,
  unread,
} from '#platform/database/index.ts'

/**
 * So many accounts are looked in for somebody whose address is proven there: more than a technician has customers. Whoever has more names the account.
 */
const provenMax = 50

/**
 * So many are looked in where nobody has proven the address: anybody may be given it there. As many hashes fit into the time at which a refused sign-in is
 * answered (`refusal-time.ts`).
 */
const unprovenMax = 8

/** An account in which somebody has an e-mail address. */
export interface Holder {
  accountId: string
  /** They have shown that the mailbox is theirs: whoever is known so in several accounts is one person. */
  proven: boolean
}

/** In which accounts is somebody with this address? Those first in which it is proven. @param account only there, where it is given */
export function holdersOf(
  tx: DirectoryTx,
  emailHmac: Buffer,
  account: string | undefined,
): Promise<Holder[]> {
  return findHolders(tx, { emailHmac, account: account ?? null, provenMax, unprovenMax })
}

const findHolders = keptStatement((_db, { emailHmac, account, provenMax, unprovenMax }: Sought) => {
  const held = (proven: boolean) => sql`
    select account_id, proven from app.sign_in_directory
     where email_hmac = ${emailHmac} and proven = ${sql.lit(proven)} and (${account}::uuid is null or account_id = ${account}::uuid)
     order by account_id limit ${proven ? provenMax : unprovenMax}::int`
  return sql<Holder>`(${held(true)}) union all (${held(false)}) ${onlyReads}`
})

interface Sought {
  emailHmac: Buffer
  account: string | null
  provenMax: number
  unprovenMax: number
}

/** Makes addresses findable at sign-in. Nobody has proven them. */
export async function insertDirectoryEntries(tx: Tx, emailHmacs: Buffer[]): Promise<void> {
  await insertEntries(tx, { emailHmacs })
}

const insertEntries = keptInAccount(
  (_db, accountId, { emailHmacs }: { emailHmacs: Buffer[] }) => sql`
    insert into app.sign_in_directory (email_hmac, account_id) select hmac, ${accountId} from unnest(${emailHmacs}::bytea[]) hmac
    on conflict do nothing ${unread}`,
)

/** The account's person with this address has shown that the mailbox is theirs. */
export async function markProven(tx: Tx, emailHmac: Buffer): Promise<void> {
  await tx
    .updateTable('app.signInDirectory')
    .set({ proven: true })
    .where('accountId', '=', tx.accountId)
    .where('emailHmac', '=', emailHmac)
    .execute()
}

/** Addresses are found at sign-in no more, as far as this account goes. */
export async function deleteDirectoryEntries(tx: Tx, emailHmacs: Buffer[]): Promise<void> {
  await tx
    .deleteFrom('app.signInDirectory')
    .where('accountId', '=', tx.accountId)
    .where('emailHmac', '=', sql<Buffer>`any(${emailHmacs}::bytea[])`)
    .execute()
}
