import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, anAdminOf, aSubscriber } from '#tests/harness/people.ts'
import { openManage, rowWith } from './harness/admin.ts'
import { test } from './harness/test.ts'

describe('the columns of a list', () => {
  test('are put in order with the keyboard and by dragging; the one that names the row stays first', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer)
    await rowWith(page, 'Kühn').waitFor()
    expect((await headers(page)).slice(0, 4)).toEqual(['Last name', 'First name', 'Number', 'State'])

    await page.getByRole('button', { name: 'Columns' }).click()
    const down = page.getByRole('button', { name: 'Move First name down' })
    await down.focus()
    await page.keyboard.press('Enter')
    await down.and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => headers(page)).toEqual(expect.arrayContaining(['State', 'First name']))
    expect((await headers(page)).slice(0, 4)).toEqual(['Last name', 'Number', 'State', 'First name'])

    await choice(page, 'Downloaded').dragTo(choice(page, 'Number'))
    await expect.poll(async () => (await headers(page))[1]).toBe('Downloaded')

    await page.reload()
    await rowWith(page, 'Kühn').waitFor()
    expect((await headers(page)).slice(0, 3)).toEqual(['Last name', 'Downloaded', 'Number'])
  })

  test('CD-2: those shown at first stand whole beside the open menu on a screen of 1440 px', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer)
    await rowWith(page, 'Kühn').waitFor()
    const box = page.locator('[data-grid-box]')
    expect(await box.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0)
  })

  test('are as wide as they were made, with the mouse or with arrow keys; a double press undoes it', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer)
    await rowWith(page, 'Kühn').waitFor()
    const edge = page.getByRole('separator', { name: 'Width of Number' })
    const before = await widthOf(page, 'Number')
    const neighbour = await widthOf(page, 'First name')

    const box = await edge.boundingBox()
    if (!box) throw new Error('The edge of the column is not drawn.')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + 2, y)
    await page.mouse.down()
    await page.mouse.move(box.x + 62, y, { steps: 3 })
    await page.mouse.up()
    await expect.poll(() => widthOf(page, 'Number')).toBeCloseTo(before + 60, -0.5)
    expect(await widthOf(page, 'First name')).toBeCloseTo(neighbour, -0.5)

    const dragged = Number(await edge.getAttribute('aria-valuenow'))
    await edge.press('ArrowLeft')
    await expect.poll(() => edge.getAttribute('aria-valuenow')).toBe(String(dragged - 10))
    await page.reload()
    await rowWith(page, 'Kühn').waitFor()
    expect(await edge.getAttribute('aria-valuenow')).toBe(String(dragged - 10))

    await edge.dblclick()
    await expect.poll(() => edge.getAttribute('aria-valuenow')).toBe('90')
  })

  test('belong to the admin: another one at the same browser has the own', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer)
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'First name' }).uncheck()
    await page.getByRole('checkbox', { name: 'Compact rows' }).check()
    await expect.poll(() => headers(page)).not.toContain('First name')
    await expect.poll(async () => (await rowWith(page, 'Kühn').boundingBox())?.height).toBeLessThan(34)

    const carla = await anAdminOf(app, customer)
    const [name = '', value = ''] = carla.cookie().split(/[=;]/)
    await page
      .context()
      .addCookies([{ name, value, url: app.serviceOrigin, httpOnly: true, sameSite: 'Lax' }])
    await page.reload()
    await rowWith(page, 'Kühn').waitFor()
    expect(await headers(page)).toContain('First name')
    expect((await rowWith(page, 'Kühn').boundingBox())?.height).toBeGreaterThan(38)
  })
})

test('an event reads as a sentence, with fields in the words of their form', async ({ app, visit }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const { id } = await aSubscriber(ada, customer)
  await ada
    .patch(`${customer.path}/subscribers/${id}`, { firstName: 'Johanna', pbxSipHost: 'sip.acme.example' })
    .expect(200)
  await ada.post(`${customer.path}/deployments`, { selection: { ids: [id] } }).expect(202)
  const page = await visit({ as: ada })
  await page.goto(`/accounts/${customer.id}/activity/events`)
  await rowWith(page, 'Added the user Kühn').waitFor()
  await rowWith(page, 'Changed a user: First name, PBX SIP host').waitFor()
  await rowWith(page, 'Started the deployment of 1 user').waitFor()
})

async function headers(page: Page): Promise<string[]> {
  const texts = await page.getByRole('columnheader').allInnerTexts()
  return texts.map((text) => text.trim()).filter((text) => text !== '')
}

async function widthOf(page: Page, column: string): Promise<number> {
  const box = await page.getByRole('columnheader').filter({ hasText: column }).first().boundingBox()
  return box?.width ?? 0
}

function choice(page: Page, column: string): Locator {
  return page.getByRole('listitem').filter({ hasText: column })
}
