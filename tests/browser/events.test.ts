import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'

/** A customer whose Anna was added and changed, and a location. */
async function aHistory(app: TestApp) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const anna = await aSubscriber(ada, customer)
  const changes = { firstName: 'Johanna', pbxSipPassword: 'n3w-s3cret' }
  await ada.patch(`${customer.path}/subscribers/${anna.id}`, changes).expect(200)
  await ada.post(`${customer.path}/locations`, { name: 'Berlin' }).expect(201)
  return { ada, customer, anna, history: `${customer.path}/activity/events` }
}

const changed = 'Changed Johanna Kühn: First name, PBX SIP password'
const details = (page: Page, of: string) => page.getByRole('button', { name: `Details of: ${of}` })

describe('the event history', () => {
  test('UA-4: stands below its days; an event opens to what was before and is since, and shows no secret', async ({
    app,
    visit,
  }) => {
    const { ada, history } = await aHistory(app)
    const page = await visit({ as: ada })
    await page.goto(history)
    await page.getByRole('rowheader', { name: /^Today, / }).waitFor()
    await details(page, changed).press('Enter')
    await page.getByRole('row', { name: 'First name Anna Johanna', exact: true }).waitFor()
    await page.getByText('A secret was changed. Its value is kept nowhere.').waitFor()
    expect(await page.content()).not.toContain('s3cret')
    expect(await details(page, changed).getAttribute('aria-expanded')).toBe('true')
    await details(page, changed).press('Enter')
    await page.getByText('A secret was changed.').waitFor({ state: 'hidden' })
  })

  test('an event leads to its record, and to everything else that was done to it or by the same person', async ({
    app,
    visit,
  }) => {
    const { ada, history } = await aHistory(app)
    const page = await visit({ as: ada })
    await page.goto(history)
    await details(page, changed).click()
    await page.getByRole('link', { name: 'Only what was done to Johanna Kühn' }).click()
    await rowWith(page, 'Added the location Berlin').waitFor({ state: 'hidden' })
    await rowWith(page, 'Added the user Anna Kühn').waitFor()
    await page.getByRole('button', { name: /^Remove the filter Done to/ }).click()
    await rowWith(page, 'Added the location Berlin').waitFor()
    await page.getByRole('link', { name: changed }).click()
    await sidePanel(page).getByRole('heading', { name: 'Johanna Kühn' }).waitFor()
  })

  test('says of an act that can go two ways which way it went', async ({ app, visit }) => {
    const { ada, customer, history } = await aHistory(app)
    const turn = (integration: string, isOn: boolean) =>
      ada.patch(`${customer.path}/integrations/${integration}`, { isOn }).expect(200)
    await turn('miteam-meetings', true)
    await turn('micollab', true)
    await turn('micollab', false)
    const page = await visit({ as: ada })
    await page.goto(history)
    await rowWith(page, 'Turned on MiTeam Meetings').waitFor()
    await rowWith(page, 'Turned off MiCollab').waitFor()
  })

  test('is searched by words and narrowed by who, what and when; all of it stands in the address', async ({
    app,
    visit,
  }) => {
    const { ada, history } = await aHistory(app)
    const page = await visit({ as: ada })
    await page.goto(history)
    await page.getByRole('searchbox', { name: 'Search events' }).fill('kühn changed')
    await rowWith(page, 'Added the location Berlin').waitFor({ state: 'hidden' })
    await rowWith(page, changed).waitFor()
    await page.getByRole('button', { name: 'Clear search' }).click()
    await page.getByRole('button', { name: 'Add filter' }).click()
    const box = page.getByRole('dialog', { name: 'Add filter' })
    await box.getByLabel('What').selectOption('Locations')
    await rowWith(page, changed).waitFor({ state: 'hidden' })
    await rowWith(page, 'Added the location Berlin').waitFor()
    await box.getByLabel('When').selectOption('Today')
    await box.getByLabel('Who').selectOption('API keys')
    await page.getByRole('heading', { name: 'No event matches' }).waitFor()
    expect(new URL(page.url()).search).toBe('?action=location&when=today&actor=api-key')
    await page.reload()
    await page.getByRole('heading', { name: 'No event matches' }).waitFor()
    await page.getByRole('button', { name: 'Clear all filters' }).click()
    await rowWith(page, changed).waitFor()
    expect(new URL(page.url()).search).toBe('')
  })

  test('goes on by itself through a long history until it finds, and says how far it is', async ({
    app,
    visit,
  }) => {
    const { ada, customer, history } = await aHistory(app)
    await asSuperuser(
      app.database,
      `insert into app.audit_events (account_id, event_id, at, actor_kind, actor_name, action, subject_kind, details)
       select $1, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '2024-06-01', 'system', 'Rollcall', 'location.added',
              'location', json_build_object('name', case when n = 1 then 'Needle' else 'Hay' end)::jsonb
         from generate_series(1, 50000) n`,
      [customer.id],
    )
    const page = await visit({ as: ada })
    await page.goto(`${history}?search=needle`)
    await rowWith(page, 'Added the location Needle').waitFor()
    expect(await page.getByRole('row').filter({ hasText: 'Added the location' }).count()).toBe(1)
  })

  test('is downloaded as it is narrowed, and that is an event too', async ({ app, visit }) => {
    const { ada, customer, history } = await aHistory(app)
    const page = await visit({ as: ada })
    await page.goto(`${history}?action=location`)
    await rowWith(page, 'Added the location Berlin').waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^events-.*\.csv$/)
    const { items } = await ada.get(`${customer.path}/events?limit=1`).expect(200)
    expect(items[0]).toMatchObject({ action: 'event-export.made', details: { action: 'location' } })
  })

  test('is sealed some seconds after the act, and says what that means', async ({ app, visit }) => {
    const { ada, customer, history } = await aHistory(app)
    await expect
      .poll(async () => {
        const { items } = await ada.get(`${customer.path}/events`).expect(200)
        return items.every(({ sealed }: { sealed: boolean }) => sealed)
      })
      .toBe(true)
    const page = await visit({ as: ada })
    await page.goto(history)
    await rowWith(page, changed).getByText('Sealed', { exact: true }).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'What is Sealed?' }).hover()
    await page
      .getByRole('tooltip')
      .getByText(/sealed with a hash/)
      .waitFor()
  })

  test.for([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('is accessible and no wider than its window at $width', async (viewport, { app, visit }) => {
    const { ada, history } = await aHistory(app)
    const page = await visit({ as: ada, viewport })
    const { look, found } = examiner()
    await page.goto(history)
    await details(page, changed).click()
    await page.getByRole('row', { name: 'First name Anna Johanna', exact: true }).waitFor()
    await look(page, 'opened event')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    const box = page.getByRole('table', { name: 'Events' }).locator('..')
    expect(await box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByLabel('When').selectOption('Days of your choice')
    await page.getByLabel('To, included').waitFor()
    await look(page, 'filters')
    await page.goto(`${history}?search=nothing`)
    await page.getByRole('heading', { name: 'No event matches' }).waitFor()
    await look(page, 'nothing found')
    expect(found).toEqual([])
  })
})
