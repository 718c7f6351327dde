import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changesBetween, record } from '../../audit/index.ts'
import { lockAccount, readAccount } from '../store.ts'
import { cardOf, integrationsOf, whyNotAvailable } from './cards.ts'
import { integrationNotAvailable, setUpElsewhere } from './errors.ts'
import type { Integration, IntegrationName } from './schema.ts'
import { listIntegrationRows, readIntegrationRow, writeIntegration } from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /**
     * How do these integrations stand? Each hearer corrects the card of what it does: `state`, `missing`, `failure`. A card that is not in the
     * map is not asked for, or no account of this kind has it.
     */
    'integrations.presenting': { standings: Map<IntegrationName, Integration> }
    /**
     * An integration is about to be turned on or off; not told where it is so already. A hearer that throws refuses it.
     */
    'integration.turning': { integration: IntegrationName; isOn: boolean; actor: Actor }
  }
}

/** What an account can be joined with, in the order of the cards. @throws Refusal 404 */
export async function listIntegrations(platform: Platform, accountId: string): Promise<Integration[]> {
  return platform.database.inAccount(accountId, async (tx) => {
    const account = await readAccount(tx)
    if (!account) throw notFound()
    return presentIntegrations(platform, tx, integrationsOf(account))
  })
}

async function presentIntegrations(
  { events }: Platform,
  tx: Tx,
  names: IntegrationName[],
): Promise<Integration[]> {
  const rows = new Map((await listIntegrationRows(tx)).map((row) => [row.integration, row]))
  const standings = new Map(names.map((name) => [name, cardOf(name, rows.get(name))]))
  await events.tell(tx, 'integrations.presenting', { standings })
  return [...standings.values()]
}

/**
 * Turns an integration on or off (UA-71).
 * @throws Refusal 404 for one that the account's kind has not; 409 `integrations.not-available`, `integrations.set-up-elsewhere`, and those of
 * the slices that do it; 412 when it was turned since `expectedVersion`
 */
export async function turnIntegration(
  platform: Platform,
  actor: Actor,
  integration: IntegrationName,
  isOn: boolean,
  expectedVersion: number | undefined,
): Promise<Integration> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    // One that was never touched has no row to lock.
    const account = await lockAccount(tx)
    if (!account || !integrationsOf(account).includes(integration)) throw notFound()
    const whyNot = whyNotAvailable(integration)
    if (whyNot) throw integrationNotAvailable(whyNot)
    if (integration === 'sso') throw setUpElsewhere()
    const row = await readIntegrationRow(tx, integration)
    if (expectedVersion !== undefined && expectedVersion !== (row?.version ?? 0))
      throw stale(row?.changedByName)
    const wasOn = row?.isOn ?? false
    if (wasOn !== isOn) {
      await platform.events.tell(tx, 'integration.turning', { integration, isOn, actor })
      await writeIntegration(tx, integration, isOn, { at: platform.clock.now(), byName: actor.name })
      const changes = changesBetween({ isOn: wasOn }, { isOn })
      await record(
        tx,
        actor,
        'integration.changed',
        { kind: 'integration', id: tx.accountId },
        { integration, changes },
      )
    }
    const [turned] = await presentIntegrations(platform, tx, [integration])
    return turned as Integration
  })
}
