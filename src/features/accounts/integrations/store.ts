import type { Tx } from '#platform/database/index.ts'
import type { IntegrationName } from './schema.ts'

/** An integration that was turned on or off, as it is stored. */
export interface IntegrationRow {
  integration: string
  isOn: boolean
  version: number
  changedAt: Date
  changedByName: string | null
}

const columns = ['integration', 'isOn', 'version', 'changedAt', 'changedByName'] as const

/** Which integrations were ever turned on or off? */
export async function listIntegrationRows(tx: Tx): Promise<IntegrationRow[]> {
  return tx.selectFrom('app.integrations').select(columns).where('accountId', '=', tx.accountId).execute()
}

/** How does this integration stand? */
export async function readIntegrationRow(
  tx: Tx,
  integration: IntegrationName,
): Promise<IntegrationRow | undefined> {
  return tx
    .selectFrom('app.integrations')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('integration', '=', integration)
    .executeTakeFirst()
}

/** Is this integration on? One that was never touched is off. */
export async function isIntegrationOn(tx: Tx, integration: IntegrationName): Promise<boolean> {
  return (await readIntegrationRow(tx, integration))?.isOn ?? false
}

/** Turns an integration of the account, which the caller has locked, on or off. */
export async function writeIntegration(
  tx: Tx,
  integration: IntegrationName,
  isOn: boolean,
  changed: { at: Date; byName: string },
): Promise<void> {
  const values = { isOn, changedAt: changed.at, changedByName: changed.byName }
  await tx
    .insertInto('app.integrations')
    .values({ accountId: tx.accountId, integration, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'integration'])
        .doUpdateSet((eb) => ({ ...values, version: eb('app.integrations.version', '+', 1) })),
    )
    .execute()
}
