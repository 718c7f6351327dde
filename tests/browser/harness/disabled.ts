import type { Locator, Page } from 'playwright-core'

/**
 * The controls on a page that cannot be used and do not say why, one line each. A reason is what a screen reader is told
 * of the control beside its name: `aria-describedby`, `aria-description` or `title`.
 */
export function unexplainedOn(page: Page): Promise<string[]> {
  return page.locator('button, input, select, textarea, [role], [aria-disabled]').evaluateAll((elements) =>
    elements
      .filter((element) => element.matches(':disabled, [aria-disabled=true]') && element.checkVisibility())
      .filter((element) => {
        const told = (element.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent ?? '')
        const own = [element.getAttribute('aria-description') ?? '', element.getAttribute('title') ?? '']
        return [...told, ...own].every((text) => text.trim() === '')
      })
      .map((element) => element.outerHTML.slice(0, 300)),
  )
}

/** Waits until a page shows what it has: its heading, and nothing in the place of what is still to come. */
export async function shown(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor()
  await page
    .locator('.mantine-Skeleton-root, [data-loading]')
    .filter({ visible: true })
    .first()
    .waitFor({ state: 'hidden' })
}

/** What opens something over or beside the page and does nothing else: menus, boxes, panes for what is new. */
export function openers(page: Page): Locator {
  return page
    .getByRole('main')
    .locator('button:not([aria-disabled=true], :disabled, [type=submit])')
    .and(page.locator('[aria-haspopup]').or(page.getByRole('button', { name: /^(New|Add|Make) [a-z]/ })))
    .filter({ visible: true })
}

/** What an opener has opened. */
export function opened(page: Page): Locator {
  return page
    .locator('[role=menu], [role=dialog], [role=listbox], aside')
    .or(page.locator('main [aria-expanded=true]'))
    .filter({ visible: true })
}
