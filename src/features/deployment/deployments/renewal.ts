import { later } from '#platform/clock/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential } from '#platform/secrets/index.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { deployAnew } from './deploy.ts'
import { findDeployment, latestDeployment } from './store.ts'

/** At most one new link in this time, so that an old link cannot be used to flood a mailbox. */
const renewalIntervalMinutes = 60

/**
 * *Send me a new link*: mails a new one to the address on file. Whatever comes of it the caller learns nothing, so that the answer tells
 * neither who exists nor what they may.
 * @returns whether a link is on its way
 */
export async function askAnew(platform: Platform, token: string): Promise<boolean> {
  const credential = parseCredential(token)
  if (!credential) return false
  return platform.database.inAccount(credential.accountId, async (tx) => {
    const now = platform.clock.now()
    const asked = await findDeployment(tx, credential.hash, true)
    const account = asked && (await readAccount(tx))
    if (!asked || !account || asked.expiresAt > now || asked.revokedAt !== null) return false
    const latest = await latestDeployment(tx, asked.subscriberId)
    if (latest && later(latest.createdAt, { minutes: renewalIntervalMinutes }) > now) return false
    await addToTimelines(
      tx,
      [{ subscriberId: asked.subscriberId, deploymentId: asked.deploymentId, kind: 'link.asked-anew' }],
      now,
    )
    await deployAnew(platform, tx, account as AccountRow, asked.subscriberId)
    return true
  })
}
