import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { dialog, rowWith, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'
import { openUsers } from './harness/users.ts'

type Customer = Awaited<ReturnType<typeof aCustomer>> & { admin: ApiClient }

const people = [
  { firstName: 'Anna', lastName: 'Kühn', email: 'anna.kuehn@acme.example' },
  { firstName: 'Ben', lastName: 'Okafor', email: 'ben.okafor@acme.example' },
  { firstName: 'Carol', lastName: 'Díaz', email: 'carol.diaz@acme.example' },
]

/** A new customer whose three people were invited; the mail server refuses the mail to Ben. */
async function anAccountOfInvited(app: TestApp): Promise<Customer> {
  const admin = await app.ada()
  const customer = { ...(await aCustomer(admin)), admin }
  app.mail.refuse((address) => (address.startsWith('ben') ? 550 : undefined))
  for (const person of people) await admin.post(`${customer.path}/users`, person).expect(201)
  await waitUntil(async () => (await countOf(customer, 'sent')) === 2, { what: 'two mails are sent' })
  await waitUntil(async () => (await countOf(customer, 'failed')) === 1, { what: 'one mail is refused' })
  app.mail.refuse(() => undefined)
  return customer
}

async function countOf({ admin, path }: Customer, wanted: string): Promise<number> {
  const { items } = await admin.get(`${path}/invitations/counts`).expect(200)
  return items.find(({ state }: { state: string }) => state === wanted)?.count ?? 0
}

async function openInvitations(page: Page, { id }: Customer, search = ''): Promise<void> {
  await page.goto(`/accounts/${id}/invitations${search}`)
  await page.getByRole('heading', { name: 'Invitations', level: 1 }).waitFor()
}

const state = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name} \\d`) })

describe('UA-62: the invitations of an account', () => {
  test('say of each person what became of the welcome e-mail, with the answer of the mail server, and lead to the person', async ({
    app,
    visit,
  }) => {
    const acme = await anAccountOfInvited(app)
    const page = await visit({ as: acme.admin })
    await openUsers(page, acme)
    await page.getByRole('link', { name: 'Invitations', exact: true }).click()
    await page.getByRole('heading', { name: 'Invitations', level: 1 }).waitFor()
    // The menu has no page of this name: it marks the one that this is a tab of.
    const menu = page.getByRole('navigation', { name: 'Pages', exact: true })
    expect(await menu.locator('[aria-current]').allInnerTexts()).toEqual(['Users'])
    await rowWith(page, 'Anna Kühn').getByText('Delivered').waitFor()
    await rowWith(page, 'Ben Okafor').getByText('Not delivered').waitFor()
    expect(await rowWith(page, 'Ben Okafor').getByText('Not delivered').innerText()).toContain('550')
    await state(page, 'Not delivered').click()
    await rowWith(page, 'Anna Kühn').waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Ben Okafor' }).click()
    await sidePanel(page).getByRole('heading', { name: 'Ben Okafor' }).waitFor()
    await sidePanel(page).getByText('Invited · not delivered').waitFor()
    await page.goBack()
    await state(page, 'Not delivered').and(page.locator('[aria-pressed=true]')).waitFor()
  })

  test('are sent again to the selected, and to all of a state, and how it goes is followed', async ({
    app,
    visit,
  }) => {
    const acme = await anAccountOfInvited(app)
    const page = await visit({ as: acme.admin })
    await openInvitations(page, acme, '?state=failed')
    await rowWith(page, 'Ben Okafor').waitFor()
    await select(page, ['Ben Okafor'])
    await page.getByRole('button', { name: 'Send again' }).click()
    const asked = dialog(page).filter({ hasText: 'Send 1 welcome e-mail?' })
    await asked.getByRole('button', { name: 'Send', exact: true }).click()
    await asked.waitFor({ state: 'hidden' })
    await page.getByText('Welcome e-mails finished: 1 e-mail queued.').waitFor()
    await page.getByText('No welcome e-mail was refused by a mail server.').waitFor()
    await state(page, 'Not registered').click()
    await waitUntil(async () => (await countOf(acme, 'sent')) === 3, { what: 'all mails are sent' })
    await rowWith(page, 'Ben Okafor').getByText('Delivered').waitFor()

    await page.getByRole('searchbox', { name: 'Search invitations' }).fill('diaz')
    await rowWith(page, 'Anna Kühn').waitFor({ state: 'hidden' })
    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await page.getByRole('button', { name: 'Send again' }).click()
    await dialog(page).getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Welcome e-mails finished: 1 e-mail queued.').nth(1).waitFor()
  })

  test('teach what they are where there are none', async ({ app, visit }) => {
    const admin = await app.ada()
    const customer = { ...(await aCustomer(admin)), admin }
    const page = await visit({ as: admin })
    await openInvitations(page, customer)
    await page.getByText('Nobody waits for an invitation').waitFor()
    await page.getByRole('link', { name: 'Go to Users' }).click()
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
  })

  test('are read on a phone without scrolling the page sideways; axe finds nothing wrong', async ({
    app,
    visit,
  }) => {
    const acme = await anAccountOfInvited(app)
    const page = await visit({ as: acme.admin, viewport: { width: 390, height: 844 } })
    const { look, found } = examiner()
    await openInvitations(page, acme)
    await rowWith(page, 'Ben Okafor').waitFor()
    await look(page, 'invitations on a phone')
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    await page.setViewportSize({ width: 1440, height: 900 })
    await look(page, 'invitations')
    await select(page, ['Ben Okafor'])
    await page.getByRole('button', { name: 'Send again' }).click()
    await dialog(page)
      .getByText(/ends the link of an earlier e-mail/)
      .waitFor()
    await look(page, 'sending welcome e-mails again')
    expect(found).toEqual([])
  })
})

describe('UA-61, UA-62: More options of the users', () => {
  test('send welcome e-mails to the selected and resets to all, leaving out whom they are not for', async ({
    app,
    visit,
  }) => {
    const acme = await anAccountOfInvited(app)
    const page = await visit({ as: acme.admin })
    await openUsers(page, acme)
    await select(page, ['Anna Kühn', 'Ben Okafor'])
    const act = async (name: string) => {
      await page.getByRole('button', { name: 'More options' }).click()
      await page.getByRole('menuitem', { name }).click()
      await dialog(page).getByRole('button', { name: 'Send', exact: true }).click()
    }
    await act('Send welcome e-mails')
    await page.getByText('Welcome e-mails finished: 2 e-mails queued.').waitFor()
    await page.getByRole('button', { name: 'Select none' }).click()
    await act('Reset passwords')
    await dialog(page).getByText('3 skipped').first().waitFor()
  })
})
