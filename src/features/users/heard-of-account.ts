import type { Hears } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { countPeople, countWhoCanSignIn } from './account-figures-store.ts'
import { tellOfPartner, tellOfPartnerAccess } from './admin-notices.ts'
import { leaveLocation } from './location-replacement.ts'
import { countAtLocations } from './location-store.ts'
import { followPartnerAccess } from './partner-sight.ts'

/** What accounts and locations, which are below, ask and tell of people. */
export function heardOfAccount(platform: () => Platform) {
  return {
    'account.counting': async (tx, { figures }) => {
      Object.assign(figures, await countPeople(tx))
    },
    'account.forecasting-deactivation': async (tx, { forecast }) => {
      forecast.people += await countWhoCanSignIn(tx)
    },
    'account.status-changed': (tx, { status, actor }) => {
      const what = status === 'active' ? 'account-reactivated' : 'account-deactivated'
      return tellOfPartner(platform(), tx, actor, { what, details: {} })
    },
    'account.partner-access-changed': async (tx, { actor, access }) => {
      await tellOfPartnerAccess(platform(), tx, actor, access)
      await followPartnerAccess(tx)
    },
    'locations.presenting': async (tx, { locationIds, people }) => {
      for (const counted of await countAtLocations(tx, locationIds)) {
        people.set(counted.locationId, (people.get(counted.locationId) ?? 0) + counted.people)
      }
    },
    'location.deleting': (tx, deleting) => leaveLocation(platform(), tx, deleting),
  } satisfies Hears
}
