import { createHmac } from 'node:crypto'
import { later } from '../clock/clock.ts'
import type { DirectoryTx } from '../database/index.ts'
import type { Platform } from '../platform.ts'
import * as store from './store.ts'

/**
 * How failures of one kind are answered. Those before the last `windowSeconds` are forgotten; `free` of them cost nothing; from then on a
 * pause must follow the latest, twice as long after each further one. A pause of 0 seconds only counts.
 */
export interface Limit {
  name: string
  free: number
  windowSeconds: number
  firstPauseSeconds: number
  longestPauseSeconds: number
}

/** What is counted: for example one e-mail address tried from one network. The database gets a keyed hash of it. */
export interface Counter {
  limit: Limit
  of: readonly string[]
}

type Means = Pick<Platform, 'masterKey' | 'clock'>

/** As many failures past the free ones are remembered: by then every pause is the longest. */
const rememberedBeyondFree = 20

/**
 * Counts an attempt as failed before it is made, so that parallel ones cannot slip through (threats.md "PIN guessing"). Where a counter
 * demands a pause, nothing is counted: knocking makes no pause longer.
 * @param what tells one failure from another; the same one counts once
 * @returns seconds to wait, or undefined when the attempt may be made
 */
export async function beginAttempt(
  means: Means,
  tx: DirectoryTx,
  counters: Counter[],
  what: string,
): Promise<number | undefined> {
  const [waitSeconds = 0] = await beginInLanes(means, tx, [counters], what)
  return waitSeconds > 0 ? waitSeconds : undefined
}

/**
 * The same for an attempt at several things, each with counters of its own or shared with others: it is counted, and may be made, at those of which no
 * counter demands a pause.
 * @returns for each lane seconds to wait; 0: the attempt may be made there
 */
export async function beginInLanes(
  means: Means,
  tx: DirectoryTx,
  lanes: Counter[][],
  what: string,
): Promise<number[]> {
  const now = means.clock.now()
  const keyed = lanes.map((lane) =>
    lane.map(({ limit, of }) => ({ limit, key: keyOf(means, { limit, of }) })),
  )
  const counters = new Map(keyed.flat().map((counter) => [textOf(counter), counter]))
  const locked = [...counters.values()].map(({ key }) => key)
  const rows = await store.lockCounters(tx, locked, later(now, { hours: 1 }))
  const failuresByKey = new Map(rows.map(({ counter, failures }) => [textOf({ key: counter }), failures]))
  const failuresOf = (counter: KeyedCounter) =>
    inWindow(failuresByKey.get(textOf(counter)) ?? {}, counter.limit, now)
  const waits = keyed.map((lane) =>
    Math.max(...lane.map((counter) => pauseLeft(counter.limit, failuresOf(counter), now))),
  )
  const open = new Set(keyed.filter((_, at) => waits[at] === 0).flatMap((lane) => lane.map(textOf)))
  const counted = [...counters.values()]
    .filter((counter) => open.has(textOf(counter)))
    .map((counter) => ({
      counter: counter.key,
      failures: newest(
        { ...failuresOf(counter), [what]: now.getTime() },
        counter.limit.free + rememberedBeyondFree,
      ),
      expiresAt: later(now, { seconds: counter.limit.windowSeconds }),
    }))
  if (counted.length > 0) await store.writeFailures(tx, counted)
  return waits
}

interface KeyedCounter {
  limit: Limit
  key: Buffer
}

const textOf = ({ key }: Pick<KeyedCounter, 'key'>) => key.toString('hex')

/** The attempt did not fail after all: takes back this one and no other. */
export async function takeBack(
  means: Means,
  tx: DirectoryTx,
  counters: Counter[],
  what: string,
): Promise<void> {
  // In the order in which they are locked when an attempt begins: nobody waits for another in a ring.
  const keys = counters.map((counter) => keyOf(means, counter)).toSorted(Buffer.compare)
  for (const key of keys) await store.strikeFailure(tx, key, what)
}

/** The attempt has failed for certain: `forgetEnded` may forget it from now on. Until then it may be one that is still being made. */
export function noteEnded(means: Means, tx: DirectoryTx, counter: Counter, what: string): Promise<void> {
  return store.markEnded(tx, keyOf(means, counter), what)
}

/**
 * Takes back an attempt that was right, and forgets the failures before it. What others try at this moment stays counted: else somebody who tries
 * many at once, and gives a right one between, would be counted for none.
 */
export function forgetEnded(means: Means, tx: DirectoryTx, counter: Counter, what: string): Promise<void> {
  return store.keepOnlyUnended(tx, keyOf(means, counter), what)
}

/** Forgets every failure under a counter. */
export function resetCounter(means: Means, tx: DirectoryTx, counter: Counter): Promise<void> {
  return store.deleteCounter(tx, keyOf(means, counter))
}

/** How many failures stand under the counter, at most twenty more than the free ones. */
export async function countFailures(means: Means, tx: DirectoryTx, counter: Counter): Promise<number> {
  const failures = await store.readFailures(tx, keyOf(means, counter))
  return Object.keys(inWindow(failures, counter.limit, means.clock.now())).length
}

function keyOf({ masterKey }: Means, { limit, of }: Counter): Buffer {
  // As JSON, so that no two lists of parts run together into one text.
  const text = JSON.stringify([limit.name, ...of])
  return createHmac('sha256', masterKey.deriveKey('failure counters')).update(text).digest()
}

function inWindow(failures: store.Failures, limit: Limit, now: Date): store.Failures {
  const oldest = now.getTime() - limit.windowSeconds * 1000
  return Object.fromEntries(Object.entries(failures).filter(([, at]) => at > oldest))
}

function newest(failures: store.Failures, kept: number): store.Failures {
  return Object.fromEntries(
    Object.entries(failures)
      .sort(([, one], [, other]) => other - one)
      .slice(0, kept),
  )
}

/** How much of the pause is left, in whole seconds; 0 when none is. */
function pauseLeft(limit: Limit, failures: store.Failures, now: Date): number {
  const times = Object.values(failures)
  const beyond = times.length - limit.free
  if (beyond < 0) return 0
  const pauseSeconds = Math.min(limit.longestPauseSeconds, limit.firstPauseSeconds * 2 ** beyond)
  // Clocks of several processes differ: what failed a moment ahead of ours must not make a pause where there is none.
  if (pauseSeconds === 0) return 0
  return Math.max(0, Math.ceil((Math.max(...times) - now.getTime()) / 1000 + pauseSeconds))
}
