import type { Tx } from '#platform/database/index.ts'
import { beginAttempt, type Limit, networkOf, takeBack } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { networkStopped } from './errors.ts'

const hourSeconds = 3_600

/** Links on which one network may be wrong within an hour: one common PIN tried on every link stops here (threats.md "PIN guessing"). */
const links: Limit = {
  name: 'wrong PINs on links',
  free: 20,
  windowSeconds: hourSeconds,
  firstPauseSeconds: hourSeconds,
  longestPauseSeconds: hourSeconds,
}

/** Presses of *Send me a new link* from one network that led to no link. */
const renewals: Limit = { ...links, name: 'renewals in vain' }

/**
 * Counts the link as one on which this network gave a wrong PIN, before the PIN is compared.
 * @returns the refusal where the network has to pause; then neither it nor the link is counted
 */
export async function countLinkTried(
  platform: Platform,
  tx: Tx,
  about: { address: string; deploymentId: string },
) {
  const waitSeconds = await beginAttempt(platform, tx, [linksOf(about.address)], about.deploymentId)
  return waitSeconds === undefined ? undefined : networkStopped(waitSeconds)
}

/** The PIN was right: this link no longer speaks against the network, the others do. */
export function uncountLinkTried(
  platform: Platform,
  tx: Tx,
  about: { address: string; deploymentId: string },
): Promise<void> {
  return takeBack(platform, tx, [linksOf(about.address)], about.deploymentId)
}

/** Carries out a press of *Send me a new link* unless this network has pressed too often in vain. `act` says whether a link was sent. */
export async function limitRenewals(
  platform: Platform,
  about: { address: string; pressId: string },
  act: () => Promise<boolean>,
): Promise<void> {
  const { database } = platform
  const counters = [{ limit: renewals, of: [networkOf(about.address)] }]
  const waitSeconds = await database.inDirectory((tx) => beginAttempt(platform, tx, counters, about.pressId))
  if (waitSeconds !== undefined) return
  if (await act()) await database.inDirectory((tx) => takeBack(platform, tx, counters, about.pressId))
}

function linksOf(address: string) {
  return { limit: links, of: [networkOf(address)] }
}
