import { describe, expect } from 'vitest'
import type { Json } from '#features/imports/imports.testing.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import { isolated } from '#web/lib/i18n/isolated.ts'
import { dialog, openManage, sidePanel } from './harness/admin.ts'
import { expectAlike, expectInert, fullName, rows, tripwire } from './harness/inert.ts'
import { adminsOf, anOwnerOfPhones, sampleOf, test, turningName } from './harness/naughty-estate.ts'

const sorted = (texts: Iterable<string>) => [...texts].sort()
const turningMarks = /[\u202a-\u202e\u2066-\u2069]/
/** As a mail shows a name: marks that turn the reading direction are left out of it. */
const mailed = (name: string) => name.replaceAll(new RegExp(turningMarks, 'g'), '')

describe('Naughty strings: in labels, sentences, choices and previews names are text, as they are stored, and turn nothing but themselves', () => {
  test('in the list of numbers, as those who have one', async ({ app, estate, visit }) => {
    const { ada, customer, placed } = estate
    const numbers = placed.map((_one, at) => `+1202${5_550_100 + at}`)
    await withUserNumbers(app, customer, numbers)
    for (const [at, { id }] of placed.entries()) {
      await ada.patch(`${customer.path}/users/${id}`, { smsNumber: numbers[at] }).expect(200)
    }
    const page = await visit({ as: ada })
    await page.setViewportSize({ width: 1440, height: 400 + 40 * placed.length })
    const heard = tripwire(page)
    await page.goto(`/accounts/${customer.id}/numbers`)
    const holders = page.locator('tbody td a')
    await expect.poll(() => holders.count()).toBe(placed.length)
    expect(sorted(await holders.allTextContents())).toEqual(sorted(placed.map(fullName)))
    await expectAlike(rows(page))
    await expectInert(page, heard, placed)
  })

  test('beside Client deployment › Manage: in labels, on every tab and in its dialogs', async ({
    app,
    estate,
    visit,
  }) => {
    const { ada, customer, placed, profiles } = estate
    const names = [turningName, '<b onclick=alert(1)>Desk</b>', "'; drop table clients; --"]
    const olga = await anOwnerOfPhones(app, estate, names)
    const record = { firstName: '<i>Olga</i>', lastName: turningName }
    const person = placed.find((one) => turningMarks.test(fullName(one))) as Json
    const path = `${customer.path}/subscribers/${olga.subscriberId}`
    await ada.patch(path, { ...record, userId: person.id }).expect(200)
    const known = [[record, person], names.map((name) => ({ name })), profiles]
    const page = await visit({ as: ada })
    const heard = tripwire(page)
    const open = async (tab: string) => {
      await openManage(page, customer, `?open=${olga.subscriberId}&tab=${tab}`)
      await sidePanel(page).getByRole('heading', { level: 2 }).waitFor()
    }
    const button = (name: string) => sidePanel(page).getByRole('button', { name, exact: true })

    await open('details')
    await sidePanel(page)
      .getByText(`Open ${isolated(fullName(person))}`, { exact: true })
      .waitFor()
    await button(`More for ${isolated(fullName(record))}`).click()
    await expectInert(page, heard, ...known)
    await page.getByRole('menuitem', { name: /^Take link by hand/ }).click()
    await dialog(page).waitFor()
    await expectInert(page, heard, ...known)

    await open('clients')
    for (const name of names) {
      await button(`Rename ${isolated(name)}`).waitFor()
      await button(`Report ${isolated(name)} as lost or stolen`).waitFor()
    }
    await expectInert(page, heard, ...known)
    await button(`Remove ${isolated(turningName)}`).click()
    await dialog(page)
      .getByText(`Remove ${isolated(turningName)}?`, { exact: true })
      .waitFor()
    await expectInert(page, heard, ...known)

    await open('timeline')
    await sidePanel(page)
      .getByText(`Given to ${isolated(fullName(person))}`)
      .waitFor()
    await expectInert(page, heard, ...known)
    await open('configuration')
    await sidePanel(page).getByRole('table').first().waitFor()
    await expectInert(page, heard, ...known)
  })

  test('in the preview of the deployment e-mail, and in the choice of whom it is shown for', async ({
    estate,
    visit,
  }) => {
    const { ada, customer } = estate
    const page = await visit({ as: ada })
    const heard = tripwire(page)
    await page.goto(`/accounts/${customer.id}/deployment/email`)
    await page.getByRole('textbox', { name: 'Subject' }).fill('For {{firstName}} {{lastName}}, from us')
    const body = page.getByRole('textbox', { name: 'Text', exact: true })
    await body.fill('Dear {{firstName}} {{lastName}}, this is your link:\n\n{{link}}')
    const mail = page.frameLocator('iframe[sandbox=""]')
    const elements = () =>
      mail
        .locator('body')
        .evaluate((drawn) => [...drawn.querySelectorAll('*')].map(({ localName }) => localName).join())
    await mail.getByText(/^Dear .*, this is your link:$/).waitFor()
    const drawn = new Set<string>()

    const box = page.getByRole('combobox', { name: 'Shown for' })
    const options = page.getByRole('option')
    await box.click()
    await options.nth(20).waitFor()
    const { items } = await ada.get(`${customer.path}/subscribers?sort=lastName&limit=20`).expect(200)
    const offered: Json[] = items
    expect(await options.allTextContents()).toEqual(['A sample person', ...offered.map(fullName)])
    const shown = offered.filter(({ firstName, lastName }) => /[<&\u202a-\u202e]/.test(firstName + lastName))
    expect(shown.length).toBeGreaterThan(2)
    for (const one of shown.slice(0, 4)) {
      if (!(await options.first().isVisible())) await box.click()
      await options.nth(offered.indexOf(one) + 1).click()
      const subject = `For ${mailed(one.firstName)} ${mailed(one.lastName)}, from us`
      await expect.poll(() => page.locator('bdi').textContent()).toBe(subject)
      const dear = mail.getByText(/^Dear .*, this is your link:$/)
      await expect
        .poll(() => dear.textContent())
        .toBe(`Dear ${mailed(one.firstName)} ${mailed(one.lastName)}, this is your link:`)
      drawn.add(await elements())
      await page.getByText('Plain text', { exact: true }).click()
      await page.locator('pre').waitFor()
      await expectInert(page, heard, offered)
      await page.getByText('E-mail', { exact: true }).click()
      await dear.waitFor()
    }
    expect([...drawn]).toEqual([expect.not.stringMatching(/img|script|svg/)])
  })

  test('in the choice of who gets a test of the deployment e-mail', async ({ app, estate, visit }) => {
    const { ada, customer } = estate
    const admins = await adminsOf(
      app,
      estate,
      sampleOf(12).map((firstName, at) => ({ firstName, lastName: at % 2 ? 'Kühn' : turningName })),
    )
    const page = await visit({ as: ada })
    const heard = tripwire(page)
    await page.goto(`/accounts/${customer.id}/deployment/email`)
    await page.getByText('Plain text', { exact: true }).click()
    await page.getByRole('combobox', { name: 'Send a test to' }).click()
    const options = page.getByRole('option')
    await options.nth(admins.length).waitFor()
    expect(sorted(await options.allTextContents())).toEqual(
      sorted(['Me', ...admins.map((one) => `${isolated(fullName(one))} · ${one.email}`)]),
    )
    await expectInert(page, heard)
  })
})
