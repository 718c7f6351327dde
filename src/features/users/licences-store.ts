import { sql } from 'kysely'
import { keptInAccount, onlyReads, type Tx } from '#platform/database/index.ts'
import type { Product } from './schema.ts'

/** For which products do these people hold licences? In the alphabet of the products; nobody who holds none. */
export async function licencesOf(tx: Tx, userIds: string[]): Promise<Map<string, string[]>> {
  return new Map((await readLicences(tx, { userIds })).map((row) => [row.userId, row.products]))
}

const readLicences = keptInAccount(
  (_db, accountId, { userIds }: { userIds: string[] }) => sql<{ userId: string; products: string[] }>`
    select l.user_id, array_agg(l.product order by l.product) as products from app.licences l
     where l.account_id = ${accountId} and l.user_id = any(${userIds}::uuid[])
     group by l.user_id ${onlyReads}`,
)

/** Who holds a licence for this product, no more than the limit? */
export async function holdersOf(tx: Tx, product: Product, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.licences')
    .select('userId')
    .where('accountId', '=', tx.accountId)
    .where('product', '=', product)
    .limit(limit)
    .execute()
  return rows.map((row) => row.userId)
}

/** How many hold a licence for this product? */
export async function countHolders(tx: Tx, product: Product): Promise<number> {
  const { count } = await tx
    .selectFrom('app.licences')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .where('product', '=', product)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** For which products does anybody hold a licence, and how many do? */
export async function countLicences(tx: Tx): Promise<Array<{ product: Product; licences: number }>> {
  const rows = await tx
    .selectFrom('app.licences')
    .select(['product', (eb) => eb.fn.countAll<string>().as('licences')])
    .where('accountId', '=', tx.accountId)
    .groupBy('product')
    .orderBy('product')
    .execute()
  return rows.map((row) => ({ product: row.product as Product, licences: Number(row.licences) }))
}
