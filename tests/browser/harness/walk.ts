import type { Locator, Page } from 'playwright-core'
import { opened, openers, shown } from './disabled.ts'

/** Looks at a page as it stands; `where` says in which page and what is open. */
export type Look = (page: Page, where: string) => Promise<void>

/** What of the router of the pages is used: it leads from page to page as a press on a link does. */
interface Router {
  routesByPath: object
  history: { push(href: string): void; location: { state: { __TSR_key?: string } } }
  state: { status: string; resolvedLocation?: { state: { __TSR_key?: string } } }
}
type WithRouter = typeof globalThis & { __TSR_ROUTER__: Router }

/** The addresses of all pages, as the router of the pages has them. */
export async function pathsOf(page: Page): Promise<string[]> {
  await page.goto('/sign-in')
  const paths = await page.evaluate(() => Object.keys((globalThis as WithRouter).__TSR_ROUTER__.routesByPath))
  return paths.filter((path) => path !== '/').sort()
}

/**
 * Puts ids into the path of a page: `$accountId` becomes `ids.accountId`.
 * @throws where nothing stands for an id in the address
 */
export function addressOf(path: string, ids: Record<string, string>): string {
  return path.replace(/\$(\w+)/g, (_, name: string) => {
    const id = ids[name]
    if (id === undefined) throw new Error(`This walk does not know what ${name} of ${path} is.`)
    return id
  })
}

/**
 * Opens each page, and from it one after the other what opens without doing anything: menus, boxes, panes for what is new, the first record of
 * its list, with the tabs of that record and the questions before something is done to it.
 */
export async function walk(page: Page, addresses: string[], look: Look): Promise<void> {
  await page.goto(addresses[0] ?? '/')
  await shown(page)
  for (const address of addresses) {
    await goTo(page, address)
    await look(page, address)
    await openEach(page, address, openers(page), look)
    const record = await firstRecordOf(page, address)
    if (record) await walkPanel(page, record, look)
  }
}

/** Walks what stands around every page: the menus of the top bar, and the keyboard shortcuts. */
export async function walkFrame(page: Page, look: Look): Promise<void> {
  await shown(page)
  await openEach(page, 'the top bar', openersIn(page.getByRole('banner')), look)
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await look(page, 'keyboard shortcuts')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** What stands beside a list, such as one of its records: each of its tabs, and what opens from there. */
export async function walkPanel(page: Page, address: string, look: Look): Promise<void> {
  const panel = page.getByRole('complementary')
  await goTo(page, address)
  await panel.waitFor()
  await shown(page)
  const tabs = await panel.getByRole('tab').allInnerTexts()
  const walked = new Set<string>()
  for (const tab of tabs.length > 0 ? tabs : [undefined]) {
    const at = `${address} › ${tab ?? 'panel'}`
    if (tab !== undefined) await panel.getByRole('tab', { name: tab, exact: true }).click()
    await shown(page)
    await look(page, at)
    await openEach(page, at, openersIn(panel).or(questionsIn(panel)), look, walked)
  }
}

/** Opens each that is not among those `walked`: what stands above all tabs is there on each. */
async function openEach(
  page: Page,
  where: string,
  all: Locator,
  look: Look,
  walked = new Set<string>(),
): Promise<void> {
  const address = page.url()
  const count = await all.count()
  for (let at = 0; at < count; at++) {
    const opener = all.nth(at)
    const name = (await opener.getAttribute('aria-label')) ?? (await opener.innerText())
    if (walked.has(name)) continue
    walked.add(name)
    const before = await opened(page).count()
    await opener.click()
    await opened(page).nth(before).waitFor()
    await shown(page)
    await look(page, `${where} › ${name}`)
    await close(page, address, before)
  }
}

/** Closes what was opened by its key; where it has none, the page is opened anew. */
async function close(page: Page, address: string, before: number): Promise<void> {
  await page.keyboard.press('Escape')
  const isClosed = await opened(page)
    .nth(before)
    .waitFor({ state: 'hidden', timeout: 1000 })
    .then(() => page.url() === address)
    .catch(() => false)
  if (isClosed) return
  await page.goto(address)
  await shown(page)
}

/** Opens a page from another one, as a link does, without reading the program anew: a third of the computing. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((href) => (globalThis as WithRouter).__TSR_ROUTER__.history.push(href), address)
  await page.waitForFunction(() => {
    const { history, state } = (globalThis as WithRouter).__TSR_ROUTER__
    const key = history.location.state.__TSR_key
    return state.status === 'idle' && state.resolvedLocation?.state.__TSR_key === key
  })
  await shown(page)
}

/** The address of the first record that the list of a page leads to, on the same page. */
async function firstRecordOf(page: Page, address: string): Promise<string | undefined> {
  const links = page.getByRole('main').locator(`a[href*="open="], a[href*="edit="]`)
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  return hrefs.find((href) => href.startsWith(`${address}?`) && !/=new\b/.test(href))
}

function openersIn(part: Locator): Locator {
  return part.locator('button[aria-haspopup]:not([aria-disabled=true], :disabled)').filter({ visible: true })
}

/** What asks before it does anything. */
function questionsIn(part: Locator): Locator {
  const asks =
    /^(Change|Deactivate|Delete|Reset passwords?|Revoke|Send welcome e-mails|Sign out everywhere|Twilio SMS numbers)\b/
  return part
    .getByRole('button', { name: asks })
    .and(part.page().locator(':not([aria-disabled=true], :disabled)'))
    .filter({ visible: true })
}
