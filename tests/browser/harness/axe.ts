import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What depends on colours: all that can differ in the other scheme. */
const colourRules = ['color-contrast', 'link-in-text-block']

/**
 * Lets axe look at pages as they stand, in light and in dark colours, and keeps what it finds wrong, one line each: where, which rule, on
 * what.
 */
export function examiner(): { look(page: Page, where: string): Promise<void>; found: string[] } {
  const found: string[] = []

  async function examine(axe: AxeBuilder, where: string): Promise<void> {
    const { violations } = await axe.analyze()
    for (const { id, nodes } of violations) {
      for (const { html, failureSummary } of nodes) {
        found.push(`${where}: ${id} on ${html.slice(0, 200)} ${failureSummary}`)
      }
    }
  }

  return {
    found,
    async look(page, where) {
      await examine((await axeOf(page)).withTags(tags), `${where}, light`)
      await switchTo(page, 'dark')
      await examine((await axeOf(page)).withRules(colourRules), `${where}, dark`)
      await switchTo(page, 'light')
    },
  }
}

/**
 * Axe in the page itself, telling violations only. Its other way looks into frames of other origins as well and puts the
 * results together in a page of its own, twice for each look; a page with frames is refused here, so that nothing is left out.
 * Where it is in the page from an earlier look, it is not read again: it is larger than the admin UI.
 */
async function axeOf(page: Page): Promise<AxeBuilder> {
  if (page.frames().length > 1) throw new Error(`${page.url()} has frames, into which nobody would look.`)
  const isThere = await page.evaluate(() => 'axe' in window)
  return new AxeBuilder({ page, ...(isThere ? { axeSource: 'undefined' } : {}) })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
}

/** The admin UI tells its scheme on the document; the pages of end users leave it to the stylesheet. */
async function switchTo(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  const told = `html[data-mantine-color-scheme=${colorScheme}], html:not([data-mantine-color-scheme])`
  await page.locator(told).waitFor({ state: 'attached' })
}
