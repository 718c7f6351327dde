import { sql } from 'kysely'
import { insertOrder, insertSubscription } from '#features/licences/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'

/** The order by which a customer may give licences to its people. */
export interface SeedOrder {
  customerId: string
  number: string
  seats: number
  actorName: string
  now: Date
}

/** Adds the partner's order and the customer's subscription out of it, and turns the customer's integration on. @returns the id of both */
export async function insertSeats(
  { database }: Platform,
  partnerId: string,
  order: SeedOrder,
): Promise<string> {
  const { customerId, number, seats, actorName, now } = order
  const id = newId()
  const ordered = {
    product: 'miteam-meetings' as const,
    ...{ number, quantity: seats, endsOn: null },
    startsOn: `${now.getUTCFullYear() - 1}-01-01`,
  }
  return database.together(partnerId, async (partner) => {
    const given = { customerId, assignedAt: now, createdAt: now, createdByName: actorName }
    await insertOrder(partner, { orderId: id, ...ordered, ...given })
    await database.inAccount(customerId, async (customer) => {
      await insertSubscription(customer, { subscriptionId: id, ...ordered }, now)
      await turnOn(customer, actorName, now)
    })
    return id
  })
}

async function turnOn(tx: Tx, actorName: string, now: Date): Promise<void> {
  await sql`insert into app.integrations (account_id, integration, is_on, changed_at, changed_by_name)
    values (${tx.accountId}, 'miteam-meetings', true, ${now}, ${actorName})`.execute(tx)
}
