import { z } from 'zod'
import type { Platform } from '#platform/platform.ts'
import { handles, type Job, type JobHandler, type Recurring } from '#platform/queue/index.ts'
import { exchangeDefaults } from '../email/default-content.ts'
import {
  type PushedLink,
  type RedirectChannel,
  RedirectRefused,
  RedirectUnreachable,
  redirectChannel,
} from '../redirect/service-channel.ts'
import { linksToPush, markPushed, pruneLinks } from './redirect-links-store.ts'

/** Tells the redirect server what it does not know yet: new links, ended ones, default e-mail content, and everything after it lost its store. */
export const pushLinks: Job<object> = {
  name: 'redirect:push',
  payload: z.object({}).loose(),
  priority: -1,
  maxAttempts: 25,
}

/** Every minute: notices a redirect server that lost its store or came back, without anybody deploying. */
export const pushLinksRecurring: Recurring = {
  job: pushLinks as Job<Record<string, never>>,
  cron: '* * * * *',
}

const batch = 5_000

/** Somebody looks at the screen meanwhile. */
const pushAtOnceTimeoutMs = 2_000

/** Our end of the channel. Made late, because the origins are known only once the servers listen. */
export function redirectServerOf(platform: Platform, timeoutMs?: number): RedirectChannel {
  const { redirect: redirectOrigin, service: serviceOrigin } = platform.origins
  const { outbound, redirectSecret: secret } = platform
  return redirectChannel({ redirectOrigin, secret, serviceOrigin, outbound, timeoutMs })
}

/** Tells the redirect server of a link whose QR code somebody is about to scan. If it does not answer, the job tells it later. */
export async function pushAtOnce(platform: Platform, link: PushedLink): Promise<void> {
  const redirect = redirectServerOf(platform, pushAtOnceTimeoutMs)
  try {
    await redirect.register()
    await redirect.pushLinks([link])
  } catch (error) {
    if (!isOfRedirectServer(error)) throw error
    platform.log.warn({ code: error.code }, error.message)
  }
}

/** The redirect server does not answer, or not as it should. */
export function isOfRedirectServer(error: unknown): error is RedirectUnreachable | RedirectRefused {
  return error instanceof RedirectUnreachable || error instanceof RedirectRefused
}

/** The job that pushes. */
export function linkPusher(platform: Platform): JobHandler {
  const { database, clock, log } = platform
  return handles(pushLinks, async () => {
    await database.inDirectory((tx) => pruneLinks(tx, clock.now()))
    try {
      await pushAll()
    } catch (error) {
      if (!isOfRedirectServer(error)) throw error
      // Links mailed before still work; those of waiting mails go out when it answers again.
      log.warn({ code: error.code }, error.message)
      throw error
    }
  })

  async function pushAll(): Promise<void> {
    const redirect = redirectServerOf(platform)
    const { storeId, origins, emailContentVersion } = await redirect.state()
    if (!origins.includes(platform.origins.service)) await redirect.register()
    await pushNewLinks(redirect, storeId)
    // After the links: people wait for those.
    await exchangeDefaults(platform, redirect, emailContentVersion)
  }

  async function pushNewLinks(redirect: RedirectChannel, storeId: string): Promise<void> {
    for (;;) {
      const links = await database.inDirectory((tx) => linksToPush(tx, storeId, clock.now(), batch))
      if (links.length === 0) return
      const open = links.filter((link) => !link.revoked)
      const ended = links.filter((link) => link.revoked)
      await redirect.pushLinks(
        open.map((link) => ({ hash: hashText(link.tokenHash), expiresAt: link.expiresAt })),
      )
      await redirect.removeLinks(ended.map((link) => hashText(link.tokenHash)))
      await database.inDirectory(async (tx) => {
        await markPushed(
          tx,
          open.map((link) => link.tokenHash),
          false,
          storeId,
        )
        await markPushed(
          tx,
          ended.map((link) => link.tokenHash),
          true,
          storeId,
        )
      })
    }
  }
}

function hashText(hash: Buffer): string {
  return hash.toString('base64url')
}
