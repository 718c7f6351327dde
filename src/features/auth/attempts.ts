import { type DirectoryTx, newId } from '#platform/database/index.ts'
import {
  beginInLanes,
  type Counter,
  countFailures,
  forgetEnded,
  type Limit,
  networkOf,
  noteEnded,
  takeBack,
} from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { Holder } from './directory-store.ts'
import { tooManyAttempts } from './errors.ts'
import { knownDevices } from './known-devices.ts'

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

/**
 * An attempt to sign in. It counts as failed until it says otherwise, for each lane: whose password it could be. Who has proven an address in several
 * accounts is one person, and has one lane. Wherever else an account has given somebody the address, that is a lane of its own: what is right there takes back
 * no guess at another's password (shared-addresses.test.ts).
 */
export interface SignInAttempt {
  /** The accounts in which the password may be looked at. */
  accountIds: string[]
  /** It was right in these accounts: takes it back where others share a count, and forgets the failures of their lanes from this place or device. */
  succeeded(tx: DirectoryTx, accountIds: string[]): Promise<void>
  /** It has failed: what is right after it may forget it. */
  failed(tx: DirectoryTx): Promise<void>
  /** It was not looked at: takes it back, and no more. */
  undone(tx: DirectoryTx): Promise<void>
}

/** Accounts that are guessed at together, and by what that is counted. */
interface Lane {
  accountIds: string[]
  /** Of this place or device, forgotten with the first success in the lane. */
  own: Counter
  /** With others. */
  shared: Counter[]
}

/**
 * Counts an attempt to sign in, after `find` has looked up whose it may be, in the same transaction. The answer is the same for addresses that nobody has:
 * there is always a lane of who has proven the address, whether or not anybody has.
 * @throws Refusal 429 `auth.too-many-attempts`; then no password is looked at
 */
export async function beginSignIn(
  platform: Platform,
  given: { email: string; address: string | undefined; device: string | undefined },
  find: (tx: DirectoryTx) => Promise<Holder[]>,
): Promise<SignInAttempt> {
  const what = newId()
  const begun = await platform.database.inDirectory(async (tx) => {
    const lanes = await lanesOf(platform, tx, given, await find(tx))
    return { lanes, waits: await beginInLanes(platform, tx, lanes.map(countersOf), what) }
  })
  const open = begun.lanes.filter((_, at) => begun.waits[at] === 0)
  if (open.length === 0) throw tooManyAttempts(Math.min(...begun.waits))
  const shared = open.find((lane) => lane.shared.length > 0)?.shared ?? []
  return {
    accountIds: open.flatMap(({ accountIds }) => accountIds),
    async succeeded(tx, accountIds) {
      await takeBack(platform, tx, shared, what)
      for (const lane of inOrder(open)) {
        const wasRight = lane.accountIds.some((id) => accountIds.includes(id))
        await (wasRight ? forgetEnded : noteEnded)(platform, tx, lane.own, what)
      }
    },
    async failed(tx) {
      for (const lane of inOrder(open)) await noteEnded(platform, tx, lane.own, what)
    },
    undone: (tx) => takeBack(platform, tx, [...open.map(({ own }) => own), ...shared], what),
  }
}

async function lanesOf(
  platform: Platform,
  tx: DirectoryTx,
  given: { email: string; address: string | undefined; device: string | undefined },
  holders: Holder[],
): Promise<Lane[]> {
  const email = given.email.trim().toLowerCase()
  const known = await knownDevices(
    platform,
    tx,
    given.device,
    email,
    holders.map(({ accountId }) => accountId),
  )
  const proven = holders.filter((holder) => holder.proven).map(({ accountId }) => accountId)
  const unproven = holders.filter((holder) => !holder.proven).map(({ accountId }) => [accountId])
  const lanes = [proven, ...unproven].map((accountIds, at) => ({
    accountIds,
    // An account's own count where it is not one of those who have proven the address.
    of: at === 0 ? [] : accountIds,
    device: accountIds.map((id) => known.get(id)).find((key) => key !== undefined),
  }))
  const network = networkOf(given.address ?? '')
  const everywhere = { limit: fromEverywhere, of: [email] }
  const isFromPlace = lanes.some(({ device }) => device === undefined)
  const guesses = isFromPlace ? await countFailures(platform, tx, everywhere) : 0
  const place = guesses > fromEverywhere.free ? fromPlaceUnderAttack : fromPlace
  return lanes.map(({ accountIds, of, device }) =>
    device === undefined
      ? {
          accountIds,
          own: { limit: place, of: [email, network, ...of] },
          shared: [{ limit: fromNetwork, of: [network] }, everywhere],
        }
      : { accountIds, own: { limit: fromDevice, of: [device] }, shared: [] },
  )
}

const countersOf = ({ own, shared }: Lane) => [own, ...shared]

/** In one order for everybody, so that nobody waits for another in a ring. */
function inOrder(lanes: Lane[]): Lane[] {
  return lanes.toSorted((one, other) => (one.own.of.join() < other.own.of.join() ? -1 : 1))
}
