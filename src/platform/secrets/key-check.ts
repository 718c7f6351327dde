import type { Database } from '../database/index.ts'
import type { MasterKey } from './master-key.ts'

/**
 * Proves that this master key is the one the database was filled under; the first start writes down its name. With another key nobody could sign in
 * and no secret would open, each with a puzzling error of its own.
 */
export async function assertMasterKeyFits(database: Database, masterKey: MasterKey): Promise<void> {
  const known = await database.inDirectory(async (tx) => {
    await tx
      .insertInto('app.installation')
      .values({ name: 'master-key', value: masterKey.id })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    const row = await tx
      .selectFrom('app.installation')
      .select('value')
      .where('name', '=', 'master-key')
      .executeTakeFirstOrThrow()
    return row.value
  })
  if (known !== masterKey.id) {
    throw new Error(
      'The master key is not the one this database was filled under, so none of its secrets would open. ' +
        'Restore that key file, or point ROLLCALL_MASTER_KEY_FILE at it (docs/operations.md).',
    )
  }
}
