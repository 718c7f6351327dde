import { later } from '#platform/clock/clock.ts'
import { gatheringReads } from '#platform/gathering/gathering.ts'
import type { Caller, Gatekeeper, Permission } from '#platform/http/caller.ts'
import { notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type Access, accountDeactivated, readAccess, standingOf } from '../accounts/index.ts'
import { callerOfKey, findKey } from './api-keys/key-caller.ts'
import {
  customerNeedsSecondFactor,
  notAllowed,
  notSignedIn,
  scopeMissing,
  secondFactorToEnrol,
  sessionNeeded,
  stepUpRequired,
} from './errors.ts'
import { callerOf } from './sessions.ts'

/** How long a password or second factor counts for delicate acts. */
export const stepUpMinutes = 5

/** The one authorisation layer: whatever it does not allow is refused. */
export function gatekeeper(platform: Platform): Gatekeeper {
  // A page asks for several things at once, and a machine for many; each answer is still of a moment after its question.
  const keyCalled = gatheringReads((text) => findKey(platform, text))
  const callerWith = gatheringReads((cookie) => callerOf(platform, cookie))
  const accessTo = gatheringReads((accountId) => platform.database.inAccount(accountId, readAccess))
  return {
    async identify({ cookie, bearer, address }) {
      // Whoever sends a key means the key: a cookie that came along must not do what the key may not.
      if (bearer !== undefined) return callerOfKey(platform, await keyCalled(bearer), address)
      return cookie === undefined ? undefined : callerWith(cookie)
    },
    entering(accountId) {
      const access = accessTo(accountId)
      // Where the caller turns out to be nobody, nobody waits for it.
      access.catch(() => {})
      return async (caller, permission) => {
        const account = await access
        const standing = standingOf(caller, account, platform.clock.now())
        // A foreign account answers like an unknown one.
        if (!standing) throw notFound()
        if (caller.mustEnrolSecondFactor) throw secondFactorToEnrol()
        if (isAskedByCustomer(caller, account)) throw customerNeedsSecondFactor()
        if (!permission.heldBy.includes(standing))
          throw standing === 'partner-of-deactivated' ? accountDeactivated() : notAllowed(permission.allows)
        if (caller.scopes) assertInScope(caller.scopes, permission)
      }
    },
    unauthenticated: notSignedIn,
    requireSession(caller) {
      if (caller.sessionId === null) throw sessionNeeded()
    },
    requireStepUp(caller) {
      if (caller.sessionId === null) throw sessionNeeded()
      if (later(caller.steppedUpAt, { minutes: stepUpMinutes }) < platform.clock.now()) throw stepUpRequired()
    },
  }
}

/** Whether a customer that asks its admins for a second factor is entered by somebody of its partner who has none enrolled. */
function isAskedByCustomer(caller: Caller, account: Access | undefined): boolean {
  const isForeign = account?.accountId !== caller.homeAccountId
  return isForeign && caller.lacksSecondFactor && account?.adminsNeedSecondFactor === true
}

/** What its maker holds and no scope names, a key does not hold; what is for people alone, it does not hold whatever its scopes name. */
function assertInScope(scopes: readonly string[], { name, forKeys }: Permission): void {
  if (!forKeys) throw sessionNeeded()
  if (!scopes.includes(name)) throw scopeMissing(name)
}
