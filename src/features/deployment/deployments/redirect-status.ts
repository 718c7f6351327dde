import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import type { RedirectState } from '../redirect/schema.ts'
import { countOpenLinks } from './redirect-links-store.ts'
import { isOfRedirectServer, redirectServerOf } from './redirect-push.ts'
import type { RedirectServer } from './schema.ts'

/** Somebody looks at the page meanwhile. */
const timeoutMs = 3_000

/**
 * Where the redirect server is, whether it answers, and what it holds (DP-5). It counts links of all services and accounts; an account is shown
 * its own only.
 */
export async function redirectServerStatus(platform: Platform, accountId: string): Promise<RedirectServer> {
  const { state, problem } = await ask(platform)
  const { bypassed, links } = await platform.database.inAccount(accountId, async (tx) => ({
    bypassed: ((await readAccount(tx)) as AccountRow).redirectBypass,
    links: await countOpenLinks(tx, state?.storeId ?? null, platform.clock.now()),
  }))
  return {
    origin: platform.origins.redirect,
    bypassed,
    answers: state !== null,
    problem,
    heldLinks: state === null ? null : links.held,
    waitingLinks: links.waiting,
    emailContentVersion: state?.emailContentVersion ?? null,
  }
}

async function ask(
  platform: Platform,
): Promise<{ state: RedirectState | null; problem: RedirectServer['problem'] }> {
  try {
    return { state: await redirectServerOf(platform, timeoutMs).state(), problem: null }
  } catch (error) {
    if (!isOfRedirectServer(error)) throw error
    return { state: null, problem: { code: error.code, message: error.message } }
  }
}
