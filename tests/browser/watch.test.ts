import { expect } from 'vitest'
import { test } from './harness/test.ts'
import { watch } from './harness/watch.ts'

test('what must not happen on a page is heard: this is what lets every other test here fail', async ({
  app,
  browser,
}) => {
  const context = await browser.newContext({ baseURL: app.serviceOrigin })
  const heard = watch(context, [app.serviceOrigin])
  const page = await context.newPage()
  await page.goto('/sign-in')
  expect(heard()).toEqual([])
  await page.evaluate(`
    setTimeout(() => { throw new Error('thrown by nobody') })
    const inline = document.createElement('script')
    inline.textContent = 'document.title = "Owned"'
    document.head.append(inline)
    fetch('/assets/lost.js')
  `)
  await page.goto('http://127.0.0.1:1/').catch(() => undefined)
  const all = heard().join('\n')
  expect(all).toContain('thrown by nobody')
  expect(all).toMatch(/Content Security Policy/)
  expect(all).toContain(`404: ${app.serviceOrigin}/assets/lost.js`)
  expect(all).toContain('Foreign: http://127.0.0.1:1/')
  await context.close()
})
