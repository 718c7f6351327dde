import type { GivenSecrets, SubscriberValues } from '#features/deployment/index.ts'
import { languageCodes } from '#features/deployment/subscribers/fields.ts'
import { newId } from '#platform/database/index.ts'
import { byShare, type Chance, digits, oneOf } from './chance.ts'
import { type Name, type Names, namesOfLanguages } from './names.ts'
import type { Standing } from './store.ts'

/** A customer to be seeded. */
export interface SeedAccount {
  id: string
  names: Names
  /** Of its host names and e-mail addresses, as in `lindqvist-17.example`. */
  domain: string
  /** The profiles that its people have, the more used first. */
  profileIds: string[]
  /** Its locations, those with more people first. */
  locationIds: string[]
  /** Out of which its people have licences. */
  subscriptionId: string
  /** How many people it is to have. */
  size: number
  /** How many are made so far. */
  made: number
}

/** Shares of the states, by what estates look like some weeks after a roll-out. */
const states = { downloaded: 46, new: 28, sent: 20, failed: 4, revoked: 2 } as const
const dayMs = 24 * 60 * 60 * 1000
const linkLifeDays = 3
const oldestDays = 200

/** When everybody was added: before the first of them was deployed. */
export function addedAt(now: Date): Date {
  return new Date(now.getTime() - (oldestDays + 10) * dayMs)
}

/** A person as they are to be stored, their secrets not sealed yet. */
export interface SeedPerson {
  id: string
  values: SubscriberValues & { profileId: string; lastName: string; email: string }
  secrets: GivenSecrets
  standing: Standing
}

/** The next person of an account, and how far their deployment is. */
export function nextPerson(chance: Chance, account: SeedAccount, now: Date): SeedPerson {
  const place = ++account.made
  const names = chance() < 0.7 ? account.names : oneOf(chance, namesOfLanguages)
  const first = oneOf(chance, names.first)
  const last = lastName(chance, names)
  const number = String(1000 + place)
  const state = byShare(chance, states)
  const hasPin = state !== 'new' && chance() < 0.6
  return {
    id: newId(),
    values: {
      profileId: oneOf(chance, account.profileIds),
      firstName: first.name,
      lastName: last.name,
      email: `${first.latin}.${last.latin}${place}@${account.domain}`,
      directoryNumber: number,
      pbxSipHost: `pbx.${account.domain}`,
      pbxSipUserName: number,
      voicemailNumber: chance() < 0.4 ? `*98${number}` : null,
      clientServiceUserName: chance() < 0.15 ? `${first.latin}${place}` : null,
      language: languageCodes.find((code) => code === names.language) ?? null,
    },
    secrets: {
      pbxSipPassword: `${digits(chance, 6)}-${last.latin}-${digits(chance, 6)}`,
      ...(hasPin && { deploymentPin: digits(chance, 6) }),
    },
    standing: { ...standingOf(chance, state, now), pinLockedAt: hasPin && chance() < 0.02 ? now : null },
  }
}

/** One in fifteen has two. */
function lastName(chance: Chance, names: Names): Name {
  const last = oneOf(chance, names.last)
  if (chance() > 1 / 15) return last
  const second = oneOf(chance, names.last)
  return { name: `${last.name}-${second.name}`, latin: `${last.latin}-${second.latin}` }
}

function standingOf(chance: Chance, state: keyof typeof states, now: Date): Omit<Standing, 'pinLockedAt'> {
  // Links of the last days are mostly still open, those before have expired.
  const daysAgo = state === 'sent' ? chance() ** 2 * 20 : 1 + chance() * (oldestDays - 1)
  const deployedAt = state === 'new' ? null : new Date(now.getTime() - daysAgo * dayMs)
  const hasApp = state === 'downloaded'
  return {
    state,
    deployedAt,
    linkExpiresAt: deployedAt && new Date(deployedAt.getTime() + linkLifeDays * dayMs),
    downloadedAt: deployedAt && hasApp ? new Date(deployedAt.getTime() + chance() * dayMs) : null,
    updatePending: hasApp && chance() < 0.06,
    forcePendingAt: hasApp && chance() < 0.01 ? now : null,
    redeployRequired: deployedAt !== null && chance() < 0.03,
  }
}
