import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, aPerson, aSubscriber } from '#tests/harness/people.ts'
import { test as base } from './harness/test.ts'

/** Below it nobody notices: https://web.dev/articles/cls calls 0.1 good. */
const shiftMax = 0.03

const test = base.extend('estate', { scope: 'file' }, async ({ app }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  await aSubscriber(ada, customer)
  for (const firstName of ['Anna', 'Ben', 'Carla']) {
    await aPerson(app, customer, { firstName, email: `${firstName.toLowerCase()}@acme.example` })
  }
  const own = `/accounts/${customer.id}`
  return {
    ada,
    paths: {
      Accounts: ['/accounts', 'Acme'],
      'the users of all customers': ['/accounts?tab=people', 'Anna'],
      Users: [`${own}/users`, 'Anna'],
      Invitations: [`${own}/invitations`, 'Nobody waits'],
      Manage: [`${own}/deployment/subscribers`, 'Kühn'],
      Events: [`${own}/activity/events`, 'Added'],
    } as const,
  }
})

const pages = ['Accounts', 'the users of all customers', 'Users', 'Invitations', 'Manage', 'Events'] as const

describe('while it loads over a slow line, on a phone', () => {
  test.for(pages)('nothing moves on %s', async (name, { estate, visit }) => {
    const page = await visit({ as: estate.ada })
    await page.setViewportSize({ width: 390, height: 844 })
    await slowDown(page)
    const [path, loaded] = estate.paths[name]
    await page.goto(path)
    await page.getByText(loaded).first().waitFor()
    await page.waitForLoadState('networkidle')
    expect(await shiftOf(page)).toBeLessThan(shiftMax)
  })
})

/** Each answer comes by itself. Which letters the machine has until the page's own are there is left out: they never come. */
async function slowDown(page: Page): Promise<void> {
  await page.route('**/*.woff2', (route) => route.fulfill({ body: '' }))
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const line = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 100_000 }
  await session.send('Network.emulateNetworkConditions', line)
}

/** How much of the page has moved, as Chromium counts it. */
function shiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const shifts = list.getEntries() as Array<PerformanceEntry & { value?: number }>
          resolve(
            shifts.reduce(
              (sum, { value = 0, entryType }) => sum + (entryType === 'layout-shift' ? value : 0),
              0,
            ),
          )
        }).observe({ type: 'layout-shift', buffered: true })
        // An observer says nothing where there was nothing.
        performance.mark('looked')
        new PerformanceObserver(() => setTimeout(() => resolve(0), 500)).observe({
          type: 'mark',
          buffered: true,
        })
      }),
  )
}
