import { later } from '#platform/clock/clock.ts'
import type { Gatekeeper } from '#platform/http/caller.ts'
import { notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { accountDeactivated, standingIn } from '../accounts/index.ts'
import { notAllowed, notSignedIn, stepUpRequired } from './errors.ts'
import { callerOf } from './sessions.ts'

/** How long a password or second factor counts for delicate acts. */
export const stepUpMinutes = 5

/** The one authorisation layer: whatever it does not allow is refused. */
export function gatekeeper(platform: Platform): Gatekeeper {
  return {
    async identify({ cookie }) {
      return cookie === undefined ? undefined : callerOf(platform, cookie)
    },
    async authorise(caller, accountId, permission) {
      const standing = await platform.database.inAccount(accountId, (tx) =>
        standingIn(tx, caller, platform.clock.now()),
      )
      // A foreign account answers like an unknown one.
      if (!standing) throw notFound()
      if (permission.heldBy.includes(standing)) return
      throw standing === 'partner-of-deactivated' ? accountDeactivated() : notAllowed(permission.allows)
    },
    unauthenticated: notSignedIn,
    requireStepUp(caller) {
      if (later(caller.steppedUpAt, { minutes: stepUpMinutes }) < platform.clock.now()) throw stepUpRequired()
    },
  }
}
