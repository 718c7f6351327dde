import type { Hears } from '#platform/events/events.ts'
import { takeBack } from './seats.ts'

/** What people, who are below, tell of licences. */
export const consequences = {
  // UA-82: who stays listed for the sake of a PBX loses what is given here; what the PBX gave, it goes on giving.
  async 'user.deleting'(tx, { people, leavingIds }) {
    const leaving = new Set(leavingIds)
    const stayingIds = people.map(({ userId }) => userId).filter((id) => !leaving.has(id))
    if (leavingIds.length > 0) await takeBack(tx, leavingIds, 'all')
    if (stayingIds.length > 0) await takeBack(tx, stayingIds, 'given-here')
  },
} satisfies Hears
