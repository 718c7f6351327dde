import type { Profile } from '../../profiles/schema.ts'
import type { Subscriber } from '../../subscribers/schema.ts'
import type { Act } from './api.ts'

type Sentence =
  | 'mails'
  | 'forced'
  | 'linkOpen'
  | 'locked'
  | 'noClient'
  | 'doNotDeploy'
  | 'pinMissing'
  | 'noAccount'
  | 'noEmail'
  | 'synchronised'
  | 'manual'
  | 'pins'
  | 'pinsReplaced'
  | 'pinsKept'
  | 'personSought'
  | 'personKept'
  | 'deleted'
  | 'clientsReset'

/** What an act will do to some subscribers, as far as it can be said beforehand. */
export interface Forecast {
  /** How many it does something to. */
  reached: number
  /** Sentences with their numbers; none has the number 0. */
  lines: Array<{ says: Sentence; count: number }>
}

/** Foretells an act. The server decides again when it comes to each subscriber. */
export function forecastOf(
  act: Act,
  subscribers: Subscriber[],
  profiles: Profile[],
  replacePins: boolean,
): Forecast {
  const byId = new Map(profiles.map((profile) => [profile.id, profile]))
  const counts = new Map<Sentence, number>()
  for (const subscriber of subscribers) {
    const says = sentenceFor(act, subscriber, byId.get(subscriber.profileId), replacePins)
    counts.set(says, (counts.get(says) ?? 0) + 1)
  }
  const clients = subscribers.reduce((sum, { clientCount }) => sum + clientCount, 0)
  if (act === 'delete' && clients > 0) counts.set('clientsReset', clients)
  const lines = [...counts].map(([says, count]) => ({ says, count }))
  const reaching = lines.filter(({ says }) => !passedOver.has(says) && says !== 'clientsReset')
  return { reached: reaching.reduce((sum, { count }) => sum + count, 0), lines }
}

/**
 * Whether a link may go to somebody whose profile offers no app that makes do with a hash of the SIP password. Of whom only a hash is stored,
 * the browser is not told: those are skipped, and the result names them.
 */
export function needsClearPasswords(act: Act, subscribers: Subscriber[], profiles: Profile[]): boolean {
  if (act !== 'deploy' && act !== 'autoDeploy') return false
  const byId = new Map(profiles.map((profile) => [profile.id, profile]))
  return subscribers.some((subscriber) => {
    const profile = byId.get(subscriber.profileId)
    return (
      profile !== undefined &&
      !profile.clientKinds.includes('linphone') &&
      sentenceFor(act, subscriber, profile, false) === 'mails'
    )
  })
}

const passedOver = new Set<Sentence>([
  'linkOpen',
  'locked',
  'noClient',
  'doNotDeploy',
  'pinMissing',
  'noAccount',
  'noEmail',
  'manual',
  'pinsKept',
  'personKept',
])

function sentenceFor(
  act: Act,
  subscriber: Subscriber,
  profile: Profile | undefined,
  replacePins: boolean,
): Sentence {
  const { clientCount, origin, secretsSet, userId } = subscriber
  switch (act) {
    case 'deploy':
      return deployed(subscriber, profile)
    case 'autoDeploy':
      return deployedByItself(subscriber, profile)
    case 'force':
      return clientCount > 0 ? 'forced' : 'noClient'
    case 'synchronise':
      return origin === 'manual' ? 'manual' : 'synchronised'
    case 'generatePins':
      if (!secretsSet.deploymentPin) return 'pins'
      return replacePins ? 'pinsReplaced' : 'pinsKept'
    case 'assignPeople':
      return userId === null ? 'personSought' : 'personKept'
    case 'delete':
      return 'deleted'
  }
}

function deployed(subscriber: Subscriber, profile: Profile | undefined): Sentence {
  if (profile?.doNotDeploy) return 'doNotDeploy'
  // IM-9: a mail to a central address never goes without a PIN.
  const needsPin = profile !== undefined && (profile.pinRequired || profile.centralEmail !== null)
  if (needsPin && !subscriber.secretsSet.deploymentPin) return 'pinMissing'
  const hasPbx = subscriber.pbxSipHost !== null && subscriber.pbxSipUserName !== null
  const hasMbg = subscriber.mbgSipHost !== null && subscriber.mbgSipUserName !== null
  if (!hasPbx && !hasMbg) return 'noAccount'
  const hasAddress = subscriber.email !== '' || (profile !== undefined && profile.centralEmail !== null)
  return hasAddress ? 'mails' : 'noEmail'
}

/** CD-7: who has a softphone is forced, who is locked or has a link that still works is left alone, the others are deployed. */
function deployedByItself(subscriber: Subscriber, profile: Profile | undefined): Sentence {
  const { clientCount, state, flags } = subscriber
  if (profile?.doNotDeploy) return 'doNotDeploy'
  if (clientCount > 0) return 'forced'
  if (flags.locked) return 'locked'
  if ((state === 'queued' || state === 'sent') && !flags.linkExpired) return 'linkOpen'
  return deployed(subscriber, profile)
}
