import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aPerson, aSubscriber } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { dialog, field, select, sidePanel } from './harness/admin.ts'
import { anna, annaOpen, type Made, theUsers, usersOf } from './harness/person.ts'
import { test } from './harness/test.ts'

describe('deleting', () => {
  test('UA-80 UA-83 a user from the details needs the word delete, and says that the sign-in ends and softphones are reset', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit, {}, (made) => givePhone(app, made))
    const panel = sidePanel(page)
    await panel.getByText('1 softphone', { exact: false }).waitFor()
    await panel.getByRole('button', { name: 'Delete' }).click()
    const asked = dialog(page)
    await asked.getByText('1 user leaves the list, and their sign-in ends at once.').waitFor()
    await asked.getByText('1 softphone is reset and stops working.').waitFor()
    const button = asked.getByRole('button', { name: 'Delete', exact: true })
    await button.and(page.locator('[aria-disabled=true]')).waitFor()
    expect(await button.getAttribute('aria-describedby')).not.toBeNull()
    await button.press('Enter')
    await customer.admin.get(`${customer.path}/users/${id}`).expect(200)

    await field(asked, 'Type “delete” to confirm').fill('delete')
    await button.click()
    await page.getByText('Anna Kühn was deleted.').waitFor()
    await panel.waitFor({ state: 'hidden' })
    await customer.admin.get(`${customer.path}/users/${id}`).expect(404)
  })

  test('UA-81 a user who comes from MiCloud Connect is refused beforehand, with the reason', async ({
    app,
    visit,
  }) => {
    const { page } = await annaOpen(app, visit, { columns: { origin: 'micloud' } })
    const button = sidePanel(page)
      .getByRole('button', { name: /^Delete/ })
      .and(page.locator('[aria-disabled=true]'))
    await button.hover()
    await page
      .getByRole('tooltip')
      .getByText(/MiCloud Connect and cannot be deleted here/)
      .waitFor()
    await button.click({ force: true })
    expect(await dialog(page).count()).toBe(0)
  })

  test('UA-82 UA-83 a user who comes from a PBX stays listed, and their softphones go on working: the dialog says so', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit, { columns: { origin: 'pbx' } }, (made) =>
      givePhone(app, made),
    )
    await sidePanel(page).getByRole('button', { name: 'Delete' }).click()
    const asked = dialog(page)
    await asked.getByText(/^1 user comes from a PBX and stays listed/).waitFor()
    await asked.getByText(/^1 softphone goes on working/).waitFor()
    await field(asked, 'Type “delete” to confirm').fill('delete')
    await page.keyboard.press('Enter')
    await page.getByText(/stays listed, because a PBX supplies them/).waitFor()
    expect((await customer.admin.get(`${customer.path}/users/${id}`).expect(200)).status).toBe('unregistered')
    await sidePanel(page).getByRole('button', { name: 'Send welcome e-mail' }).waitFor()
  })

  test('UA-80 UA-81 many users from the list says who leaves, who stays and who cannot be deleted', async ({
    app,
    visit,
  }) => {
    const { customer, page } = await usersOf(app, visit)
    const others = [
      { firstName: 'Bob', lastName: 'Stone', email: 'bob@acme.example', columns: { origin: 'pbx' } },
      { firstName: 'Carol', lastName: 'Diaz', email: 'carol@acme.example', columns: { origin: 'micloud' } },
    ]
    for (const given of [anna, ...others]) await aPerson(app, customer, given)
    await page.reload()
    await select(page, ['Anna Kühn', 'Bob Stone', 'Carol Diaz'])
    await beginDeletion(page)
    const asked = dialog(page)
    await asked.getByText('1 user leaves the list, and their sign-in ends at once.').waitFor()
    await asked.getByText(/^1 user comes from a PBX/).waitFor()
    await asked.getByText(/^1 user is not deleted: .*MiCloud Connect/).waitFor()
    await field(asked, 'Type “delete” to confirm').fill('delete')
    await asked.getByRole('button', { name: 'Delete', exact: true }).click()
    await asked.getByText(/MiCloud Connect/).waitFor()
    await expect
      .poll(async () => (await theUsers(customer)).map(({ lastName }) => lastName))
      .toEqual(['Diaz', 'Stone'])
  })
})

/** Sets a softphone up on the number of somebody. */
async function givePhone(app: TestApp, { id, customer }: Made): Promise<void> {
  const subscriber = await aSubscriber(customer.admin, customer)
  await asSuperuser(app.database, 'update app.subscribers set user_id = $1 where subscriber_id = $2', [
    id,
    subscriber.id,
  ])
  await aPhone(app, await aLink(app, customer.admin, customer, subscriber.id), { client: 'generic' })
}

/** Presses *Delete users* for what is selected. */
async function beginDeletion(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete users' }).click()
  await dialog(page).waitFor()
}
