import { newId } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import { beginAttempt, type Limit } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import { directoryTooFast } from './errors.ts'

/** One person, on all their devices: an answer for each pause in the typing, and pages for as long as somebody scrolls. */
const readOfPerson: Limit = {
  name: 'directory read by a person',
  free: 90,
  windowSeconds: 60,
  firstPauseSeconds: 5,
  longestPauseSeconds: 30,
}

/** Once an hour it stands in the event history, so that whoever goes on does not fill it. */
const toldOfPerson: Limit = {
  name: 'fast reading of the directory told',
  free: 1,
  windowSeconds: 3600,
  firstPauseSeconds: 3600,
  longestPauseSeconds: 3600,
}

/**
 * Counts that somebody asks the directory, before anything is read. Whoever is stopped stands in the event history.
 * @throws Refusal 429 `portal.directory-too-fast`
 */
export async function countReading(platform: Platform, actor: Actor): Promise<void> {
  const of = [actor.homeAccountId, actor.userId]
  const waitSeconds = await platform.database.inDirectory((tx) =>
    beginAttempt(platform, tx, [{ limit: readOfPerson, of }], newId()),
  )
  if (waitSeconds === undefined) return
  await platform.database.inAccount(actor.homeAccountId, async (tx) => {
    if ((await beginAttempt(platform, tx, [{ limit: toldOfPerson, of }], newId())) !== undefined) return
    await record(tx, actor, 'directory.read-fast', { kind: 'user', id: actor.userId }, { email: actor.email })
  })
  throw directoryTooFast(waitSeconds)
}
