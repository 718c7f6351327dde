import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { aPerson } from '#tests/harness/people.ts'
import { aPhone } from '#tests/harness/phones.ts'
import { dialog } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { handset, numberOf, olgaOf, openPortal } from './harness/portal.ts'
import { test } from './harness/test.ts'

const widthOf = (page: Page) => page.evaluate('document.documentElement.scrollWidth')

for (const [size, options, width, goOn] of [
  ['a wide screen', {}, 1440, 'Show QR code'],
  ['a phone', handset, 390, 'Continue'],
] as const) {
  test(`UA-16: axe finds nothing wrong with the portal on ${size}, and no page of it is wider`, async ({
    app,
    visit,
  }) => {
    const name = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk'
    const { customer, olga } = await olgaOf(app, `${name} ${size}`, { profile: { clientsPerLink: 2 } })
    const colleague = { firstName: 'Anna', lastName: name, email: `anna.${name.slice(0, 50)}@acme.example` }
    await aPerson(app, customer, { ...colleague, columns: { extension: '2001', mobile: '+491711234567' } })
    const { link } = await olga.client.post(`${olga.path}/links`).expect(201)
    await aPhone(app, link.split('/d/')[1], { client: 'linphone', pin: '482913' })
    const page = await visit({ ...options, as: olga.client })
    const { look, found } = examiner()
    const examine = async (where: string) => {
      await look(page, where)
      expect(await widthOf(page), where).toBe(width)
    }

    await openPortal(page, 'My phones')
    const number = numberOf(page, '1001')
    await number.getByRole('button', { name: 'Rename Linphone' }).waitFor()
    await examine('My phones')
    await number.getByRole('button', { name: 'Rename Linphone' }).click()
    await examine('a softphone that is renamed')
    await page.keyboard.press('Escape')
    await number.getByRole('button', { name: 'Show my PIN' }).click()
    await page.getByText('482913').waitFor()
    await examine('the PIN')
    await number.getByRole('button', { name: 'Report Linphone as lost or stolen' }).click()
    await dialog(page).getByRole('button', { name: 'Report as lost or stolen' }).waitFor()
    await examine('the question before a loss is reported')
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'hidden' })
    await number.getByRole('button', { name: 'Set up a phone' }).click()
    await dialog(page).getByRole('button', { name: goOn }).waitFor()
    await examine('the question before a link is made')
    await dialog(page).getByRole('button', { name: goOn }).click()
    await dialog(page).getByText('Waiting for the softphone.').waitFor()
    await examine('the link')
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'hidden' })

    await openPortal(page, 'Directory', '/directory?search=anna')
    await page.getByRole('list', { name: 'People' }).locator('mark').first().waitFor()
    await examine('the directory')
    await openPortal(page, 'My details', '/details')
    await page.getByRole('combobox').waitFor()
    await examine('My details')
    await openPortal(page, 'Security', '/security')
    await page.getByText('This one').waitFor()
    await examine('Sign-in and security')
    expect(found).toEqual([])
  })
}
