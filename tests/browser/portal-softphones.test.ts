import { describe } from 'vitest'
import { aTicket, fetchAsPhone } from '#tests/harness/phones.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { dialog } from './harness/admin.ts'
import { handset, numberOf, olgaOf, openPortal } from './harness/portal.ts'
import { test } from './harness/test.ts'

describe('the softphones of one’s own number', () => {
  test('UA-16: are renamed where they stand, removed, and reported as lost, after what that does was said', async ({
    app,
    visit,
  }) => {
    const { olga } = await olgaOf(app, 'Several', { profile: { clientsPerLink: 3 } })
    const { link } = await olga.client.post(`${olga.path}/links`).expect(201)
    for (const client of ['linphone', 'baresip', 'microsip']) {
      await fetchAsPhone(await aTicket(app, link.split('/d/').at(-1) as string, { client, pin: '482913' }))
    }
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'My phones')
    const number = numberOf(page, '1001')
    await number.getByText('Set up', { exact: true }).waitFor()
    await number.getByRole('button', { name: 'Rename Linphone' }).click()
    await number.getByRole('textbox', { name: 'Name of the softphone' }).fill('Pixel')
    await page.keyboard.press('Enter')
    await number.getByRole('button', { name: 'Rename Pixel' }).waitFor()

    await number.getByRole('button', { name: 'Remove baresip' }).click()
    await dialog(page).getByText('It forgets your number the next time').waitFor()
    await dialog(page).getByRole('button', { name: 'Remove softphone' }).click()
    await page.getByText('baresip was removed.').waitFor()
    await number.getByRole('button', { name: 'Remove baresip' }).waitFor({ state: 'hidden' })

    await number.getByRole('button', { name: 'Report MicroSIP as lost or stolen' }).click()
    await dialog(page).getByText('Your administrators are told').waitFor()
    await dialog(page).getByRole('button', { name: 'Report as lost or stolen' }).click()
    await page.getByText('MicroSIP has lost its access.').waitFor()
    await waitUntil(
      async () => {
        const { items } = await olga.client.get('/me/subscribers').expect(200)
        return items[0].clients.length === 1 && items[0].clients[0].name === 'Pixel'
      },
      { what: 'one softphone is left' },
    )
  })
})
