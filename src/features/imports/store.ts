import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { Refusal } from '#platform/http/index.ts'
import type { importKinds, importStatuses } from './schema.ts'

export interface ImportRecord {
  importId: string
  kind: (typeof importKinds)[number]
  status: string
  fileName: string | null
  options: Record<string, unknown>
  reading: Record<string, unknown>
  counts: Record<string, number>
  failure: string | null
  createdByName: string | null
  createdAt: Date
  appliedAt: Date | null
  undoneAt: Date | null
  expiresAt: Date | null
  /** The one that applies it; null before. */
  operationId: string | null
}

type Status = (typeof importStatuses)[number]

/** Begins an import. */
export async function insertImport(
  tx: Tx,
  values: Pick<
    ImportRecord,
    'importId' | 'kind' | 'fileName' | 'options' | 'reading' | 'createdByName' | 'createdAt' | 'expiresAt'
  > & { createdBy: string },
): Promise<void> {
  const { options, reading, ...plain } = values
  await tx
    .insertInto('app.imports')
    .values({
      accountId: tx.accountId,
      ...plain,
      options: JSON.stringify(options),
      reading: JSON.stringify(reading),
    })
    .execute()
}

/** Which import is this? `of`: only if it is of this kind; `lock` keeps others from changing it until the transaction ends. */
export async function readImport(
  tx: Tx,
  importId: string,
  { of, lock = false }: { of?: string; lock?: boolean } = {},
): Promise<ImportRecord | undefined> {
  const row = await tx
    .selectFrom('app.imports')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .$if(of !== undefined, (query) => query.where('kind', '=', of as string))
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row as ImportRecord | undefined
}

/** Which imports were made last? */
export async function listImports(
  tx: Tx,
  kind: string,
  limit: number,
  before: string | undefined,
): Promise<ImportRecord[]> {
  const rows = await tx
    .selectFrom('app.imports')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('kind', '=', kind)
    .$if(before !== undefined, (query) => query.where('importId', '<', before as string))
    .orderBy('importId', 'desc')
    .limit(limit)
    .execute()
  return rows as ImportRecord[]
}

/** How many imports have there been? */
export async function countImports(tx: Tx, kind: string): Promise<number> {
  const { count } = await tx
    .selectFrom('app.imports')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Where does the import stand? @returns whether it was in one of `from`, if that is given, and so was changed */
export async function updateImport(
  tx: Tx,
  importId: string,
  values: Partial<
    Pick<
      ImportRecord,
      'reading' | 'counts' | 'failure' | 'appliedAt' | 'undoneAt' | 'expiresAt' | 'operationId'
    >
  > & {
    status?: Status
  },
  from?: Status[],
): Promise<boolean> {
  const { reading, counts, ...plain } = values
  const row = await tx
    .updateTable('app.imports')
    .set({
      ...plain,
      ...(reading ? { reading: JSON.stringify(reading) } : {}),
      ...(counts ? { counts: JSON.stringify(counts) } : {}),
    })
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .$if(from !== undefined, (query) => query.where('status', 'in', from as Status[]))
    .returning('importId')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Of two imports of one account that write at once, the second waits until the first has committed, and then sees what it wrote: what it
 * proves afterwards stays true until it commits itself.
 */
export async function waitForOtherImports(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`imports of ${tx.accountId}`}, 0))`.execute(tx)
}

/** Does this; when it is refused, only this is undone, and the transaction goes on. */
export async function undoneWhenRefused<T>(tx: Tx, act: () => Promise<T>): Promise<T> {
  await sql`savepoint refusable`.execute(tx)
  try {
    const result = await act()
    await sql`release savepoint refusable`.execute(tx)
    return result
  } catch (error) {
    if (error instanceof Refusal) await sql`rollback to savepoint refusable`.execute(tx)
    throw error
  }
}
