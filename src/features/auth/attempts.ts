import { type DirectoryTx, newId } from '#platform/database/index.ts'
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
  succeeded(tx: DirectoryTx): Promise<void>
  /** It was not looked at: takes it back, and no more. */
  undone(tx: DirectoryTx): Promise<void>
}

/**
 * Counts an attempt to sign in, and then `act` looks up whose it is, in the same transaction: the answer is the same for addresses that nobody has.
 * @throws Refusal 429 `auth.too-many-attempts`; then nothing was looked up
 */
export async function beginSignIn<T>(
  platform: Platform,
  given: { email: string; address: string | undefined; device: string | undefined },
  act: (tx: DirectoryTx) => Promise<T>,
): Promise<{ attempt: Attempt; found: T }> {
  const email = given.email.trim().toLowerCase()
  const countersIn = async (tx: DirectoryTx): Promise<Counters> => {
    const device = await knownDevice(platform, tx, given.device, email)
    if (device !== undefined) return { own: { limit: fromDevice, of: [device] }, shared: [] }
    const network = networkOf(given.address ?? '')
    const everywhere = { limit: fromEverywhere, of: [email] }
    const guesses = await countFailures(platform, tx, everywhere)
    const place = {
      limit: guesses > fromEverywhere.free ? fromPlaceUnderAttack : fromPlace,
      of: [email, network],
    }
    return { own: place, shared: [{ limit: fromNetwork, of: [network] }, everywhere] }
  }
  return begin(platform, countersIn, act)
}

/** Counts an attempt to use a set-up link. @throws Refusal 429 `auth.too-many-attempts` */
export async function beginSetUp(platform: Platform, address: string | undefined): Promise<Attempt> {
  // A link that works says nothing about the others that were tried from there.
  const network = { limit: setUpFromNetwork, of: [networkOf(address ?? '')] }
  const { attempt } = await begin(
    platform,
    async () => ({ own: undefined, shared: [network] }),
    async () => undefined,
  )
  return attempt
}

/** `own`: of this place or device, forgotten with the first success; `shared`: with others. */
interface Counters {
  own: Counter | undefined
  shared: Counter[]
}

async function begin<T>(
  platform: Platform,
  countersIn: (tx: DirectoryTx) => Promise<Counters>,
  act: (tx: DirectoryTx) => Promise<T>,
): Promise<{ attempt: Attempt; found: T }> {
  const what = newId()
  const begun = await platform.database.inDirectory(async (tx) => {
    const counters = await countersIn(tx)
    const waitSeconds = await beginAttempt(platform, tx, allOf(counters), what)
    return waitSeconds === undefined ? { counters, found: await act(tx) } : { waitSeconds }
  })
  if (begun.waitSeconds !== undefined) throw tooManyAttempts(begun.waitSeconds)
  const { counters, found } = begun
  return {
    attempt: {
      async succeeded(tx) {
        await takeBack(platform, tx, counters.shared, what)
        if (counters.own) await resetCounter(platform, tx, counters.own)
      },
      undone: (tx) => takeBack(platform, tx, allOf(counters), what),
    },
    found,
  }
}

const allOf = ({ own, shared }: Counters) => (own ? [own, ...shared] : shared)
