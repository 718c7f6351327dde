import { type DirectoryTx, newId, type Tx } from '#platform/database/index.ts'
import { beginAttempt, type Limit, networkOf } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { resetLinkUnknown, tooManyResets } from './errors.ts'

const minute = 60
const hour = 60 * minute

/** One network that asks for e-mails: more than an office on the Monday after a holiday. */
const askedFromNetwork: Limit = {
  name: 'password resets asked for from a network',
  free: 60,
  windowSeconds: hour,
  firstPauseSeconds: minute,
  longestPauseSeconds: 15 * minute,
}

/** One e-mail address, whoever asks: three mails an hour. What is asked for beyond is answered alike and does nothing. */
const askedForAddress: Limit = {
  name: 'password resets asked for an address',
  free: 3,
  windowSeconds: hour,
  firstPauseSeconds: hour,
  longestPauseSeconds: hour,
}

/** One network that tries links of resets. */
const linksFromNetwork: Limit = { ...askedFromNetwork, name: 'password reset links from a network', free: 20 }

/** One person who signs in at their company, and asked here. */
const hintsToPerson: Limit = { ...askedForAddress, name: 'hints at single sign-on', free: 1 }

/**
 * Counts that an e-mail was asked for, before anything is looked up.
 * @throws Refusal 429 `auth.too-many-attempts`, the same for addresses that nobody has
 */
export async function countAskedFrom(
  platform: Platform,
  tx: DirectoryTx,
  address: string | undefined,
): Promise<void> {
  const counter = { limit: askedFromNetwork, of: [networkOf(address ?? '')] }
  const waitSeconds = await beginAttempt(platform, tx, [counter], newId())
  if (waitSeconds !== undefined) throw tooManyResets(waitSeconds)
}

/** @returns whether an e-mail may go to this address, as far as those before it go */
export async function mayBeAskedFor(platform: Platform, tx: DirectoryTx, email: string): Promise<boolean> {
  const counter = { limit: askedForAddress, of: [email.toLowerCase()] }
  return (await beginAttempt(platform, tx, [counter], newId())) === undefined
}

/** @returns whether this person may be told of single sign-on, which they are once an hour */
export async function mayBeHinted(platform: Platform, tx: Tx, userId: string): Promise<boolean> {
  const counter = { limit: hintsToPerson, of: [tx.accountId, userId] }
  return (await beginAttempt(platform, tx, [counter], newId())) === undefined
}

/**
 * Counts a link that leads to no reset, after it was looked up: nobody guesses 256 bits, so what is guarded is the log and the database, and who has a
 * right one does not wait for what others of their network have tried.
 * @returns 410 `auth.reset-link-unknown`; 429 `auth.too-many-attempts` after many such from one network
 */
export async function refusalOfUnknownLink(platform: Platform, address: string | undefined) {
  const counter = { limit: linksFromNetwork, of: [networkOf(address ?? '')] }
  const waitSeconds = await platform.database.inDirectory((tx) =>
    beginAttempt(platform, tx, [counter], newId()),
  )
  return waitSeconds === undefined ? resetLinkUnknown() : tooManyResets(waitSeconds)
}
