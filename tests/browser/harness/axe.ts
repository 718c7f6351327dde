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
      await examine(new AxeBuilder({ page }).withTags(tags), `${where}, light`)
      await switchTo(page, 'dark')
      await examine(new AxeBuilder({ page }).withRules(colourRules), `${where}, dark`)
      await switchTo(page, 'light')
    },
  }
}

/** The admin UI tells its scheme on the document; the pages of end users leave it to the stylesheet. */
async function switchTo(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  const told = `html[data-mantine-color-scheme=${colorScheme}], html:not([data-mantine-color-scheme])`
  await page.locator(told).waitFor({ state: 'attached' })
}
