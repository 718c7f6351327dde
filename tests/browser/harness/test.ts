import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { test as base, expect } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp } from '#tests/harness/app.ts'
import { browserOptions, requireWebBuild } from '#tests/harness/browser.ts'
import { watch } from './watch.ts'

interface Visitor extends BrowserContextOptions {
  /** Signed in already, as this caller of the API is. */
  as?: ApiClient
  /** Of somebody else, to whom the pages may lead, such as an identity provider. */
  leadsTo?: string[]
}

/** How long a page may take to show something before the test says what it missed. */
const patienceMs = 15_000

/**
 * A test with the product (`app`) and one browser for the whole file. `visit` opens a page as a new visitor, who shares nothing with the
 * others; relative addresses are those of the service. When the test is over, nothing may have gone wrong on any page (see `watch`).
 */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
  .extend('app', { scope: 'file' }, async ({}, { onCleanup }) => {
    requireWebBuild()
    const app = await startTestApp()
    onCleanup(() => app.stop())
    return app
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }): Promise<Browser> => {
    const browser = await chromium.launch(browserOptions)
    onCleanup(() => browser.close())
    return browser
  })
  .extend('visit', async ({ app, browser }, { onCleanup }) => {
    const contexts: BrowserContext[] = []
    const watched: Array<() => string[]> = []
    onCleanup(async () => {
      await Promise.all(contexts.map((context) => context.close()))
      expect(watched.flatMap((heard) => heard())).toEqual([])
    })
    return async ({ as, leadsTo = [], ...options }: Visitor = {}): Promise<Page> => {
      const context = await browser.newContext({
        baseURL: app.serviceOrigin,
        viewport: { width: 1440, height: 900 },
        locale: 'en-GB',
        // Motion has nothing to say to a test.
        reducedMotion: 'reduce',
        ...options,
      })
      contexts.push(context)
      watched.push(watch(context, [app.serviceOrigin, app.redirectOrigin, ...leadsTo]))
      context.setDefaultTimeout(patienceMs)
      if (as) await context.addCookies([sessionOf(as, app.serviceOrigin)])
      return context.newPage()
    }
  })

function sessionOf(client: ApiClient, url: string) {
  const [name = '', value = ''] = client.cookie().split(/[=;]/)
  return { name, value, url, httpOnly: true, sameSite: 'Lax' as const }
}
