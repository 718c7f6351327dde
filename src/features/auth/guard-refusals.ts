import { type Refused, type Route, refusedAs } from '#platform/http/index.ts'
import { accountDeactivated } from '../accounts/index.ts'
import {
  apiKeyUnknown,
  customerNeedsSecondFactor,
  notAllowed,
  notSignedIn,
  scopeMissing,
  secondFactorToEnrol,
  sessionNeeded,
  stepUpRequired,
} from './errors.ts'

/** What the gatekeeper refuses of a route, as the API document names it; with one permission as the example of all. */
export function guardRefusals({ may, ...route }: Route): Refused[] {
  if (may === 'anybody') return []
  const stepUp = 'stepUp' in route && route.stepUp ? [stepUpRequired()] : []
  if (may === 'signed-in') return [notSignedIn(), sessionNeeded(), ...stepUp].map(refusedAs)
  const ofKeys = may.forKeys ? [apiKeyUnknown(), scopeMissing('users.read')] : [sessionNeeded()]
  const ofDeactivated = may.heldBy.includes('partner-of-deactivated') ? [] : [accountDeactivated()]
  const ofPartners = may.heldBy.includes('partner-admin') ? [customerNeedsSecondFactor()] : []
  return [
    notSignedIn(),
    notAllowed('See the people of the account.'),
    ...stepUp,
    ...ofKeys,
    secondFactorToEnrol(),
    ...ofPartners,
    ...ofDeactivated,
  ].map(refusedAs)
}
