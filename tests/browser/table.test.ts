import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, anAdminOf, aSubscriber, finished } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
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

  test('CD-2: all nine and the state are shown at first and whole; what is not in view is scrolled to, beside the name', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer, {
      mbgSipUserName: 'anna.kuehn',
      clientServiceHost: 'cs.acme.example',
      clientServiceUserName: 'anna.kuehn@acme',
    })
    const page = await visit({ as: ada })
    await openManage(page, customer)
    await rowWith(page, 'Kühn').waitFor()
    expect(await headers(page)).toEqual([
      'Last name',
      'First name',
      'Number',
      'State',
      'Deployed',
      'Downloaded',
      'Profile',
      'E-mail address',
      'MBG SIP user name',
      'Client service account',
    ])
    // The columns are as wide as their texts need in the font of the page, which may come after them.
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    const cut = await page
      .locator('[data-grid-box] :is(th, td)')
      .evaluateAll((cells) =>
        cells.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent),
      )
    expect(cut).toEqual([])

    const box = page.locator('[data-grid-box]')
    const name = page.getByRole('columnheader', { name: 'Last name' })
    const before = await name.boundingBox()
    const edge = await box.evaluate((one) => {
      one.scrollLeft = one.scrollWidth
      return one.getBoundingClientRect().left + one.clientLeft + one.clientWidth
    })
    const last = await page.getByRole('columnheader', { name: 'Client service account' }).boundingBox()
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(edge + 1)
    expect((await name.boundingBox())?.x).toBe(before?.x)
  })

  test('CD-2 PIN, clients, what is pending and the origin are shown to who asks for them', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer, { deploymentPin: '482913' })
    await aPhone(app, await aLink(app, ada, customer, id), { client: 'generic', pin: '482913' })
    await ada.patch(`${customer.path}/subscribers/${id}`, { directoryNumber: '2001' }).expect(200)
    const page = await visit({ as: ada })
    await openManage(page, customer)
    await page.getByRole('button', { name: 'Columns' }).click()
    const asked = ['PIN', 'Clients', 'Update pending', 'Redeploy required', 'Origin']
    for (const column of asked) await page.getByRole('checkbox', { name: column, exact: true }).check()
    await page.keyboard.press('Escape')
    expect((await headers(page)).slice(-asked.length)).toEqual(asked)
    const cells = await rowWith(page, 'Kühn').getByRole('cell').allInnerTexts()
    expect(cells.slice(-asked.length)).toEqual(['Set', '1', 'Yes', '', 'By hand or imported'])
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

test('CD-1 the list is narrowed to where records come from, and widened again', async ({ app, visit }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  await aSubscriber(ada, customer)
  const page = await visit({ as: ada })
  await openManage(page, customer)
  await page.getByRole('button', { name: 'Add filter' }).click()
  await page.getByRole('menuitem', { name: 'Connected component' }).click()
  await page.getByText('Nobody matches').waitFor()
  expect(new URL(page.url()).searchParams.get('origin')).toBe('connection')

  await page.getByRole('button', { name: 'Add filter' }).click()
  await page.getByRole('menuitem', { name: 'By hand or imported' }).click()
  await rowWith(page, 'Kühn').waitFor()
  await page.getByRole('button', { name: /^Remove.*Origin/ }).click()
  await page.waitForURL((url) => !url.searchParams.has('origin'))
})

test.for([
  ['the keyboard', (more: Locator) => more.press('Enter'), false],
  ['a finger', (more: Locator) => more.tap(), true],
] as const)('CD-2 the flags that a row has no room for are told to %s', async ([, press, hasTouch], {
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const { id } = await aSubscriber(ada, customer)
  await aPhone(app, await aLink(app, ada, customer, id))
  await ada.patch(`${customer.path}/subscribers/${id}`, { directoryNumber: '2001' }).expect(200)
  const selection = { ids: [id] }
  const forcing = await ada.post(`${customer.path}/forced-configurations`, { selection }).expect(202)
  await finished(ada, customer, forcing.id)
  const page = await visit({ as: ada, hasTouch })
  await openManage(page, customer)
  await rowWith(page, 'Force pending').waitFor()
  await press(page.getByRole('button', { name: '1 more: Update pending' }))
  await page.getByText('Something changed that the softphone has not fetched yet.').waitFor()
  expect(new URL(page.url()).searchParams.has('open')).toBe(false)
  await page.keyboard.press('Escape')
  await page.getByText('Something changed that the softphone').waitFor({ state: 'hidden' })
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
  await rowWith(page, 'Added the user Anna Kühn').waitFor()
  await rowWith(page, 'Changed Johanna Kühn: First name, PBX SIP host').waitFor()
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
