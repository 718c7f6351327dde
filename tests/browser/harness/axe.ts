import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { type Findings, lookAgain, lookAtNew } from './axe-in-page.ts'

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What depends on colours: all that can differ in the other scheme. */
const colourRules = ['color-contrast', 'link-in-text-block']
/** What depends on the rest of the page: the verdict on one part can change while that part stays as it is. */
const wholePageRules = [
  'accesskeys',
  'duplicate-id-aria',
  'heading-order',
  'landmark-banner-is-top-level',
  'landmark-complementary-is-top-level',
  'landmark-contentinfo-is-top-level',
  'landmark-main-is-top-level',
  'landmark-no-duplicate-banner',
  'landmark-no-duplicate-contentinfo',
  'landmark-no-duplicate-main',
  'landmark-one-main',
  'landmark-unique',
  'page-has-heading-one',
  'region',
]

/** The axe that `@axe-core/playwright` brings, in its short form: it is read with each page that is opened. */
const ofPlaywright = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))
let source: Promise<string> | undefined

/** What was looked at in this process: each part by its size, its place and all that it says of itself. */
const seen = new Set<string>()

/**
 * Lets axe look at pages as they stand, in light and in dark colours, and keeps what it finds wrong, one line each: where, which rule, on
 * what. A part that stands as it stood at an earlier look (the frame, the list behind a dialog) is looked at again only with the rules
 * whose verdict depends on the rest of the page: it costs half.
 */
export function examiner(): { look(page: Page, where: string): Promise<void>; found: string[] } {
  const found: string[] = []
  const keep = (findings: Findings, where: string) => {
    for (const finding of findings) found.push(`${where}: ${finding}`)
  }

  return {
    found,
    async look(page, where) {
      await settled(page)
      await bringAxe(page)
      const first = await page.evaluate(lookAtNew, { tags, wholePageRules, seen: [...seen].join(' ') })
      keep(first.findings, `${where}, ${first.scheme}`)
      if (first.parts.length === 0) return
      // It stays in the other scheme: the next look begins there.
      const other = first.scheme === 'light' ? 'dark' : 'light'
      await switchTo(page, other)
      keep(await page.evaluate(lookAgain, { rules: colourRules }), `${where}, ${other}`)
      for (const part of first.parts) seen.add(part)
    },
  }
}

/**
 * Waits until a page shows what it has, and until nothing on it has moved for two frames: what axe finds on half a page is not what a
 * person meets.
 */
async function settled(page: Page): Promise<void> {
  await page.locator('.mantine-Skeleton-root').filter({ visible: true }).first().waitFor({ state: 'hidden' })
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let quietFrames = 0
        const observer = new MutationObserver(() => {
          quietFrames = 0
        })
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
        const onFrame = () => {
          quietFrames++
          if (quietFrames < 3) return void requestAnimationFrame(onFrame)
          observer.disconnect()
          resolve()
        }
        requestAnimationFrame(onFrame)
      }),
  )
}

/**
 * Puts axe into the page, where it is not there from an earlier look. A page with frames is refused, so that nothing is left out; but one
 * that lets no script in, not even that of axe, is left alone: it holds an e-mail.
 */
async function bringAxe(page: Page): Promise<void> {
  const mails = await page.locator('iframe[sandbox]:not([sandbox*=allow-scripts])').count()
  if (page.frames().length > 1 + mails)
    throw new Error(`${page.url()} has frames, into which nobody would look.`)
  if (await page.evaluate(() => 'axe' in window)) return
  source ??= readFile(ofPlaywright.resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(await source)
}

/** The admin UI tells its scheme on the document; the pages of end users leave it to the stylesheet. */
async function switchTo(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  const told = `html[data-mantine-color-scheme=${colorScheme}], html:not([data-mantine-color-scheme])`
  await page.locator(told).waitFor({ state: 'attached' })
}
