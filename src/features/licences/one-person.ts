import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import { readUser, type UserRow } from '../users/index.ts'
import { assertManaged } from './products.ts'
import type { SubscribedProduct } from './schema.ts'
import { beginGiving, give, settle, takeBack } from './seats.ts'

/**
 * Gives a person a licence (UA-7); who has one keeps it. Who has not registered yet, or is deactivated, may have one too.
 * @throws Refusal 404 unknown; 409 `licences.not-managed-here` (UA-71), `licences.too-few` (UA-72)
 */
export function assignLicence(
  platform: Platform,
  actor: Actor,
  userId: string,
  product: SubscribedProduct,
): Promise<UserRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const user = await requireUser(tx, userId)
    const now = platform.clock.now()
    const { today } = await assertManaged(tx, product, now)
    const giving = await beginGiving(tx, product, { today, now })
    const isGiven = (await give(tx, giving, [userId])).get(userId)
    if (isGiven === undefined) throw notFound()
    if (!isGiven) return user
    await settle(tx, giving)
    await record(tx, actor, 'licence.assigned', { kind: 'user', id: userId }, { product })
    return user
  })
}

/**
 * Takes a person's licence (UA-7), and gives its seat back. Who has none stays without.
 * @throws Refusal 404 unknown; 409 `licences.not-managed-here` (UA-71)
 */
export function unassignLicence(
  platform: Platform,
  actor: Actor,
  userId: string,
  product: SubscribedProduct,
): Promise<UserRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const user = await requireUser(tx, userId)
    await assertManaged(tx, product, platform.clock.now())
    const taken = await takeBack(tx, [userId], product)
    if (taken.length > 0)
      await record(tx, actor, 'licence.unassigned', { kind: 'user', id: userId }, { product })
    return user
  })
}

async function requireUser(tx: Tx, userId: string): Promise<UserRow> {
  const user = await readUser(tx, userId)
  if (!user) throw notFound()
  return user
}
