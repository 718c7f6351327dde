import type { Hears } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { profileInUse } from '../profiles/errors.ts'
import { countSubscribers, markUpdatePending, moveToProfile } from './store.ts'

/** What a profile's change or end means for its subscribers (DP-1, DP-2). */
export function profileConsequences(platform: () => Platform): Hears {
  return {
    'profile.changed': (tx, { profileId }) => markUpdatePending(tx, profileId),
    'profile.deleting': async (tx, { profileId, replacementId }) => {
      const count = await countSubscribers(tx, { profileId })
      if (count === 0) return
      if (replacementId === undefined) throw profileInUse(count)
      await moveToProfile(tx, profileId, replacementId, platform().clock.now())
    },
  }
}
