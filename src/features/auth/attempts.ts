import { newId } from '#platform/database/index.ts'
import {
  beginAttempt,
  type Counter,
  countFailures,
  type Limit,
  networkOf,
  resetCounter,
  takeBack,
} from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { tooManyAttempts } from './errors.ts'
import { knownDevice } from './known-devices.ts'

const minute = 60
const hour = 60 * minute

/** One e-mail address, from one network: five wrong passwords, then pauses from half a minute to a quarter of an hour. */
const fromPlace: Limit = {
  name: 'sign-in from a place',
  free: 5,
  windowSeconds: 24 * hour,
  firstPauseSeconds: 30,
  longestPauseSeconds: 15 * minute,
}

/**
 * The same while the address is guessed at from everywhere: each place has one try, then must pause. Nobody is kept out, because the first
 * try of a place is always taken.
 */
const fromPlaceUnderAttack: Limit = {
  ...fromPlace,
  free: 1,
  firstPauseSeconds: 15 * minute,
  longestPauseSeconds: hour,
}

/**
 * One e-mail address, from everywhere but the devices of its owner: never paused for, only counted. More than `free` within the hour are an
 * attack.
 */
const fromEverywhere: Limit = {
  name: 'sign-in from everywhere',
  free: 20,
  windowSeconds: hour,
  firstPauseSeconds: 0,
  longestPauseSeconds: 0,
}

/** One network, for whatever e-mail addresses: more than an office that has changed its passwords on a Monday. */
const fromNetwork: Limit = {
  name: 'sign-in from a network',
  free: 100,
  windowSeconds: hour,
  firstPauseSeconds: 30,
  longestPauseSeconds: 15 * minute,
}

/** A device of the person: its own count and no other, so that nobody else can fill it. */
const fromDevice: Limit = { ...fromPlace, name: 'sign-in from a device', free: 10 }

/** One network that tries set-up links. */
const setUpFromNetwork: Limit = { ...fromNetwork, name: 'set-up from a network', free: 20 }

/** An attempt that counts as failed until it says otherwise. */
export interface Attempt {
  /** It was right: takes it back everywhere, and forgets the failures of this place or device. */
  succeeded(): Promise<void>
  /** It was not looked at: takes it back, and no more. */
  undone(): Promise<void>
}

/**
 * Counts an attempt to sign in, before anything is looked up: the answer is the same for addresses that nobody has.
 * @throws Refusal 429 `auth.too-many-attempts`
 */
export async function beginSignIn(
  platform: Platform,
  given: { email: string; address: string | undefined; device: string | undefined },
): Promise<Attempt> {
  const email = given.email.trim().toLowerCase()
  const device = await knownDevice(platform, given.device, email)
  if (device !== undefined) return begin(platform, { limit: fromDevice, of: [device] }, [])
  const network = networkOf(given.address ?? '')
  const everywhere = { limit: fromEverywhere, of: [email] }
  const guesses = await platform.database.inDirectory((tx) => countFailures(platform, tx, everywhere))
  const place = {
    limit: guesses > fromEverywhere.free ? fromPlaceUnderAttack : fromPlace,
    of: [email, network],
  }
  return begin(platform, place, [{ limit: fromNetwork, of: [network] }, everywhere])
}

/** Counts an attempt to use a set-up link. @throws Refusal 429 `auth.too-many-attempts` */
export function beginSetUp(platform: Platform, address: string | undefined): Promise<Attempt> {
  // A link that works says nothing about the others that were tried from there.
  return begin(platform, undefined, [{ limit: setUpFromNetwork, of: [networkOf(address ?? '')] }])
}

async function begin(platform: Platform, own: Counter | undefined, shared: Counter[]): Promise<Attempt> {
  const { database } = platform
  const what = newId()
  const all = own ? [own, ...shared] : shared
  const waitSeconds = await database.inDirectory((tx) => beginAttempt(platform, tx, all, what))
  if (waitSeconds !== undefined) throw tooManyAttempts(waitSeconds)
  return {
    succeeded: () =>
      database.inDirectory(async (tx) => {
        await takeBack(platform, tx, shared, what)
        if (own) await resetCounter(platform, tx, own)
      }),
    undone: () => database.inDirectory((tx) => takeBack(platform, tx, all, what)),
  }
}
