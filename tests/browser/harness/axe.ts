import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Lets axe look at pages as they stand and keeps what it finds wrong, one line each: where, which rule, on what. */
export function examiner(): { look(page: Page, where: string): Promise<void>; found: string[] } {
  const found: string[] = []
  return {
    found,
    async look(page, where) {
      const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
      for (const { id, nodes } of violations) {
        for (const { html, failureSummary } of nodes) {
          found.push(`${where}: ${id} on ${html.slice(0, 200)} ${failureSummary}`)
        }
      }
    },
  }
}
