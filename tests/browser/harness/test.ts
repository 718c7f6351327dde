import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { test as base, expect } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp } from '#tests/harness/app.ts'
import { requireWebBuild, testBrowserOptions } from '#tests/harness/browser.ts'
import { visitorsOf } from './visitors.ts'
import { watch } from './watch.ts'

interface Comer extends BrowserContextOptions {
  /** Signed in already, as this caller of the API is. */
  as?: ApiClient
  /** Of somebody else, to whom the pages may lead, such as an identity provider. */
  leadsTo?: string[]
  /** With a page that nobody had before them and nobody gets after them: what a first visit loads is counted, or the page cannot be made good. */
  isAlone?: boolean
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
    const browser = await chromium.launch(testBrowserOptions)
    onCleanup(() => browser.close())
    return browser
  })
  .extend('visitors', { scope: 'file' }, ({ browser }) => visitorsOf(browser))
  .extend('visit', async ({ app, browser, visitors, task, signal }, { onCleanup }) => {
    const came: Array<() => Promise<void>> = []
    // What ran out of time may still be at its page.
    const isInOrder = () => !signal.aborted && !task.result?.errors?.length
    const watched: Array<() => string[]> = []
    onCleanup(async () => {
      await Promise.all(came.map((leave) => leave()))
      expect(watched.flatMap((heard) => heard())).toEqual([])
    })
    return async ({ as, leadsTo = [], isAlone = false, ...given }: Comer = {}): Promise<Page> => {
      const visitor = await (isAlone ? visitorsOf(browser) : visitors).enter({
        baseURL: app.serviceOrigin,
        viewport: { width: 1440, height: 900 },
        locale: 'en-GB',
        // Motion has nothing to say to a test.
        reducedMotion: 'reduce',
        ...given,
      })
      came.push(() => (isAlone || !isInOrder() ? visitor.context.close() : visitors.leave(visitor)))
      watched.push(watch(visitor.context, [app.serviceOrigin, app.redirectOrigin, ...leadsTo]))
      visitor.context.setDefaultTimeout(patienceMs)
      if (as) await visitor.context.addCookies([sessionOf(as, app.serviceOrigin)])
      return visitor.page
    }
  })

function sessionOf(client: ApiClient, url: string) {
  const [name = '', value = ''] = client.cookie().split(/[=;]/)
  return { name, value, url, httpOnly: true, sameSite: 'Lax' as const }
}
