import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { turningName } from './naughty-estate.ts'

/** A record whose names a page may show by themselves. */
interface Named {
  firstName?: string
  lastName?: string
  name?: string
}

/** First and last name; one of them may be missing. */
export const fullName = ({ firstName = '', lastName = '' }: Named) => `${firstName} ${lastName}`.trim()

/** What pages load: themselves, their own files, and answers of the API. */
const ownKinds = ['document', 'script', 'stylesheet', 'font', 'fetch', 'xhr', 'manifest']

/**
 * Hears what a name would do if it were more than text: a dialog, a word in the console, another page, a download, a file that no page of ours asks
 * for. What goes to other hosts or is against the content security policy fails every browser test (`watch`). @returns what was heard so far, one line each
 */
export function tripwire(page: Page): () => string[] {
  const heard: string[] = []
  page.on('dialog', (asked) => {
    heard.push(`Dialog: ${asked.message()}`)
    void asked.dismiss()
  })
  page.on('console', (message) => {
    // What Chromium advises of forms is nobody's word.
    if (!message.text().startsWith('[DOM]')) heard.push(`Console: ${message.text()}`)
  })
  page.on('popup', (opened) => heard.push(`Opened: ${opened.url()}`))
  page.on('download', (saved) => heard.push(`Saved: ${saved.suggestedFilename()}`))
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    const isIcon = pathname.startsWith('/assets/') || pathname.startsWith('/favicon')
    if (!ownKinds.includes(request.resourceType()) && !isIcon) heard.push(`Loaded: ${request.url()}`)
  })
  return () => heard
}

/** Elements that no page of ours draws: of names that no browser knows, with a script in an attribute or an address, or that show something of elsewhere. */
function strangersOn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter(
        (element) =>
          element instanceof HTMLUnknownElement ||
          element.matches(
            'iframe, object, embed, img, video, audio, base, form[action], marquee, link, meta',
          ) ||
          (element.localName === 'script' && !(element as HTMLScriptElement).src) ||
          [...element.attributes].some(({ name }) => name.startsWith('on')) ||
          /^(?!https?:|mailto:|tel:|sip:)/.test((element as HTMLAnchorElement).href || 'https:'),
      )
      .map((element) => element.outerHTML.slice(0, 300)),
  )
}

/** The elements inside each of these, with the names of their attributes, without any text. */
function skeletonsOf(each: Locator): Promise<string[]> {
  return each.evaluateAll((elements) =>
    elements.map((element) =>
      [...element.querySelectorAll('*')]
        .map(({ localName, attributes }) => {
          const names = [...attributes].map(({ name }) => name).sort()
          return `<${[localName, ...names].join(' ')}>`
        })
        .join(''),
    ),
  )
}

/**
 * Where a text that turns the reading direction turns more than itself, one line each. It may stand alone: in a box whose text is the name and nothing
 * else, in an element that isolates, or in an attribute. In a sentence it stands between FSI and PDI.
 * @param names as whoever draws a box by itself may put into it
 */
function turnedOn(page: Page, names: readonly string[]): Promise<string[]> {
  return page.evaluate((alone) => {
    const turns = /[\u202a-\u202e\u2066\u2067]/
    const isLet = (text: string) => alone.includes(text.trim()) || !turns.test(withoutIsolates(text))
    const found: string[] = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!turns.test(text.nodeValue ?? '') || text.parentElement?.closest('script')) continue
      const box = boxOf(text.parentElement as Element)
      if (!isLet(box.textContent ?? '')) found.push(JSON.stringify(box.outerHTML.slice(0, 400)))
    }
    for (const element of document.querySelectorAll('[aria-label], [title]')) {
      for (const label of [element.getAttribute('aria-label'), element.getAttribute('title')]) {
        if (!isLet(label ?? '')) found.push(JSON.stringify(label))
      }
    }
    return isLet(document.title) ? found : [...found, JSON.stringify(document.title)]

    /** The direction is worked out for each block anew, and for what isolates. */
    function boxOf(element: Element): Element {
      const { display, unicodeBidi } = getComputedStyle(element)
      const isInline = display === 'inline' || display === 'contents'
      const isolates = unicodeBidi.startsWith('isolate') || unicodeBidi === 'plaintext'
      return isInline && !isolates && element.parentElement ? boxOf(element.parentElement) : element
    }

    function withoutIsolates(text: string): string {
      let depth = 0
      let outside = ''
      for (const letter of text) {
        if (letter === '\u2068' || (depth > 0 && /[\u2066\u2067]/.test(letter))) depth += 1
        else if (letter === '\u2069' && depth > 0) depth -= 1
        else if (depth === 0) outside += letter
      }
      return depth === 0 ? outside : text
    }
  }, names)
}

/** The rows of a list that are drawn. */
export const rows = (page: Page) => page.locator('tbody tr[data-index]')

/** What the cells of a list say, as the page keeps it, once there are so many rows. */
export async function cellsOf(page: Page, count: number): Promise<string[][]> {
  await rows(page)
    .nth(count - 1)
    .waitFor()
  expect(await rows(page).count()).toBe(count)
  return rows(page).evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td, th')].map((cell) => cell.textContent ?? '')),
  )
}

/** In which place the column of this header stands. */
export async function columnOf(page: Page, header: string): Promise<number> {
  const headers = await page.getByRole('columnheader').allInnerTexts()
  return headers.findIndex((text) => text.trim() === header)
}

/** How far from the left the letters of a word in a text are drawn, in the order in which they are stored. */
export function leftsOf(text: Locator, word: string): Promise<number[]> {
  return text.evaluate((element, letters) => {
    const node = [...element.childNodes].find(({ nodeValue }) => nodeValue?.includes(letters)) as Text
    const start = (node.nodeValue ?? '').indexOf(letters)
    return [...letters].map((_letter, at) => {
      const range = document.createRange()
      range.setStart(node, start + at)
      range.setEnd(node, start + at + 1)
      return range.getBoundingClientRect().left
    })
  }, word)
}

/** Every row is drawn of the same elements: none was made of a name. */
export async function expectAlike(each: Locator): Promise<void> {
  await expect.poll(async () => new Set(await skeletonsOf(each)).size).toBe(1)
}

/** No element of the page is of a name, none turns what stands around it, and nothing has happened. @param named whose names may stand alone */
export async function expectInert(page: Page, heard: () => string[], ...named: Named[][]): Promise<void> {
  const names = named.flat().flatMap((one) => [one.firstName, one.lastName, one.name, fullName(one)])
  expect(await strangersOn(page)).toEqual([])
  expect(await turnedOn(page, [turningName, ...names.filter((name) => name !== undefined)])).toEqual([])
  expect(heard()).toEqual([])
}
