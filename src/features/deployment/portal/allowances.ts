import { later } from '#platform/clock/clock.ts'
import { Refusal } from '#platform/http/index.ts'
import type { AccountRow } from '../../accounts/index.ts'
import type { SessionProof } from '../../auth/index.ts'
import { type Deploying, whyNotDeployed } from '../deployments/links.ts'
import type { ProfileRow } from '../profiles/store.ts'
import type { SubscriberRow } from '../subscribers/store.ts'
import type { Allowance } from './schema.ts'

/** Whoever reads a mailbox can set a password; this long they cannot use it for a phone, and its owner can notice. */
const waitHours = 72

/** Everything by which it is judged what somebody may do with a number of theirs. */
export interface Judged extends Deploying {
  account: AccountRow
  proof: SessionProof
  subscriber: SubscriberRow
  profile: ProfileRow
  /** When an administrator last deployed to the number; undefined: none has. */
  deployedByAdminAt: Date | undefined
  now: Date
}

/** What is in the way, and what to do. */
interface Hindrance {
  code: string
  message: string
  /** When it ends by itself. */
  from?: Date
}

/** Why its owner may not make a link for the number now; undefined when nothing is in the way. */
export function whyNoOwnLink(judged: Judged): Hindrance | undefined {
  return whyNotProven(judged) ?? whyNotWorking(judged)
}

/** Why its owner may not be shown the number's PIN now; undefined when nothing is in the way. */
export function whyNoOwnPin(judged: Judged): Hindrance | undefined {
  return whyNotProven(judged) ?? whyNoPin(judged) ?? whyNotWorking(judged)
}

/** A hindrance as the portal shows it. */
export function presentAllowance(hindrance: Hindrance | undefined): Allowance {
  return {
    allowed: hindrance === undefined,
    code: hindrance?.code ?? null,
    message: hindrance?.message ?? null,
    from: hindrance?.from?.toISOString() ?? null,
  }
}

/** A hindrance as the answer to who did not heed it. */
export function refusedBy({ code, message, from }: Hindrance): Refusal {
  return new Refusal(403, code, message, { members: from ? { from: from.toISOString() } : {} })
}

/**
 * What a mailbox must not open (threats.md "Stolen mailbox, with PIN"): with one, a password can be set, a second factor set up, and a link had mailed
 * anew. It takes a proof that is older than what the mailbox could have brought.
 */
function whyNotProven({ proof, profile, deployedByAdminAt, now }: Judged): Hindrance | undefined {
  if (!profile.selfDeployment) {
    return {
      code: 'deployment.self-deployment-off',
      message:
        'Your administrator has not allowed people to set up softphones themselves. Ask them for a link.',
    }
  }
  const passwordFrom = proof.passwordMailedAt && waitedFor(proof.passwordMailedAt)
  if (passwordFrom && now < passwordFrom) {
    return {
      code: 'deployment.password-too-new',
      message: `Your password was set with a link from an e-mail less than ${waitHours} hours ago. Wait until they are over, or ask your administrator for a link.`,
      from: passwordFrom,
    }
  }
  return proof.isBySingleSignOn ? undefined : whyNoSecondFactor(proof, deployedByAdminAt, now)
}

function whyNoSecondFactor(
  { secondFactorSince, secondFactorGivenAt }: SessionProof,
  deployedByAdminAt: Date | undefined,
  now: Date,
): Hindrance | undefined {
  if (secondFactorSince === null) {
    return secondFactorNeeded(
      'This needs an authenticator app. Set one up under Security, or ask your administrator for a link.',
    )
  }
  // A code of the app that was replaced since proves nothing of this one.
  if (secondFactorGivenAt === null || secondFactorGivenAt < secondFactorSince) {
    return secondFactorNeeded('Enter a code from your authenticator app first.')
  }
  if (deployedByAdminAt) {
    return secondFactorSince < deployedByAdminAt
      ? undefined
      : secondFactorTooNew(
          'Your authenticator app was set up after your administrator last sent you a link. Ask them to send a new one; from then on you can do this yourself.',
        )
  }
  const from = waitedFor(secondFactorSince)
  return now >= from
    ? undefined
    : secondFactorTooNew(
        `Your authenticator app was set up less than ${waitHours} hours ago. Wait until they are over, or ask your administrator for a link.`,
        from,
      )
}

const secondFactorNeeded = (message: string): Hindrance => ({
  code: 'deployment.second-factor-needed',
  message,
})

const secondFactorTooNew = (message: string, from?: Date): Hindrance => ({
  code: 'deployment.second-factor-too-new',
  message,
  ...(from ? { from } : {}),
})

const waitedFor = (moment: Date) => later(moment, { hours: waitHours })

function whyNoPin({ subscriber }: Judged): Hindrance | undefined {
  if (subscriber.deploymentPinSecret !== null) return undefined
  const message = 'This number has no deployment PIN. Where a link asks for one, ask your administrator.'
  return { code: 'deployment.pin-not-set', message }
}

/** Why a link would be of no use, to somebody who can change neither record nor profile. */
function whyNotWorking(judged: Judged): Hindrance | undefined {
  const reason = whyNotDeployed(judged, judged.subscriber, judged.profile)
  return reason && { code: reason.code, message: toOwners[reason.code] ?? reason.message }
}

const toOwners: Record<string, string> = {
  'accounts.deactivated': 'Your company no longer uses this service. Ask your administrator.',
  'deployment.do-not-deploy':
    'This number is not meant for softphones. Ask your administrator to change that.',
  'deployment.pin-missing':
    'This number needs a deployment PIN and has none. Ask your administrator to set one.',
  'deployment.no-sip-account':
    'Your administrator has not entered yet where this number is registered. Ask them to complete it.',
  'deployment.no-app-offered': 'No app can be set up with this number at present. Ask your administrator.',
}
