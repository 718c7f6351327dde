import type { Actor, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../accounts/index.ts'
import type { Selection } from '../operations/index.ts'
import { staysListed, whyNotDeletable, whyNotDeletedBy } from './deletions.ts'
import { lastAdmin, yourself } from './errors.ts'
import {
  type CountOfKind,
  type CountOfPeople,
  countKinds,
  isAmong,
  type RegisteredAdmins,
  registeredAdmins,
  without,
} from './forecast-store.ts'
import type { UserDeletionForecast, UserFilter } from './schema.ts'
import { selectedUsers } from './selection.ts'
import { isRegisteredAdmin } from './service.ts'

/**
 * What deleting the selected would do, by the rules by which they are deleted (UA-81 to UA-83). The database counts those whom the rules treat
 * alike, because the selected may be a million. Nothing is written.
 */
export async function forecastDeletion(
  { database, events }: Platform,
  actor: Actor,
  selection: Selection<UserFilter>,
): Promise<UserDeletionForecast> {
  return database.inAccount(actor.accountId, async (tx) => {
    const accountKind = (await readAccount(tx))?.kind
    const selected = await selectedUsers(tx, selection)
    // Who made an API key is an admin, whom no key deletes; as any other.
    const isActorAmong = !actor.apiKey && (await isAmong(selected, actor.userId))
    const others = actor.apiKey ? selected : without(selected, actor.userId)
    const whyNot: WhyNot = (same) => whyNotDeletedBy(actor, same) ?? whyNotDeletable(same, accountKind)
    const found = await countKinds(tx, others)
    const spared = adminToSpare(found, await registeredAdmins(tx), whyNot)
    const kinds = spared ? withoutOne(found, spared) : found
    const people = spared ? without(others, spared.userId) : others
    const clients: CountOfKind[] = []
    await events.tell(tx, 'users.forecasting-deletion', { people, clients })
    const refused = [
      ...(isActorAmong ? [{ refusal: yourself(), count: 1 }] : []),
      ...(spared ? [{ refusal: lastAdmin(), count: 1 }] : []),
      ...kinds.flatMap((same) => {
        const refusal = whyNot(same)
        return refusal ? [{ refusal, count: same.count }] : []
      }),
    ]
    const countOf = (counted: CountOfKind[], fate: 'leaves' | 'stays') =>
      sum(counted.filter((same) => fateOf(same, whyNot) === fate))
    return {
      people: sum(found) + Number(isActorAmong),
      deleted: countOf(kinds, 'leaves'),
      keptListed: countOf(kinds, 'stays'),
      refused: byReason(refused),
      clientsRevoked: countOf(clients, 'leaves'),
      clientsKept: countOf(clients, 'stays'),
    }
  })
}

/** Whom the account would keep, were all of these deleted: the last of its admins, where each who can sign in is among them. */
function adminToSpare(
  kinds: CountOfPeople[],
  { count, last }: RegisteredAdmins,
  whyNot: WhyNot,
): RegisteredAdmins['last'] {
  const going = kinds.filter((same) => isRegisteredAdmin(same) && fateOf(same, whyNot) !== 'refused')
  return sum(going) === count ? last : undefined
}

function withoutOne(
  kinds: CountOfPeople[],
  one: Pick<CountOfPeople, 'origin' | 'role' | 'status'>,
): CountOfPeople[] {
  return kinds.map((same) =>
    same.origin === one.origin && same.role === one.role && same.status === one.status
      ? { ...same, count: same.count - 1 }
      : same,
  )
}

/** Why somebody of this kind is not deleted by the caller. */
type WhyNot = (same: Pick<CountOfKind, 'origin' | 'role'>) => Refusal | undefined

function fateOf(same: Pick<CountOfKind, 'origin' | 'role'>, whyNot: WhyNot): 'leaves' | 'stays' | 'refused' {
  if (whyNot(same)) return 'refused'
  return staysListed(same) ? 'stays' : 'leaves'
}

const sum = (counted: Array<{ count: number }>) => counted.reduce((total, { count }) => total + count, 0)

function byReason(refusals: Array<{ refusal: Refusal; count: number }>): UserDeletionForecast['refused'] {
  const byCode = Map.groupBy(refusals, ({ refusal }) => refusal.code)
  return [...byCode].map(([code, same]) => ({
    code,
    message: same[0]?.refusal.message ?? '',
    count: sum(same),
  }))
}
