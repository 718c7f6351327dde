import { type Browser, chromium } from 'playwright-core'
import { browserOptions, requireWebBuild } from '#tests/harness/browser.ts'
import type { Bench, Figure } from './harness/bench.ts'
import type { Seeded } from './harness/ground.ts'
import { hasLighthouse, scoresOf } from './harness/lighthouse.ts'
import { type Times, timesOf } from './harness/times.ts'

const turns = 20

export const bench: Bench = {
  name: 'page',
  what: 'The Users page of the largest account in a headless Chromium that has never been there, and what Lighthouse says of it.',
  async run(ground) {
    requireWebBuild()
    const seeded = await ground.seeded()
    const ofLargest = `${seeded.serviceOrigin}/accounts/${seeded.largest.id}/users`
    const ofSmallest = `${seeded.serviceOrigin}/accounts/${await smallestAccount(seeded)}/users`
    const browser = await chromium.launch(browserOptions)
    try {
      const open = (url: string) => openUsers(browser, url, seeded)
      await open(ofSmallest)
      const [largest, smallest] = await byTurns(
        () => open(ofLargest),
        () => open(ofSmallest),
      )
      return [
        {
          what: 'rows visible, 95th percentile',
          value: largest.p95,
          unit: 'ms',
          times: largest,
          yardstick: { what: 'of the smallest account', value: smallest.p95 },
          bar: { value: { atMost: 1_500 } },
        },
        ...(await figuresOfLighthouse(ofLargest, seeded.admin.cookie())),
      ]
    } finally {
      await browser.close()
    }
  },
}

async function byTurns(...opens: Array<() => Promise<number>>): Promise<[Times, Times]> {
  const took: number[][] = opens.map(() => [])
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, open] of opens.entries()) took[at]?.push(await open())
  }
  return took.map(timesOf) as [Times, Times]
}

async function smallestAccount({ ask }: Seeded): Promise<string> {
  const [account] = await ask<{ id: string }>(
    'select account_id as id from app.users where partner_id is not null group by account_id order by count(*) limit 1',
  )
  if (!account) throw new Error('No customer has any people.')
  return account.id
}

/** In a window whose cache is empty, from when the address is entered until the first rows are there to be seen. @returns milliseconds */
async function openUsers(browser: Browser, url: string, { admin, serviceOrigin }: Seeded): Promise<number> {
  const context = await browser.newContext()
  await context.addCookies(cookiesIn(admin.cookie(), serviceOrigin))
  const page = await context.newPage()
  const begun = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.getByRole('rowheader').first().waitFor()
  const took = performance.now() - begun
  await context.close()
  return took
}

function cookiesIn(header: string, url: string) {
  return header.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
  })
}

async function figuresOfLighthouse(url: string, cookie: string): Promise<Figure[]> {
  if (!(await hasLighthouse())) {
    return [{ what: 'Lighthouse could not be fetched; nothing was asked of it', value: 0, unit: '%' }]
  }
  const { performance, accessibility, largestPaintMs } = await scoresOf(url, cookie)
  return [
    { what: 'Lighthouse, performance', value: performance, unit: '%', bar: { value: { atLeast: 90 } } },
    { what: 'Lighthouse, accessibility', value: accessibility, unit: '%', bar: { value: { atLeast: 100 } } },
    {
      what: 'Lighthouse, largest part of the page',
      value: largestPaintMs,
      unit: 'ms',
      bar: { value: { atMost: 2_500 } },
    },
  ]
}
